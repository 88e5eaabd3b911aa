"""Identity's port for family: who is whose minor child, on the population register's word."""

from uuid import UUID

from backend.supports.exchange import service


class RegisterFamily:
    """The register decides; what it does not know is nobody's child."""

    async def is_minor_child(self, parent: UUID, child: UUID) -> bool:
        """Whether `child` is a child of `parent` and not of age today.

        Raises:
            RegisterAway: the register does not answer, so nobody may act on its word.
        """
        return await service.is_minor_child(parent, child)
