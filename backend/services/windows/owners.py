"""Who may act for what belongs to a hall: the bookings room's port `OwnerCheck`, answered from the posts of staff."""

from uuid import UUID

from backend.services.windows import service

KIND = "hall"


class HallOwners:
    """Staff who run the hall act for it; `hall:<code>` names one."""

    async def department_for(self, person_id: UUID, *, owner: str) -> str | None:
        """The registered name of the hall's department, or None when this person does not act for it."""
        kind, _, code = owner.partition(":")
        return await service.department_of(person_id, code=code) if kind == KIND else None
