"""A small load generator: keep-alive connections on one core, one request at a time each, every latency kept."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

END_OF_HEAD = b"\r\n\r\n"
LENGTH = b"\r\ncontent-length: "


@dataclass
class Round:
    """What one round of load saw."""

    seconds: list[float] = field(default_factory=list)
    wrong: int = 0  # answers that were not 200
    took: float = 0.0


class Connection(asyncio.Protocol):
    """Sends the next request as soon as the last one is answered, until time is up."""

    def __init__(self, requests: Iterator[bytes], seen: Round, *, until: float) -> None:
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._requests, self._seen, self._until = requests, seen, until
        self._buffer, self._sent = b"", 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def data_received(self, data: bytes) -> None:
        """Count the answer when it is whole; servers send a length with every answer of ours."""
        self._buffer += data
        end = self._buffer.find(END_OF_HEAD)
        if end < 0:
            return
        head = self._buffer[:end].lower()
        at = head.find(LENGTH)
        length = int(head[at + len(LENGTH) :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(self._buffer) < end + len(END_OF_HEAD) + length:
            return
        now = time.perf_counter()
        self._seen.seconds.append(now - self._sent)
        self._seen.wrong += not self._buffer.startswith(b"HTTP/1.1 200")
        self._buffer = b""
        if now < self._until:
            self._send()
        else:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Done, or cut off by the server, which counts as wrong."""
        self._seen.wrong += exc is not None
        if not self.closed.done():
            self.closed.set_result(None)

    def _send(self) -> None:
        request = next(self._requests, None)
        if request is None:
            self._transport.close()
            return
        self._sent = time.perf_counter()
        self._transport.write(request)


async def drive(port: int, requests: Iterator[bytes], *, seconds: float, connections: int) -> Round:
    """Load the server until time is up or the requests are; the connections take turns through them."""
    loop, seen, began = asyncio.get_running_loop(), Round(), time.perf_counter()
    opened = [
        await loop.create_connection(lambda: Connection(requests, seen, until=began + seconds), "127.0.0.1", port)
        for _ in range(connections)
    ]
    await asyncio.gather(*(protocol.closed for _, protocol in opened))
    seen.took = time.perf_counter() - began
    return seen
