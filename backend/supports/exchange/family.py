"""Identity's port for family: who is whose minor child, on the population register's word."""

from collections.abc import Sequence
from uuid import UUID

from backend.identity.delegations.structs import MinorChild
from backend.supports.exchange import service


class RegisterFamily:
    """The register decides; what it does not know is nobody's child."""

    async def is_minor_child(self, parent: UUID, child: UUID) -> bool:
        """Whether `child` is a child of `parent` and not of age today.

        Raises:
            RegisterAway: the register does not answer, so nobody may act on its word.
        """
        return await service.is_minor_child(parent, child)

    async def minor_children(self, parent: UUID) -> Sequence[MinorChild]:
        """The children of `parent` who are not of age today; it stands in the history as the parent's own look.

        Raises:
            RegisterAway
        """
        found = await service.children(parent)
        return [MinorChild(id=one.id, name=one.name, birth_date=one.birth_date) for one in found if one.is_minor]
