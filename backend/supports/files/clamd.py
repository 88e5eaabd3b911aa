"""Asking ClamAV's daemon (clamd), by its INSTREAM command: length-prefixed pieces, an empty one at the end."""

import asyncio
from urllib.parse import urlsplit

from backend.core.logs import logger
from backend.supports.files.errors import ScannerAway

PATIENCE_SECONDS = 15  # for eight megabytes of scanned paper; whoever hands something in is waiting
PIECE_BYTES = 64 * 1024
ANSWER_MOST = 4096
FOUND, CLEAN = " FOUND", "stream: OK"

log = logger(__name__)


class Clamd:
    """See `ports.Scanner`; `address` is `tcp://host:port` or `unix:///path`."""

    def __init__(self, address: str) -> None:
        self._address = urlsplit(address)

    async def find(self, content: bytes) -> str | None:
        """The signature that matched, or None. Raises: ScannerAway."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                answer = await self._asked(content)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            log.error("files.scanner-away", reason=type(error).__name__)  # noqa: TRY400 - no traceback is needed
            raise ScannerAway from error
        if answer.endswith(FOUND):
            return answer.removeprefix("stream: ").removesuffix(FOUND)
        if answer != CLEAN:
            log.error("files.scanner-failed", answer=answer[:200])
            raise ScannerAway
        return None

    async def _asked(self, content: bytes) -> str:
        reader, writer = await self._opened()
        try:
            writer.write(b"zINSTREAM\0")
            for start in range(0, len(content), PIECE_BYTES):
                piece = content[start : start + PIECE_BYTES]
                writer.write(len(piece).to_bytes(4, "big") + piece)
                await writer.drain()
            writer.write(bytes(4))
            await writer.drain()
            return (await reader.readuntil(b"\0")).rstrip(b"\0").decode("utf-8", "replace").strip()
        finally:
            writer.close()

    async def _opened(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._address.scheme == "unix":
            return await asyncio.open_unix_connection(self._address.path, limit=ANSWER_MOST)
        return await asyncio.open_connection(self._address.hostname, self._address.port, limit=ANSWER_MOST)
