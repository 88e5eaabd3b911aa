"""The sandbox server: lends workers to web processes over a unix socket and relays frames between the two.

It decodes nothing of what it relays. It keeps the deadline, counts host calls (a worker is not believed) and kills.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

from backend.core.logs import logger
from backend.host.sandbox import image
from backend.host.sandbox.frames import BrokenFrame, Failure, Frame, FrameKind, read
from backend.host.sandbox.pool import NoRoom, Pool
from backend.host.sandbox.zygote import WorkerProcess
from plugin_sdk.contract import limits

Converse = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

log = logger(__name__)

QUEUE = 200
"""Calls that may wait: at 2 ms each on two workers the last one waits a fifth of a second."""

PATIENCE_SECONDS = 2.0
"""Longest wait for a worker."""

MAX_SECONDS = 60.0
"""No call may ask for a longer deadline."""


class SandboxServer:
    """`async with SandboxServer(...)` serves until the block ends."""

    def __init__(
        self,
        socket_path: Path,
        *,
        image_path: Path,
        key: bytes,
        workers: int,
        queue: int = QUEUE,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self._socket_path = socket_path
        self._image_path = image_path
        self._key = key
        self._workers = workers
        self._queue = queue
        self._patience_seconds = patience_seconds
        self._conversations: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "SandboxServer":
        """Check the image, start the workers, then listen.

        Raises:
            ImageNotGenuine: the image is missing or does not carry our MAC.

        """
        self._image_fd = image.sealed(self._image_path, key=self._key)
        self._pool = Pool(
            self._image_fd, size=self._workers, queue=self._queue, patience_seconds=self._patience_seconds
        )
        await self._pool.open()
        self._socket_path.parent.mkdir(parents=True, exist_ok=True)
        self._socket_path.unlink(missing_ok=True)
        self._listener = await _listen(self._converse, self._socket_path)
        log.info("sandbox.serving", workers=self._workers)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop listening, end every conversation and process."""
        self._listener.close()
        await self._pool.close()
        for conversation in list(self._conversations):
            conversation.cancel()
        await asyncio.gather(*self._conversations, return_exceptions=True)
        os.close(self._image_fd)
        self._socket_path.unlink(missing_ok=True)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection: any number of calls, one after the other."""
        task = asyncio.current_task()
        if task:
            self._conversations.add(task)
        try:
            while True:
                frame = await read(reader)
                if frame.kind is FrameKind.HOST_ANSWER:
                    continue  # too late: its call has ended at the deadline
                writer.write((await self._outcome(frame, reader, writer)).encoded())
                await writer.drain()
        except (BrokenFrame, ConnectionError):
            pass  # the web process hung up
        except asyncio.CancelledError:
            pass  # we are closing; a streams callback that ends cancelled is reported as an error
        finally:
            if task:
                self._conversations.discard(task)
            writer.close()

    async def _outcome(self, frame: Frame, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Frame:
        """The last frame of a call, whatever happens to it."""
        try:
            async with self._pool.lease() as worker:
                outcome = await self._run(frame, worker, reader, writer)
                if outcome.kind is FrameKind.FAILED:
                    self._pool.discard(worker)
                    log.warning("sandbox.call-failed", failure=outcome.payload.decode("utf-8", "replace"))
                return outcome
        except NoRoom:
            return Frame.failed(Failure.BUSY)

    async def _run(
        self, frame: Frame, worker: WorkerProcess, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> Frame:
        try:
            async with asyncio.timeout(min(frame.seconds, MAX_SECONDS)):
                try:
                    await worker.send(frame)
                    return await _relay(worker, reader, writer)
                except _WorkerDied as died:
                    return Frame.failed(Failure.CRASHED, str(died))
        except TimeoutError:
            worker.kill()
            return Frame.failed(Failure.TIMED_OUT, f"{frame.seconds} s")


class _WorkerDied(Exception):
    """The stream to the worker ended in the middle of a call."""


async def _relay(worker: WorkerProcess, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Frame:
    """Carry host calls to the web process and its answers back, until the worker's last frame."""
    for _ in range(limits.HOST_CALLS + 1):
        try:
            frame = await worker.receive()
        except BrokenFrame as died:
            raise _WorkerDied(str(died)) from died
        if frame.kind is not FrameKind.HOST_CALL:
            return frame
        writer.write(frame.encoded())
        await writer.drain()
        answer = await read(reader)
        with suppress(ConnectionError):  # then the next receive says so
            await worker.send(answer)
    return Frame.failed(Failure.TOO_MANY_HOST_CALLS, "counted by the server")


async def _listen(converse: Converse, path: Path) -> asyncio.Server:
    """Listen on a socket that only our own user may open, from its first moment on."""
    before = os.umask(0o177)
    try:
        return await asyncio.start_unix_server(converse, path)
    finally:
        os.umask(before)
