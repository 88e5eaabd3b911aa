"""What delegations needs from above: the population register's word on families. The root binds it."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from backend.identity.delegations.structs import MinorChild


class FamilyCheck(Protocol):
    """Who is whose minor child. A refusal of kind UNAVAILABLE says that the register does not answer."""

    async def is_minor_child(self, parent: UUID, child: UUID) -> bool:
        """Whether the one is the other's child and not of age today."""
        ...

    async def minor_children(self, parent: UUID) -> Sequence[MinorChild]:
        """The parent's children who are not of age today."""
        ...


class NobodysFamily:
    """No register is bound, so nobody is anybody's child."""

    async def is_minor_child(self, parent: UUID, child: UUID) -> bool:  # noqa: ARG002 - the port's signature
        """No."""
        return False

    async def minor_children(self, parent: UUID) -> Sequence[MinorChild]:  # noqa: ARG002 - the port's signature
        """None."""
        return ()


class _Bound:
    """What the composition root gave."""

    family: FamilyCheck = NobodysFamily()


def bind_family(family: FamilyCheck) -> None:
    """Let this be the word on families."""
    _Bound.family = family


def family() -> FamilyCheck:
    """The word on families."""
    return _Bound.family
