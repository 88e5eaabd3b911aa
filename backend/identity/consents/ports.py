"""What consents needs from above: the registered purposes. The mini-app host binds it."""

from typing import Protocol

from backend.identity.consents.structs import Purpose


class Purposes(Protocol):
    """What recipients may ask consent for, from reviewed manifests only."""

    async def find(self, recipient: str, purpose: str) -> Purpose | None:
        """The purpose as it is registered now."""
        ...


class NoPurposes:
    """Nothing is registered, so nothing can be consented to or disclosed."""

    async def find(self, recipient: str, purpose: str) -> Purpose | None:  # noqa: ARG002 - the port's signature
        """None."""
        return None


class _Bound:
    """What the composition root gave."""

    purposes: Purposes = NoPurposes()


def bind_purposes(purposes: Purposes) -> None:
    """Let these be the registered purposes."""
    _Bound.purposes = purposes


def purposes() -> Purposes:
    """The registered purposes."""
    return _Bound.purposes
