"""The few addresses that everybody asks for again and again, answered in front of the framework from bytes kept ready.

A room offers a `HotGet` for a path. It answers from memory or not at all: None sends the request the ordinary way,
through every guard, and that way fills the memory. So what stands here is a short cut, never another rule.
"""

from collections.abc import Iterable, Sequence

from litestar.types import HTTPResponseBodyEvent, HTTPResponseStartEvent, HTTPScope

from backend.core import tracing
from backend.core.ready import Header, HotGet
from backend.core.web import metrics

Found = tuple[HTTPResponseStartEvent, HTTPResponseBodyEvent]


class ShortCut:
    """One such address; `settled` are the headers that every answer of this house has."""

    def __init__(self, path: str, find: HotGet, *, settled: Iterable[Header]) -> None:
        self._find, self._settled = find, list(settled)
        self.noted = {status: metrics.noted("GET", path, status) for status in (200, 304)}

    def found(self, scope: HTTPScope, *, at: float) -> Found | None:
        """Head and body of what is ready `at` this `time.monotonic()`; None leaves the request untouched."""
        if scope["method"] != "GET" or scope["query_string"]:
            return None
        given: Sequence[Header] = scope["headers"]  # type: ignore[assignment] # a list, as the server makes it
        headers = dict(given)
        if len(headers) != len(given):
            return None  # what is said twice may be refused, and saying so is the guards' business
        get = headers.get
        ready = self._find(get(b"authorization", b""), get(b"accept-language", b""), at)
        if ready is None:
            return None
        status, head, body = ready.answer(get(b"accept-encoding", b""), get(b"if-none-match", b""))
        parent = get(b"traceparent")
        trace = tracing.trace_id(parent.decode("latin-1")).encode() if parent else tracing.new_id()
        head += self._settled
        head.append((b"x-trace-id", trace))
        return (
            {"type": "http.response.start", "status": status, "headers": head},
            {"type": "http.response.body", "body": body, "more_body": False},
        )
