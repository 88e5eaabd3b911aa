"""One keep-alive connection that sends JSON and reads the answer: cheap, so that the client takes little of the machine."""

import asyncio
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import msgspec

END_OF_HEAD = b"\r\n\r\n"


class Wire:
    """Speaks HTTP/1.1 to one server, one request at a time, as one person."""

    def __init__(self, port: int, token: str) -> None:
        self._port, self._token = port, token
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def __aenter__(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port, limit=2**22)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writer:
            self._writer.close()

    async def get(self, path: str) -> Any:
        """The answer's JSON.

        Raises:
            RuntimeError: it is a refusal.
        """
        return await self._ask("GET", path, b"")

    async def write(self, method: str, path: str, body: object) -> Any:
        """The answer's JSON to a write with a key of its own.

        Raises:
            RuntimeError: it is a refusal.
        """
        return await self._ask(method, path, msgspec.json.encode(body))

    async def _ask(self, method: str, path: str, body: bytes) -> Any:
        assert self._reader
        assert self._writer
        head = (
            f"{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {self._token}\r\n"
            f"content-type: application/json\r\nidempotency-key: {uuid4()}\r\ncontent-length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        answered = (await self._reader.readuntil(END_OF_HEAD)).decode("latin-1").lower()
        length = int(answered.partition("content-length: ")[2].partition("\r\n")[0] or 0)
        content = await self._reader.readexactly(length)
        if not answered.startswith("http/1.1 2"):
            raise RuntimeError(f"{method} {path}: {content.decode()[:600]}")
        return msgspec.json.decode(content) if content else None
