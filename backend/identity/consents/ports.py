"""What consents needs from above: the registered purposes, of mini-apps, of service items. The root binds them."""

from typing import Protocol

from backend.identity.consents.structs import Purpose


class Purposes(Protocol):
    """What recipients may ask consent for: from reviewed manifests and published items, never from the one who asks."""

    async def find(self, recipient: str, purpose: str) -> Purpose | None:
        """The purpose as it is registered now."""
        ...


class NoPurposes:
    """Nothing is registered, so nothing can be consented to or disclosed."""

    async def find(self, recipient: str, purpose: str) -> Purpose | None:  # noqa: ARG002 - the port's signature
        """None."""
        return None


class FirstThatKnows:
    """Several sources of purposes as one; no two may register for the same recipient."""

    def __init__(self, *sources: Purposes) -> None:
        self._sources = sources

    async def find(self, recipient: str, purpose: str) -> Purpose | None:
        """The purpose of the first source that has it."""
        for source in self._sources:
            if (found := await source.find(recipient, purpose)) is not None:
                return found
        return None


class _Bound:
    """What the composition root gave."""

    purposes: Purposes = NoPurposes()


def bind_purposes(*sources: Purposes) -> None:
    """Let these be the registered purposes; the first source that knows one answers."""
    _Bound.purposes = FirstThatKnows(*sources)


def purposes() -> Purposes:
    """The registered purposes."""
    return _Bound.purposes
