"""The few addresses that everybody asks for again and again, answered in front of the framework from bytes kept ready.

A room offers a `HotGet` for a path. It answers from memory or not at all: None sends the request the ordinary way,
through every guard, and that way fills the memory. So what stands here is a short cut, never another rule.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from litestar.types import HTTPResponseBodyEvent, HTTPResponseStartEvent, HTTPScope

from backend.core import tracing
from backend.core.ready import Header, HotGet

Found = tuple[HTTPResponseStartEvent, HTTPResponseBodyEvent]


def found(hot: Mapping[str, HotGet], scope: HTTPScope, *, settled: Iterable[Header]) -> Found | None:
    """Head and body of the answer if something is ready for this request; None leaves it untouched."""
    find = hot.get(scope["path"])
    if find is None or scope["method"] != "GET" or scope["query_string"]:
        return None
    given = cast("Sequence[Header]", scope["headers"])
    headers = dict(given)
    if len(headers) != len(given):
        return None  # what is said twice may be refused, and saying so is the guards' business
    ready = find(headers.get(b"authorization", b""), headers.get(b"accept-language", b""))
    if ready is None:
        return None
    status, head, body = ready.answer(headers.get(b"accept-encoding", b""), headers.get(b"if-none-match", b""))
    parent = headers.get(b"traceparent")
    trace = tracing.trace_id(parent.decode("latin-1")) if parent else tracing.new_id()
    head += settled
    head.append((b"x-trace-id", trace.encode()))
    return (
        {"type": "http.response.start", "status": status, "headers": head},
        {"type": "http.response.body", "body": body, "more_body": False},
    )
