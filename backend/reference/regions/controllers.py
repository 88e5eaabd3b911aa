"""HTTP of regions: open to everyone, the same for everyone, and it hardly ever changes."""

from datetime import date
from typing import Annotated, Any, TypeVar, cast

from litestar import Controller, Request, Response, get
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.core.structs import Page
from backend.core.web.etag import tagged
from backend.core.web.guards import public
from backend.core.web.inputs import LIMIT_USUAL, CursorText, Limit
from backend.reference.regions import service
from backend.reference.regions.structs import Region, RegionDetail, RegionTree

CACHED = "public, max-age=3600"  # divisions change a few times a year; an hour late is early
T = TypeVar("T")
AnyRequest = Request[Any, Any, Any]
SearchText = Annotated[
    str,
    QueryParameter(
        min_length=1, max_length=60, description="Beginning of a name, full name, pinyin, first letters or code"
    ),
]


class RegionController(Controller):
    """Divisions of the province; `at` asks how it was on a day."""

    path = "/api/v1/regions"
    tags = ("Regions",)
    guards = (public,)

    @get("/", operation_id="ReadRegionTree")
    async def tree(self, request: AnyRequest, at: FromQuery[date | None] = None) -> Response[RegionTree]:
        """The province, its prefectures and 兰州新区."""
        return _answer(request, await service.tree(at=at))

    @get("/search", operation_id="SearchRegions")
    async def search(
        self, request: AnyRequest, q: SearchText, limit: Limit = LIMIT_USUAL, at: FromQuery[date | None] = None
    ) -> Response[Page[Region]]:
        """Find divisions while the name is being typed; the likeliest first, one page only."""
        found = await service.search(q, limit=limit, at=at)
        return _answer(request, Page(items=found))

    @get("/{code:str}", operation_id="ReadRegion")
    async def read(
        self, request: AnyRequest, code: FromPath[str], at: FromQuery[date | None] = None
    ) -> Response[RegionDetail]:
        """One division with the way down to it."""
        return _answer(request, await service.read(code, at=at))

    @get("/{code:str}/children", operation_id="ListRegionChildren")
    async def children(
        self,
        request: AnyRequest,
        code: FromPath[str],
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
        at: FromQuery[date | None] = None,
    ) -> Response[Page[Region]]:
        """What the division governs, by code."""
        page = await service.children(code, limit=limit, cursor=cursor, at=at)
        return _answer(request, page)


def _answer(request: AnyRequest, content: T) -> Response[T]:
    """Bytes on the wire; the type is what the contract shows."""
    return cast("Response[T]", tagged(request, content, cache_control=CACHED))
