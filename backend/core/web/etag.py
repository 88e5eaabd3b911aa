"""Entity tags: an unchanged answer costs a few bytes on a weak network."""

import hashlib
from typing import Any

import msgspec
from litestar import Request, Response

from backend.core.web.answers import Answer
from backend.core.web.inputs import header

NOT_MODIFIED = 304
TAG_BYTES = 16


def tagged(
    request: Request[Any, Any, Any], content: object, *, cache_control: str = "private, no-cache"
) -> Response[bytes]:
    """The content as JSON with its tag, or 304 when the caller already holds it."""
    body = msgspec.json.encode(content)
    tag = f'"{hashlib.blake2b(body, digest_size=TAG_BYTES).hexdigest()}"'
    headers = {"etag": tag, "cache-control": cache_control}
    if tag.encode() in header(request.scope, b"if-none-match"):
        return Answer(b"", status_code=NOT_MODIFIED, headers=headers)
    return Answer(body, headers=headers)
