"""The few addresses that everybody asks for again and again, answered in front of the framework from bytes kept ready.

A room offers a `HotGet` for a path. It answers from memory or not at all: None sends the request the ordinary way,
through every guard, and that way fills the memory. So what stands here is a short cut, never another rule.
"""

import gzip
import hashlib
import os
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from litestar.types import HTTPScope, Send

from backend.core import tracing
from backend.core.web import metrics

Header = tuple[bytes, bytes]
PACKED_LEVEL: Final = 6
VARY: Final = (b"vary", b"authorization, accept-language, accept-encoding")


class Ready:
    """An answer, encoded and packed once, with its tag."""

    __slots__ = ("_head", "_packed_head", "packed", "tag")

    def __init__(self, packed: bytes, *, tag: bytes) -> None:
        self.packed, self.tag = packed, tag
        self._head: list[Header] = [(b"etag", tag), VARY, (b"cache-control", b"no-store")]
        self._packed_head = [*_content(packed), (b"content-encoding", b"gzip"), *self._head]

    @classmethod
    def of(cls, body: bytes) -> "Ready":
        """Pack a JSON body; its tag is the digest of what it says."""
        tag = b'"' + hashlib.sha256(body).hexdigest()[:32].encode() + b'"'
        return cls(gzip.compress(body, PACKED_LEVEL, mtime=0), tag=tag)

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes."""
        return len(self.packed) + 1_500

    def answer(self, *, encodings: bytes, known: bytes) -> tuple[int, list[Header], bytes]:
        """Status, headers and body for a reader who unpacks `encodings` and holds the answer with the tag `known`."""
        if known == self.tag:
            return 304, self._head, b""
        if b"gzip" in encodings:
            return 200, self._packed_head, self.packed
        plain = gzip.decompress(self.packed)
        return 200, [*_content(plain), *self._head], plain


HotGet = Callable[[bytes, bytes], Ready | None]  # the Authorization header, Accept-Language -> what is ready


def _content(body: bytes) -> list[Header]:
    return [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]


async def answered(hot: Mapping[str, HotGet], scope: HTTPScope, send: Send, *, settled: Iterable[Header]) -> bool:
    """Answer the request if something is ready for it, with the headers `settled`; False leaves it untouched."""
    find = hot.get(scope["path"])
    if find is None or scope["method"] != "GET" or scope["query_string"]:
        return False
    began = time.perf_counter()
    bearer = language = encodings = known = parent = b""
    for name, value in scope["headers"]:
        if name == b"authorization":
            if bearer:
                return False  # two of them are refused, and saying so is the guard's business
            bearer = value
        elif name == b"accept-language":
            language = value
        elif name == b"accept-encoding":
            encodings = value
        elif name == b"if-none-match":
            known = value
        elif name == b"traceparent":
            parent = value
    ready = find(bearer, language)
    if ready is None:
        return False
    status, head, body = ready.answer(encodings=encodings, known=known)
    trace = tracing.trace_id(parent.decode("latin-1")) if parent else os.urandom(16).hex()
    headers = [*head, *settled, (b"x-trace-id", trace.encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
    metrics.count("GET", scope["path"], status, seconds=time.perf_counter() - began)
    return True
