"""What the one is called for whom is applied."""

from typing import Final
from uuid import UUID

from backend.identity.delegations import service as delegations
from backend.identity.people import service as people
from backend.identity.people.structs import Subject

AT_ONCE: Final = 100  # of those one may act for; hardly anybody acts for more


async def name_of(subject: Subject, *, actor_id: UUID) -> str:
    """The subject's name, as the one who acts for them may know it."""
    if subject == Subject(kind="person", id=actor_id):
        return (await people.face(actor_id)).name
    cursor: str | None = None
    while True:
        page = await delegations.acting(actor_id, limit=AT_ONCE, cursor=cursor)
        for choice in page.choices:
            if choice.subject == subject:
                return choice.name
        cursor = page.next_cursor
        if cursor is None:
            return ""
