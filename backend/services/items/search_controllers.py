"""HTTP of the search: open to everyone, fast enough to answer every key."""

from typing import Annotated, TypeVar, cast

from litestar import Controller, Response, get
from litestar.params import QueryParameter

from backend.core.structs import Page
from backend.core.web.etag import tagged
from backend.core.web.guards import public
from backend.core.web.inputs import LIMIT_USUAL, Limit
from backend.services.items import service
from backend.services.items.controllers import CACHED, AnyRequest, AudienceWish, RegionWish
from backend.services.items.search_structs import ItemHit, Suggestion

SearchText = Annotated[
    str,
    QueryParameter(
        name="q", min_length=1, max_length=200, description="Words as people say them, pinyin, or first letters"
    ),
]
SUGGESTED_USUAL = 8
T = TypeVar("T")


class ItemSearchController(Controller):
    """Find the item that one means."""

    path = "/api/v1/items"
    tags = ("Items",)
    guards = (public,)

    @get("/search", operation_id="SearchItems")
    async def search(
        self,
        request: AnyRequest,
        q: SearchText,
        region_code: RegionWish = None,
        audience: AudienceWish = None,
        limit: Limit = LIMIT_USUAL,
    ) -> Response[Page[ItemHit]]:
        """Items by everyday words, the likeliest first, one page only; without any word in `q` the list is empty."""
        found = await service.search(q, region_code=region_code, audience=audience, limit=limit)
        return _answer(request, Page(items=found))

    @get("/suggest", operation_id="SuggestItems")
    async def suggest(
        self,
        request: AnyRequest,
        q: SearchText,
        region_code: RegionWish = None,
        audience: AudienceWish = None,
        limit: Limit = SUGGESTED_USUAL,
    ) -> Response[Page[Suggestion]]:
        """What may be meant, while it is being typed."""
        found = await service.suggest(q, region_code=region_code, audience=audience, limit=limit)
        return _answer(request, Page(items=found))


def _answer(request: AnyRequest, content: T) -> Response[T]:
    """Bytes on the wire; the type is what the contract shows."""
    return cast("Response[T]", tagged(request, content, cache_control=CACHED))
