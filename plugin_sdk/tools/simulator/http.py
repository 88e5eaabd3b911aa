"""A small HTTP/1.1 server on asyncio streams, for this machine only: no web page elsewhere can reach it.

Every request is held to its `Host` (a foreign name that resolves to this machine carries its own), to its `Origin`
and to `Sec-Fetch-Site`. One request per connection is answered at a time; there is no chunked input.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from plugin_sdk.tools.simulator.refusals import Refused

HEAD_BYTES = 32 * 1024
BODY_MOST = 11 * 1024 * 1024
"""A picture of 10 MiB and what a form puts around it."""

READ_SECONDS = 20.0
SAME_SITE = frozenset(("same-origin", "none"))
REASONS = {200: "OK", 201: "Created", 204: "No Content", 304: "Not Modified"}
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(self), microphone=()",
    "cache-control": "no-store",
}
"""The product's own."""


class Request(NamedTuple):
    """One request, read whole; header names in lower case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def lang(self) -> str:
        """What the reader prefers; Chinese unless it begins with English."""
        return "en" if self.headers.get("accept-language", "").strip().lower().startswith("en") else "zh"


class Response(NamedTuple):
    """One answer; a `stream` follows the head without an end of its own."""

    status: int
    media_type: str
    body: bytes = b""
    stream: AsyncIterator[bytes] | None = None


Answer = Callable[[Request], Awaitable[Response]]


class HttpServer:
    """Listens on 127.0.0.1 and nowhere else."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()
        self.port = 0

    async def start(self, port: int) -> None:
        """Begin to listen; port 0 takes any that is free.

        Raises:
            OSError: the port is taken.

        """
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", port, limit=HEAD_BYTES)
        self.port = int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Stop listening and end what is open, streams included."""
        if self._server is not None:
            self._server.close()
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._open.add(task)
            task.add_done_callback(self._open.discard)
        try:
            while await self._one(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError, asyncio.CancelledError):
            return  # the browser hung up or is silent, or we are closing
        finally:
            writer.close()
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; whether the connection stays open."""
        head = await reader.readuntil(b"\r\n\r\n")
        request, refused = None, None
        try:
            request = await _read(head, reader)
            require_same_origin(request, self.port)
        except Refused as wrong:
            refused = wrong
        lang = request.lang if request else "zh"
        response = problem(refused, lang) if refused or request is None else await self._answer(request)
        stays = refused is None and response.stream is None
        _write_head(writer, response, stays=stays, bodiless=request is not None and request.method == "HEAD")
        await writer.drain()
        if response.stream is not None:
            async for piece in response.stream:
                writer.write(piece)
                await writer.drain()
        return stays


def require_same_origin(request: Request, port: int) -> None:
    """Refuse everything that a page from elsewhere could have sent.

    Raises:
        Refused: `simulator.other-origin`.

    """
    hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
    origin = request.headers.get("origin")
    allowed = (
        request.headers.get("host") in hosts
        and (origin is None or origin in {f"http://{host}" for host in hosts})
        and request.headers.get("sec-fetch-site", "none") in SAME_SITE
    )
    if not allowed:
        raise Refused("simulator.other-origin")


def problem(refused: Refused | None, lang: str) -> Response:
    """A refusal as the product answers it."""
    wrong = refused or Refused("core.unreadable", reason="request")
    body = json.dumps(wrong.as_problem(lang), ensure_ascii=False, default=str).encode()
    return Response(wrong.status, "application/problem+json", body)


async def _read(head: bytes, reader: asyncio.StreamReader) -> Request:
    try:
        first, *lines = head.decode("ascii").removesuffix("\r\n\r\n").split("\r\n")
        method, target, _ = first.split(" ")
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        length = int(headers.get("content-length", "0"))
        address = urlsplit(target)
    except ValueError as wrong:
        raise Refused("core.unreadable", reason="request") from wrong
    if "transfer-encoding" in headers or length < 0:
        raise Refused("core.unreadable", reason="body without a length")
    if length > BODY_MOST:
        raise Refused("core.too-large", limit=BODY_MOST)
    body = await asyncio.wait_for(reader.readexactly(length), READ_SECONDS) if length else b""
    return Request(method, unquote(address.path), address.query, headers, body)


def _write_head(writer: asyncio.StreamWriter, response: Response, *, stays: bool, bodiless: bool) -> None:
    headers = {**SECURITY_HEADERS, "connection": "keep-alive" if stays else "close"}
    if response.media_type:
        headers["content-type"] = response.media_type
    if response.stream is None:
        headers["content-length"] = str(len(response.body))
    lines = [f"HTTP/1.1 {response.status} {REASONS.get(response.status, 'Refused')}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    writer.write("\r\n".join([*lines, "", ""]).encode("ascii"))
    if not bodiless:
        writer.write(response.body)
