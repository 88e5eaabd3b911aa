"""The contract of mini-apps, published."""

from functools import cache
from typing import Annotated, Any

from litestar import Controller, Request, Response, get
from litestar.params import PathParameter

from backend.core.errors import NotFound
from backend.core.web.etag import tagged
from backend.core.web.guards import public
from plugin_sdk.contract.schemas import FROZEN_VERSIONS, frozen, schemas

SchemaName = Annotated[str, PathParameter(max_length=80, pattern="^/?[a-z][a-z0-9._/-]{0,70}$")]


class SchemaController(Controller):
    """JSON Schemas for editors and for the department's tools."""

    path = "/schemas"
    tags = ("Mini-apps",)
    guards = (public,)

    @get("/{name:path}", operation_id="ReadSchema")
    async def read(self, request: Request[Any, Any, Any], name: SchemaName) -> Response[bytes]:
        """One schema of the mini-app contract: `manifest` as it is today, `v0_1/manifest` as it was published."""
        found = _published().get(name.removeprefix("/").removesuffix(".json"))
        if found is None:
            raise NotFound
        return tagged(request, found, cache_control="public, max-age=300")


@cache
def _published() -> dict[str, dict[str, Any]]:
    old = {f"{version}/{name}": one for version in FROZEN_VERSIONS for name, one in frozen(version).items()}
    return old | schemas()
