"""HTTP of the inbox: one's own messages and nobody else's."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from backend.core.attempts import Attempt
from backend.core.structs import Page
from backend.core.web.inputs import LIMIT_USUAL, CursorText, Limit
from backend.identity.sessions.guards import signed_in
from backend.identity.sessions.structs import Principal
from backend.supports.messages import service
from backend.supports.messages.structs import Message, MessageSummary


class MessageController(Controller):
    """The inbox of the signed-in person."""

    path = "/api/v1/messages"
    tags = ("Messages",)
    guards = (signed_in,)

    @get("/", operation_id="ListMyMessages")
    async def inbox(
        self, person: NamedDependency[Principal], limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Page[MessageSummary]:
        """My messages, the newest first."""
        return await service.inbox(person.person_id, limit=limit, cursor=cursor)

    @get("/{message_id:uuid}", operation_id="ReadMyMessage")
    async def read_one(self, person: NamedDependency[Principal], message_id: FromPath[UUID]) -> Message:
        """One of my messages, whole."""
        return await service.read_one(message_id, person_id=person.person_id)

    @post("/{message_id:uuid}/read", operation_id="MarkMyMessageRead", status_code=204)
    async def mark_read(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], message_id: FromPath[UUID]
    ) -> None:
        """I have read it; saying so again changes nothing."""
        await service.mark_read(message_id, person_id=person.person_id, attempt=attempt)
