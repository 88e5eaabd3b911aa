"""What bookings needs from above: who answers for an owner. The root binds it; bookings knows no mini-apps."""

from typing import Protocol
from uuid import UUID


class OwnerCheck(Protocol):
    """Knows which department stands behind an owner such as `mini-app:<app_id>`."""

    async def department_for(self, person_id: UUID, *, owner: str) -> str | None:
        """The registered name of the owner's department if this member of staff may act for it, else None."""
        ...


class NoOwners:
    """Nobody owns anything, so nobody may touch anything."""

    async def department_for(self, person_id: UUID, *, owner: str) -> str | None:  # noqa: ARG002 - the port's signature
        """None."""
        return None


class _Bound:
    """What the composition root gave."""

    owners: OwnerCheck = NoOwners()


def bind_owners(owners: OwnerCheck) -> None:
    """Let this say who may act for an owner."""
    _Bound.owners = owners


def owners() -> OwnerCheck:
    """Who may act for an owner."""
    return _Bound.owners
