"""HTTP of ranking for the person: what was on the screen, and what is not to be shown."""

from typing import Final, Literal

from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.attempts import Attempt
from backend.core.structs import Page
from backend.core.web.inputs import LIMIT_USUAL, CursorText, Limit
from backend.identity.sessions.guards import signed_in
from backend.identity.sessions.structs import Principal
from profiles.ranking import service
from profiles.ranking.structs import ReportSeen, SeenKept, Unwanted

NO_CONTENT: Final = 204


class RankingController(Controller):
    """My own home: the person is never a parameter."""

    path = "/api/v1/me/home"
    tags = ("Ranking",)
    guards = (signed_in,)

    @post("/seen", operation_id="ReportSeen", status_code=200)
    async def seen(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], data: JSONBody[ReportSeen]
    ) -> SeenKept:
        """What was shown and what I opened, for a home that gets better; nothing is kept without my consent."""
        return await service.report_seen(person.person_id, command=data, attempt=attempt)

    @get("/not-interested", operation_id="ListUnwanted")
    async def unwanted(
        self, person: NamedDependency[Principal], limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Page[Unwanted]:
        """Cards and topics that I do not want to see, the last first."""
        return await service.my_unwanted(person.person_id, limit=limit, cursor=cursor)

    @put("/not-interested/{kind:str}/{name:str}", operation_id="HideFromHome")
    async def hide(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        kind: FromPath[Literal["card", "topic"]],
        name: FromPath[str],
    ) -> Unwanted:
        """Do not show it to me; it stays to be found in the search and in the list of all services."""
        return await service.hide(person.person_id, kind=kind, name=name, attempt=attempt)

    @delete("/not-interested/{kind:str}/{name:str}", operation_id="ShowOnHomeAgain", status_code=NO_CONTENT)
    async def show_again(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        kind: FromPath[Literal["card", "topic"]],
        name: FromPath[str],
    ) -> None:
        """Show it to me again."""
        await service.show_again(person.person_id, kind=kind, name=name, attempt=attempt)
