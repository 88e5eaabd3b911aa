"""The outermost ASGI callable: trace, size and shape of the request, security headers, figures. Then Litestar.

It stands in front of the framework, so that what it refuses costs next to nothing and reaches no parser.
"""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPReceiveMessage, HTTPScope, Message, Receive, Scope, Send

from backend.core import tracing
from backend.core.errors import Refusal, TooLarge, Unreadable
from backend.core.ready import HotGet
from backend.core.web import metrics
from backend.core.web.hardening import BODY_MOST, FILE_MOST, FILE_PATH, check_address, check_body
from backend.core.web.hot import ShortCut
from backend.core.web.inputs import CALLER
from backend.core.web.problems import MEDIA_TYPE, answer, language_of
from backend.core.web.static import StaticPages, send_asset

HTTP: Final = ScopeType.HTTP  # found once: looking an enumeration's name up is not for free
BODY_SECONDS = 20  # a phone on a weak network needs a few; a slow-body attack needs many
METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
WITH_BODY = frozenset({"POST", "PUT", "PATCH", "DELETE"})

CSP = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    b"connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; "
    b"frame-ancestors 'none'"
)
SECURITY_HEADERS = [
    (b"content-security-policy", CSP),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), geolocation=(self), microphone=()"),
]


class Door:
    """Wraps the application; everything that is not HTTP passes untouched."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        pages: StaticPages,
        hot: Mapping[str, HotGet],
        wrote: Sequence[Callable[[str], None]],
    ) -> None:
        self._app, self._pages = app, pages
        self._wrote = wrote
        self._hot = {path: ShortCut(path, find, settled=SECURITY_HEADERS) for path, find in hot.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != HTTP:
            await self._app(scope, receive, send)
            return
        began = time.monotonic()
        cut = self._hot.get(scope["path"])
        if cut is not None and (found := cut.found(scope, at=began)) is not None:
            start, body = found
            await send(start)
            await send(body)
            cut.noted[start["status"]].add(time.monotonic() - began)
            return
        headers = dict(scope["headers"])
        tracing.begin(headers.get(b"traceparent", b"").decode("latin-1") or None)
        outgoing = _Outgoing(scope, send, began=began)
        try:
            check_address(scope.get("raw_path", b"") or b"", scope.get("query_string", b""))
            if scope["method"] in WITH_BODY:
                receive = _replayed(await _read_body(scope["path"], headers, receive))
        except Refusal as refusal:
            await _refuse(refusal, headers, outgoing)
            return
        if (asset := self._pages.find(scope)) is not None:
            await send_asset(asset, scope, outgoing)
            return
        await self._app(scope, receive, outgoing)
        if scope["method"] in WITH_BODY and isinstance(caller := scope.get(CALLER), str):
            for tell in self._wrote:
                tell(caller)


class _Outgoing:
    """Adds the security headers and the trace id to the answer, and counts it."""

    def __init__(self, scope: HTTPScope, send: Send, *, began: float) -> None:
        self._scope, self._send, self._began = scope, send, began

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*_settled(message["headers"]), (b"x-trace-id", tracing.causal_id().encode())]
            self._count(message["status"])
        await self._send(message)

    def _count(self, status: int) -> None:
        route = str(self._scope.get("path_template", "-"))
        # A made-up method must not become a label: whoever can add labels can fill the memory.
        method = self._scope["method"] if self._scope["method"] in METHODS else "other"
        metrics.noted(method, route, status).add(time.monotonic() - self._began)


def _settled(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Answers about a person are never cached by others; a route that knows better has said so already."""
    given = list(headers)  # names are small letters already: ASGI says so
    if b"cache-control" not in [name for name, _ in given]:
        given.append((b"cache-control", b"no-store"))
    return given + SECURITY_HEADERS


async def _read_body(path: str, headers: dict[bytes, bytes], receive: Receive) -> bytes:
    is_file = path.rstrip("/") == FILE_PATH
    most = FILE_MOST if is_file else BODY_MOST
    length = headers.get(b"content-length", b"0")
    if not length.isdigit():
        raise Unreadable(reason="content-length")
    if int(length) > most:
        raise TooLarge(limit=most)
    try:
        async with asyncio.timeout(BODY_SECONDS):
            body = await _collect(receive, most=most)
    except TimeoutError as error:
        raise Unreadable(reason=f"the body took longer than {BODY_SECONDS} seconds") from error
    if not is_file:
        check_body(body)
    return body


async def _collect(receive: Receive, *, most: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise Unreadable(reason="the connection ended")
        chunk: bytes = message.get("body", b"")
        size += len(chunk)
        if size > most:
            raise TooLarge(limit=most)
        chunks.append(chunk)
        if not message.get("more_body", False):
            return b"".join(chunks)


def _replayed(body: bytes) -> Receive:
    """Give the body that was read here to whoever asks next."""
    waiting: list[HTTPReceiveMessage] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> HTTPReceiveMessage:
        if waiting:
            return waiting.pop()
        return {"type": "http.disconnect"}

    return receive


async def _refuse(refusal: Refusal, headers: dict[bytes, bytes], send: Send) -> None:
    language = language_of(headers.get(b"accept-language", b"").decode("latin-1"))
    status, body = answer(refusal, language=language)
    head = [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": body, "more_body": False})
