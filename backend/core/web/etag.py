"""Entity tags: an unchanged answer costs a few bytes on a weak network."""

import hashlib
from typing import Any

import msgspec
from litestar import MediaType, Request, Response

NOT_MODIFIED = 304


def tagged(
    request: Request[Any, Any, Any], content: object, *, cache_control: str = "private, no-cache"
) -> Response[bytes]:
    """The content as JSON with its tag, or 304 when the caller already holds it."""
    body = msgspec.json.encode(content)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": cache_control}
    if tag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=NOT_MODIFIED, headers=headers, media_type=MediaType.JSON)
    return Response(body, headers=headers, media_type=MediaType.JSON)
