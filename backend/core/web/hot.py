"""The few addresses that everybody asks for again and again, answered in front of the framework from bytes kept ready.

A room offers a `HotGet` for a path. It answers from memory or not at all: None sends the request the ordinary way,
through every guard, and that way fills the memory. So what stands here is a short cut, never another rule.
"""

import os
import time
from collections.abc import Iterable, Mapping

from litestar.types import HTTPScope, Send

from backend.core import tracing
from backend.core.ready import Header, HotGet
from backend.core.web import metrics


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
