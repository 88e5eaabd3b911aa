"""HTTP of drafts: one's own and nobody else's."""

from uuid import UUID

from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.attempts import Attempt
from backend.core.structs import Page
from backend.core.web.inputs import LIMIT_USUAL, CursorText, Limit
from backend.identity.sessions.guards import real_name
from backend.identity.sessions.structs import Principal
from backend.services.cases.forms import service
from backend.services.cases.forms.structs import DecideFacts, Draft, DraftSummary, SaveDraft, StartApplication


class ApplicationController(Controller):
    """Applications that are being filled in; who hands one in must be known by their real name."""

    path = "/api/v1/applications"
    tags = ("Applications",)
    guards = (real_name,)

    @post("/", operation_id="StartApplication")
    async def start(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], data: JSONBody[StartApplication]
    ) -> Draft:
        """Begin an application for an item at a place."""
        return await service.start(person.person_id, command=data, attempt=attempt)

    @get("/", operation_id="ListMyDrafts")
    async def mine(
        self, person: NamedDependency[Principal], limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Page[DraftSummary]:
        """My drafts, the last saved first."""
        return await service.mine(person.person_id, limit=limit, cursor=cursor)

    @get("/{draft_id:uuid}", operation_id="ReadMyDraft")
    async def read_one(self, person: NamedDependency[Principal], draft_id: FromPath[UUID]) -> Draft:
        """One of my drafts, whole: what is known, asked and missing."""
        return await service.read_one(draft_id, person_id=person.person_id)

    @put("/{draft_id:uuid}", operation_id="SaveMyDraft")
    async def save(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        draft_id: FromPath[UUID],
        data: JSONBody[SaveDraft],
    ) -> Draft:
        """Keep what was typed, answered or handed in; only what is named changes."""
        return await service.save(draft_id, person_id=person.person_id, command=data, attempt=attempt)

    @post("/{draft_id:uuid}/consent", operation_id="DecideFacts", status_code=200)
    async def decide(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        draft_id: FromPath[UUID],
        data: JSONBody[DecideFacts],
    ) -> Draft:
        """Say which facts may be read from registers; they are read at once."""
        return await service.decide(draft_id, person_id=person.person_id, command=data, attempt=attempt)

    @delete("/{draft_id:uuid}", operation_id="RemoveMyDraft", status_code=204)
    async def remove(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], draft_id: FromPath[UUID]
    ) -> None:
        """Forget the draft and all that was typed."""
        await service.remove(draft_id, person_id=person.person_id, attempt=attempt)
