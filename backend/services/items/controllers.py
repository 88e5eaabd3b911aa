"""HTTP of items and bundles: open to everyone, and unchanged for days, so that a phone keeps what it has read."""

from collections.abc import Sequence
from typing import Annotated, Any, TypeVar, cast

from litestar import Controller, Request, Response, get
from litestar.params import FromPath, QueryParameter

from backend.core.structs import Page
from backend.core.web.etag import tagged
from backend.core.web.guards import public
from backend.core.web.inputs import LIMIT_USUAL, CursorText, Limit
from backend.services.items import service
from backend.services.items.errors import NoSuchAnswer
from backend.services.items.structs import (
    Audience,
    Bundle,
    BundleSummary,
    Item,
    ItemSummary,
    Narrowed,
    NarrowedBundle,
)

CACHED = "public, max-age=60"  # a minute: a publication is seen soon, and a screen's back and forth costs nothing
AnyRequest = Request[Any, Any, Any]
T = TypeVar("T")
RegionText = Annotated[
    str,
    QueryParameter(
        name="regionCode", pattern=r"^[0-9]{6}(?:[0-9]{3}){0,2}$", max_length=12, description="Where one lives or is"
    ),
]
RegionWish = Annotated[
    str | None,
    QueryParameter(
        name="regionCode",
        pattern=r"^[0-9]{6}(?:[0-9]{3}){0,2}$",
        max_length=12,
        description="Only what somebody handles for this place",
    ),
]
SectorWish = Annotated[str | None, QueryParameter(name="sector", max_length=20, description="One sector, e.g. 教育")]
AudienceWish = Annotated[
    Audience | None, QueryParameter(name="audience", description="1 person, 2 enterprise, 3 to 6 and 9 other bodies")
]
AnswerTexts = Annotated[
    list[str] | None,
    QueryParameter(name="answer", max_length=40, description="`question:value`, once for each answered question"),
]


class ItemController(Controller):
    """What the government offers."""

    path = "/api/v1/items"
    tags = ("Items",)
    guards = (public,)

    @get("/", operation_id="ListItems")
    async def listed(
        self,
        request: AnyRequest,
        sector: SectorWish = None,
        audience: AudienceWish = None,
        region_code: RegionWish = None,
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
    ) -> Response[Page[ItemSummary]]:
        """Items by code."""
        page = await service.listed(
            sector=sector, audience=audience, region_code=region_code, limit=limit, cursor=cursor
        )
        return _answer(request, page)

    @get("/{basic_code:str}", operation_id="ReadItem")
    async def read(self, request: AnyRequest, basic_code: FromPath[str], region_code: RegionText) -> Response[Item]:
        """The guide of one item at a place: who handles it, what to bring, how long it takes."""
        return _answer(request, await service.at_place(basic_code, region_code=region_code))

    @get("/{basic_code:str}/narrow", operation_id="NarrowItem")
    async def narrow(
        self, request: AnyRequest, basic_code: FromPath[str], region_code: RegionText, answer: AnswerTexts = None
    ) -> Response[Narrowed]:
        """What is left for one's own case, and the next question."""
        item = await service.at_place(basic_code, region_code=region_code)
        return _answer(request, service.narrow(item, _answers(answer)))


class BundleController(Controller):
    """Several items as the one thing that they are for people."""

    path = "/api/v1/bundles"
    tags = ("Items",)
    guards = (public,)

    @get("/", operation_id="ListBundles")
    async def listed(
        self, request: AnyRequest, limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Response[Page[BundleSummary]]:
        """Bundles by code."""
        return _answer(request, await service.bundles_page(limit=limit, cursor=cursor))

    @get("/{code:str}", operation_id="ReadBundle")
    async def read(self, request: AnyRequest, code: FromPath[str], region_code: RegionText) -> Response[Bundle]:
        """One bundle at a place: one form, one set of materials, its parts in their groups."""
        return _answer(request, await service.bundle(code, region_code=region_code))

    @get("/{code:str}/narrow", operation_id="NarrowBundle")
    async def narrow(
        self, request: AnyRequest, code: FromPath[str], region_code: RegionText, answer: AnswerTexts = None
    ) -> Response[NarrowedBundle]:
        """What is left for one's own case, and the next question."""
        bundle = await service.bundle(code, region_code=region_code)
        return _answer(request, service.narrow_bundle(bundle, _answers(answer)))


def _answers(texts: Sequence[str] | None) -> dict[str, str]:
    """Answers as the address holds them; the last one to a question counts.

    Raises:
        NoSuchAnswer: without a colon it is no answer.
    """
    found: dict[str, str] = {}
    for text in texts or ():
        question, colon, value = text.partition(":")
        if not colon:
            raise NoSuchAnswer(question=text[:40], answer="-")
        found[question] = value
    return found


def _answer(request: AnyRequest, content: T) -> Response[T]:
    """Bytes on the wire; the type is what the contract shows."""
    return cast("Response[T]", tagged(request, content, cache_control=CACHED))
