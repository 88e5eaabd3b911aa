"""Workers, kept in number: taken for one call, given back when well, replaced when not."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from backend.core.logs import logger
from backend.host.sandbox.zygote import WorkerProcess, Zygote, ZygoteGone

log = logger(__name__)

CALLS_PER_WORKER = 500
"""Then a worker is replaced: bounds what an escape from the engine could have watched, and any leak of ours."""

RESTART_PAUSE_SECONDS = 0.2
"""Between attempts to start a zygote that does not start."""


class NoRoom(Exception):
    """More calls wait than will be served soon."""


class Pool:
    """`size` workers; at most `queue` calls wait for one, each at most `patience_seconds`."""

    def __init__(self, image_fd: int, *, size: int, queue: int, patience_seconds: float) -> None:
        self._image_fd = image_fd
        self._size = size
        self._queue = queue
        self._patience_seconds = patience_seconds
        self._idle: deque[WorkerProcess] = deque()
        self._waiting: deque[asyncio.Future[WorkerProcess]] = deque()
        self._all: set[WorkerProcess] = set()
        self._zygote: Zygote | None = None
        self._starting = asyncio.Lock()
        self._replacing: set[asyncio.Task[None]] = set()
        self._closed = False

    async def open(self) -> None:
        """Start the zygote and all workers."""
        self._zygote = await Zygote.start(self._image_fd)
        for _ in range(self._size):
            await self._add()

    async def close(self) -> None:
        """Kill every process of the pool; calls under way end as crashed."""
        self._closed = True
        for task in list(self._replacing):
            task.cancel()
        await asyncio.gather(*self._replacing, return_exceptions=True)
        for worker in list(self._all):
            worker.kill()
        if self._zygote:
            self._zygote.stop()

    @asynccontextmanager
    async def lease(self) -> AsyncIterator[WorkerProcess]:
        """A worker for one call. It goes back only when the body ends well and does not kill it.

        Raises:
            NoRoom: the queue is full, or the wait was in vain.

        """
        worker = await self._take()
        well = False
        try:
            yield worker
            well = True
        finally:
            worker.calls += 1
            if well and worker.calls < CALLS_PER_WORKER:
                self._give(worker)
            else:
                self.discard(worker)

    def discard(self, worker: WorkerProcess) -> None:
        """Kill a worker now and replace it; a second time does nothing."""
        worker.kill()
        if worker not in self._all:
            return
        self._all.discard(worker)
        if not self._closed:
            task = asyncio.create_task(self._replace())
            self._replacing.add(task)
            task.add_done_callback(self._replacing.discard)

    async def _take(self) -> WorkerProcess:
        while self._idle:
            worker = self._idle.popleft()
            if not worker.reader.at_eof():
                return worker
            self.discard(worker)  # it died while idle
        if len(self._waiting) >= self._queue:
            raise NoRoom
        place: asyncio.Future[WorkerProcess] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            return await asyncio.wait_for(place, self._patience_seconds)
        except TimeoutError:
            raise NoRoom from None

    def _give(self, worker: WorkerProcess) -> None:
        if worker not in self._all:
            return
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(worker)
                return
        # The one that rested longest is taken first: it has had time to prepare.
        self._idle.append(worker)

    async def _add(self) -> None:
        if self._zygote is None:
            raise ZygoteGone("not open")
        worker = await self._zygote.fork()
        self._all.add(worker)
        self._give(worker)

    async def _replace(self) -> None:
        """Fork until it works; start a new zygote when the old one is gone."""
        async with self._starting:
            while not self._closed:
                try:
                    await self._add()
                except (ZygoteGone, OSError) as gone:
                    log.warning("sandbox.zygote-gone", reason=str(gone))
                    await self._restart_zygote()
                else:
                    return

    async def _restart_zygote(self) -> None:
        if self._zygote:
            self._zygote.stop()
        try:
            self._zygote = await Zygote.start(self._image_fd)
        except (ZygoteGone, OSError) as gone:
            log.warning("sandbox.zygote-does-not-start", reason=str(gone))
            await asyncio.sleep(RESTART_PAUSE_SECONDS)
