"""HTTP of exchange: one's own access history and children, and nobody else's."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.core.attempts import Attempt
from backend.core.structs import Page
from backend.core.web.inputs import LIMIT_USUAL, CursorText, Limit
from backend.core.web.openapi import answers_file
from backend.identity.sessions.guards import signed_in
from backend.identity.sessions.structs import Principal
from backend.supports.exchange import history, service
from backend.supports.exchange.export import as_csv
from backend.supports.exchange.structs import AccessEntry, AccessQuestion, AskAboutAccess, Child

ExportFormat = Annotated[Literal["csv", "json"], QueryParameter(name="format", description="A table or JSON")]
MEDIA_TYPES = {"csv": "text/csv", "json": "application/json"}


class AccessHistoryController(Controller):
    """Who read what of me, of my minor children and of the firms that I lead."""

    path = "/api/v1/me/access-history"
    tags = ("Exchange",)
    guards = (signed_in,)

    @get("/", operation_id="ListMyAccessHistory")
    async def mine(
        self, person: NamedDependency[Principal], limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Page[AccessEntry]:
        """Reads of registers and of mini-apps, the newest first; refused and failed ones, too."""
        return await history.page(person.person_id, limit=limit, cursor=cursor)

    @get("/export", operation_id="ExportMyAccessHistory", operation_class=answers_file(*MEDIA_TYPES.values()))
    async def export(self, person: NamedDependency[Principal], export_format: ExportFormat = "csv") -> Response[bytes]:
        """The history as a file to keep."""
        found = await history.export(person.person_id)
        content = msgspec.json.encode(found) if export_format == "json" else as_csv(found.items)
        disposition = f'attachment; filename="access-history.{export_format}"'
        return Response(content, media_type=MEDIA_TYPES[export_format], headers={"content-disposition": disposition})

    @post("/{access_id:uuid}/questions", operation_id="AskAboutAccess")
    async def ask(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        access_id: FromPath[UUID],
        data: JSONBody[AskAboutAccess],
    ) -> AccessQuestion:
        """Ask why; the question stays beside the read."""
        return await history.ask(person.person_id, access_id=access_id, command=data, attempt=attempt)


class FamilyController(Controller):
    """My family as the population register knows it."""

    path = "/api/v1/me/children"
    tags = ("Exchange",)
    guards = (signed_in,)

    @get("/", operation_id="ListMyChildren")
    async def children(self, person: NamedDependency[Principal], limit: Limit = LIMIT_USUAL) -> Page[Child]:
        """My children, the youngest first."""
        return Page(items=(await service.children(person.person_id))[:limit])
