"""HTTP of the register: to find a service that is still elsewhere, for everybody; to keep it, for staff."""

from typing import Annotated, Any, TypeVar, cast
from uuid import UUID

from litestar import Controller, Request, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.core.attempts import Attempt
from backend.core.structs import Page, now
from backend.core.web.etag import tagged
from backend.core.web.guards import public
from backend.core.web.inputs import LIMIT_USUAL, CursorText, Limit
from backend.core.web.openapi import answers_file
from backend.host.outside import service
from backend.host.outside.guards import register_keeper
from backend.host.outside.structs import (
    ChangeOutsideApp,
    MigrationState,
    OutsideApp,
    OutsideAppDetail,
    OutsideEntry,
    OutsideFigures,
)
from backend.identity.sessions.structs import Principal

CACHED = "public, max-age=60"
CSV = "text/csv"
T = TypeVar("T")
AnyRequest = Request[Any, Any, Any]
RegionText = Annotated[
    str | None,
    QueryParameter(name="regionCode", pattern=r"^[0-9]{6}([0-9]{3}){0,2}$", description="It and those above it"),
]
ItemText = Annotated[str | None, QueryParameter(name="item", pattern=r"^[0-9A-Z]{12}$", description="基本编码")]
SearchText = Annotated[str | None, QueryParameter(name="q", min_length=1, max_length=40, description="In its words")]

StateText = Annotated[MigrationState | None, QueryParameter(name="state", description="How far they have come")]


class OutsideAppController(Controller):
    """Which service is still in which application."""

    path = "/api/v1/outside-apps"
    tags = ("Outside applications",)
    guards = (public,)

    @get("/", operation_id="ListOutsideApps")
    async def listed(
        self,
        request: AnyRequest,
        region_code: RegionText = None,
        wanted: StateText = None,
        item: ItemText = None,
        text: SearchText = None,
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
    ) -> Response[Page[OutsideApp]]:
        """Applications by name."""
        page = await service.listed(
            region_code=region_code, state=wanted, item=item, text=text, limit=limit, cursor=cursor
        )
        return _answer(request, page)

    @get("/figures", operation_id="ReadOutsideFigures")
    async def figures(self, request: AnyRequest) -> Response[OutsideFigures]:
        """How many stand where."""
        return _answer(request, await service.figures())

    @get("/{app_id:uuid}", operation_id="ReadOutsideApp")
    async def read(self, request: AnyRequest, app_id: FromPath[UUID]) -> Response[OutsideAppDetail]:
        """One with its history."""
        return _answer(request, await service.find(app_id))


class OutsideDeskController(Controller):
    """Keeping the register: operators all of it, a department's developers what is theirs."""

    path = "/api/v1/desk/outside-apps"
    tags = ("Outside applications",)
    guards = (register_keeper,)

    @post("/", operation_id="RegisterOutsideApp")
    async def register(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], data: JSONBody[OutsideEntry]
    ) -> OutsideAppDetail:
        """Enter an application."""
        return await service.register(data, staff=person.person_id, attempt=attempt, at=now())

    @put("/{app_id:uuid}", operation_id="ChangeOutsideApp")
    async def change(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        app_id: FromPath[UUID],
        data: JSONBody[ChangeOutsideApp],
    ) -> OutsideAppDetail:
        """Replace what is registered."""
        return await service.change(app_id, data, staff=person.person_id, attempt=attempt, at=now())

    @get("/table.csv", operation_id="ExportOutsideApps", operation_class=answers_file(CSV))
    async def table(self) -> Response[bytes]:
        """The whole register for a spreadsheet."""
        headers = {"content-disposition": 'attachment; filename="outside-apps.csv"'}
        return Response(await service.exported(), media_type=CSV, headers=headers)


def _answer(request: AnyRequest, content: T) -> Response[T]:
    """Bytes on the wire; the type is what the contract shows."""
    return cast("Response[T]", tagged(request, content, cache_control=CACHED))
