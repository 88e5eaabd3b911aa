"""HTTP of the home of a firm."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from backend.core.structs import Page, now
from backend.core.web.inputs import LIMIT_USUAL, CursorText, Limit
from backend.core.web.problems import language_of
from backend.home import firm
from backend.home.firm_structs import FirmHome, StageCode, StageThing
from backend.identity.sessions.guards import signed_in
from backend.identity.sessions.structs import Principal


class FirmHomeController(Controller):
    """For a firm for which I may act now; any other one looks as if it did not exist."""

    path = "/api/v1/home/firms/{firm_id:uuid}"
    tags = ("Home",)
    guards = (signed_in,)

    @get("/", operation_id="ReadFirmHome")
    async def read(
        self, request: Request[Any, Any, Any], person: NamedDependency[Principal], firm_id: FromPath[UUID]
    ) -> FirmHome:
        """What waits for the firm, what is for it, and its zone. The words follow Accept-Language."""
        language = language_of(request.headers.get("accept-language"))
        return await firm.home(firm_id, person_id=person.person_id, language=language, at=now())

    @get("/stages/{stage:str}/things", operation_id="ListFirmStage")
    async def things(
        self,
        person: NamedDependency[Principal],
        firm_id: FromPath[UUID],
        stage: FromPath[StageCode],
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
    ) -> Page[StageThing]:
        """All items and bundles of one part of the firm's life, and how far it is with each."""
        return await firm.things(firm_id, stage, person_id=person.person_id, limit=limit, cursor=cursor)
