"""What bookings needs from above: who answers for an owner. The root binds it; bookings knows no mini-apps."""

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID


class OwnerCheck(Protocol):
    """Knows which department stands behind an owner such as `mini-app:<app_id>` or `hall:<code>`."""

    async def department_for(self, person_id: UUID, *, owner: str) -> str | None:
        """The registered name of the owner's department if this member of staff may act for it, else None."""
        ...


class NoOwners:
    """Nobody owns anything, so nobody may touch anything."""

    async def department_for(self, person_id: UUID, *, owner: str) -> str | None:  # noqa: ARG002 - the port's signature
        """None."""
        return None


class OwnersByKind:
    """Several checks as one: the kind before the colon says which of them knows the owner."""

    def __init__(self, kinds: Mapping[str, OwnerCheck]) -> None:
        self._kinds = dict(kinds)

    async def department_for(self, person_id: UUID, *, owner: str) -> str | None:
        """The answer of the owner's kind; None for a kind that nobody knows."""
        check = self._kinds.get(owner.partition(":")[0])
        return None if check is None else await check.department_for(person_id, owner=owner)


class _Bound:
    """What the composition root gave."""

    owners: OwnerCheck = NoOwners()


def bind_owners(kinds: Mapping[str, OwnerCheck]) -> None:
    """Let these say who may act for an owner, each for its kind (`mini-app`, `hall`); called once, by the root."""
    _Bound.owners = OwnersByKind(kinds)


def owners() -> OwnerCheck:
    """Who may act for an owner."""
    return _Bound.owners
