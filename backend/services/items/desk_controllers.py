"""HTTP of the catalogue's desk."""

from typing import Annotated

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.core.attempts import Attempt
from backend.core.structs import Page, now
from backend.core.web.inputs import LIMIT_USUAL, CursorText, Limit
from backend.core.web.openapi import answers_file
from backend.identity.sessions.structs import Principal
from backend.services.items import desk, versions
from backend.services.items.controllers import RegionText, RegionWish
from backend.services.items.desk_structs import (
    ChangeVersions,
    CompareFiles,
    Comparison,
    Drift,
    DriftOverview,
    Imported,
    ImportFiles,
    Version,
    VersionsChanged,
)
from backend.services.items.guards import catalogue_editor, catalogue_reader
from backend.services.items.publication import State

StateWish = Annotated[State | None, QueryParameter(name="state", description="Only versions in this state")]
KindWish = Annotated[
    str | None, QueryParameter(name="kind", pattern="^(?:item|override|bundle)$", description="item, override, bundle")
]
CodeWish = Annotated[
    str | None, QueryParameter(name="code", max_length=40, description="Versions of one item or bundle")
]
AfterText = Annotated[str, QueryParameter(name="after", max_length=12, description="`x-next-after` of the file before")]


class CatalogueController(Controller):
    """Keeping the catalogue: import, export, publication, and what differs where."""

    path = "/api/v1/item-catalogue"
    tags = ("Item catalogue",)
    guards = (catalogue_editor,)

    @post("/imports", operation_id="ImportCatalogue")
    async def take_in(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], data: JSONBody[ImportFiles]
    ) -> Imported:
        """Take files in as drafts, all or nothing; every fault is named with its place, cause and fix."""
        return await desk.take_in(data, staff=person.person_id, attempt=attempt, at=now())

    @post("/versions/actions", operation_id="ChangeCatalogueVersions", status_code=200)
    async def change(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], data: JSONBody[ChangeVersions]
    ) -> VersionsChanged:
        """Submit, approve, reject or cancel versions; who edited one does not approve it."""
        return await desk.change(data, staff=person.person_id, attempt=attempt, at=now())


class CatalogueReportController(Controller):
    """Looking at the catalogue."""

    path = "/api/v1/item-catalogue"
    tags = ("Item catalogue",)
    guards = (catalogue_reader,)

    @get("/versions", operation_id="ListCatalogueVersions")
    async def listed(
        self,
        in_state: StateWish = None,
        kind: KindWish = None,
        code: CodeWish = None,
        region_code: RegionWish = None,
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
    ) -> Page[Version]:
        """Versions, the last changed first."""
        return await versions.listed(
            state=in_state, kind=kind, code=code, region_code=region_code, limit=limit, cursor=cursor
        )

    @get(
        "/exports/{file:str}",
        operation_id="ExportCatalogue",
        operation_class=answers_file("text/csv", "application/json"),
    )
    async def export(
        self, file: FromPath[str], region_code: RegionWish = None, after: AfterText = ""
    ) -> Response[bytes]:
        """One file of the live catalogue, in the shape that an import takes."""
        made = await versions.export(file, region_code=region_code, after=after)
        kind = "text/csv" if made.name.endswith(".csv") else "application/json"
        headers = {"content-disposition": f'attachment; filename="{made.name}"', "cache-control": "private, no-cache"}
        if made.next_after:
            headers["x-next-after"] = made.next_after
        return Response(made.text.encode(), media_type=kind, headers=headers)

    @get("/drift", operation_id="ReadDrift")
    async def drift(
        self, region_code: RegionText, limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Page[Drift]:
        """What a place, those below and those above it have differently, and whether they may."""
        return await versions.drift_at(region_code, limit=limit, cursor=cursor)

    @get("/drift/overview", operation_id="ReadDriftOverview")
    async def overview(self) -> DriftOverview:
        """How many items differ in each county and city."""
        return await versions.overview()

    @post("/drift/compare", operation_id="CompareWithStandard", status_code=200)
    async def compare(self, data: JSONBody[CompareFiles]) -> Comparison:
        """Hold a place's own list against the standard; nothing is kept."""
        return await versions.compare(data)
