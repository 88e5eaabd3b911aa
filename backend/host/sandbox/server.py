"""The sandbox server: lends workers to web processes over a unix socket and relays frames between the two.

It decodes nothing of what it relays, but for the one line that names a foreign component. It keeps the deadline,
counts host calls (a worker is not believed) and kills.
"""

import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, suppress
from pathlib import Path

from backend.core.logs import logger
from backend.host.sandbox import image
from backend.host.sandbox.component_images import ComponentImages, digest_in
from backend.host.sandbox.component_pools import ComponentPools
from backend.host.sandbox.errors import ComponentRefused, ImageNotGenuine
from backend.host.sandbox.frames import BrokenFrame, Failure, Frame, FrameKind, read
from backend.host.sandbox.pool import NoRoom, Pool
from backend.host.sandbox.priority import GivesWay
from backend.host.sandbox.zygote import WorkerProcess, ZygoteGone
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
        components: ComponentImages | None = None,
    ) -> None:
        self._socket_path = socket_path
        self._image_path = image_path
        self._key = key
        self._workers = workers
        self._queue = queue
        self._patience_seconds = patience_seconds
        self._conversations: set[asyncio.Task[None]] = set()
        # Images of foreign components stand beside the runtime's own unless another folder is given.
        self._components = components or ComponentImages(image_path.parent / "components", key=key)
        self._component_pools = ComponentPools(self._components, queue=queue, patience_seconds=patience_seconds)

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
        await self._component_pools.close()
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
            if frame.kind is FrameKind.COMPONENT:
                return Frame(FrameKind.ANSWER, (await self._components.publish(frame.payload)).encode())
            leased, asked = self._worker_for(frame)
            async with leased as worker:
                outcome = await self._run(asked, worker, reader, writer)
                if outcome.kind is FrameKind.FAILED:
                    worker.kill()  # a pool replaces what comes back dead
                    log.warning("sandbox.call-failed", failure=outcome.payload.decode("utf-8", "replace"))
                return outcome
        except NoRoom:
            return Frame.failed(Failure.BUSY)
        except ZygoteGone as gone:
            return Frame.failed(Failure.CRASHED, str(gone))
        except (ComponentRefused, ImageNotGenuine) as refused:
            log.warning("sandbox.component", code=refused.code, **refused.params)
            return Frame.failed(Failure(refused.code), str(refused.params.get("reason", "")))

    def _worker_for(self, frame: Frame) -> tuple[AbstractAsyncContextManager[WorkerProcess], Frame]:
        """A worker of the right pool, and the call as it is told: a component has no package to load."""
        if frame.kind is FrameKind.CALL:
            package, _, request = frame.payload.partition(b"\n")
            digest = digest_in(package)
            if digest is not None:
                return self._component_pools.lease(digest), Frame(frame.kind, b"\n" + request, seconds=frame.seconds)
            return self._pool.lease(package), frame
        return self._pool.lease(), frame

    async def _run(
        self, frame: Frame, worker: WorkerProcess, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> Frame:
        relay = _Relay(worker, reader, writer)
        try:
            async with asyncio.timeout(min(frame.seconds, MAX_SECONDS)):
                try:
                    with GivesWay(worker):
                        await worker.send(frame)
                        return await relay.last_frame()
                except _WorkerDied as died:
                    return relay.stopped(Failure.CRASHED, str(died))
        except TimeoutError:
            worker.kill()
            return relay.stopped(Failure.TIMED_OUT, f"{frame.seconds} s")


class _WorkerDied(Exception):
    """The stream to the worker ended in the middle of a call."""


class _Relay:
    """Carries one call's host calls to the web process and its answers back."""

    def __init__(self, worker: WorkerProcess, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._worker = worker
        self._reader = reader
        self._writer = writer
        self._began = time.monotonic()
        self._host_calls = 0

    async def last_frame(self) -> Frame:
        """Carry until the worker's last frame, and return that."""
        while self._host_calls <= limits.HOST_CALLS:
            frame = await self._received()
            if frame.kind is FrameKind.FIGURES:
                self._writer.write(frame.encoded())
                frame = await self._received()
                if frame.kind not in {FrameKind.ANSWER, FrameKind.FAILED}:
                    return Frame.failed(Failure.CRASHED, f"{frame.kind.name} after the figures")
            if frame.kind is not FrameKind.HOST_CALL:
                return frame
            self._host_calls += 1
            self._writer.write(frame.encoded())
            await self._writer.drain()
            answer = await read(self._reader)
            with suppress(ConnectionError):  # then the next receive says so
                await self._worker.send(answer)
        return self.stopped(Failure.TOO_MANY_HOST_CALLS, "counted by the server")

    def stopped(self, failure: Failure, detail: str) -> Frame:
        """The failure of a call whose worker cannot tell its figures any more; tells those that are known here."""
        milliseconds = round((time.monotonic() - self._began) * 1000, 3)
        figures = {"milliseconds": milliseconds, "hostCalls": self._host_calls}
        self._writer.write(Frame(FrameKind.FIGURES, json.dumps(figures).encode()).encoded())
        return Frame.failed(failure, detail)

    async def _received(self) -> Frame:
        try:
            return await self._worker.receive()
        except BrokenFrame as died:
            raise _WorkerDied(str(died)) from died


async def _listen(converse: Converse, path: Path) -> asyncio.Server:
    """Listen on a socket that only our own user may open, from its first moment on."""
    before = os.umask(0o177)
    try:
        return await asyncio.start_unix_server(converse, path)
    finally:
        os.umask(before)
