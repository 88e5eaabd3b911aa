"""Workers, kept in number: taken for one call, given back when well, replaced when not.

A worker that served a package well is asked to load it once more ahead of the next call, and calls prefer a worker that
holds their package: so what is loaded follows demand, and the package that was called longest ago makes room.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager

from backend.core.logs import logger
from backend.host.sandbox.frames import BrokenFrame, Frame, FrameKind
from backend.host.sandbox.pauses import digest_of
from backend.host.sandbox.zygote import WorkerProcess, Zygote, ZygoteGone

log = logger(__name__)

CALLS_PER_WORKER = 500
"""Then a worker is replaced: bounds what an escape from the engine could have watched, and any leak of ours."""

RESTART_PAUSE_SECONDS = 0.2
"""Between attempts to start a zygote that does not start."""

PRELOAD_SECONDS = 1.0
"""Loading fifteen thousand lines takes a tenth of this. What takes longer loops, and its worker is killed."""

UNWILLING = 1_000
"""Digests kept of packages that could not be loaded ahead; they are loaded within each call, as the call's own cost."""


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
        self._tasks: set[asyncio.Task[None]] = set()
        self._unwilling: deque[bytes] = deque(maxlen=UNWILLING)
        self._closed = False

    async def open(self) -> None:
        """Start the zygote and all workers."""
        self._zygote = await Zygote.start(self._image_fd)
        for _ in range(self._size):
            await self._add()

    async def close(self) -> None:
        """Kill every process of the pool; calls under way end as crashed."""
        self._closed = True
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for worker in list(self._all):
            worker.kill()
        if self._zygote:
            self._zygote.stop()

    @asynccontextmanager
    async def lease(self, package: bytes = b"") -> AsyncIterator[WorkerProcess]:
        """A worker for one call. It goes back only when the body ends well and does not kill it.

        With a `package` rather one that holds it, and it is loaded anew after the call.

        Raises:
            NoRoom: the queue is full, or the wait was in vain.

        """
        worker = await self._take(package)
        if package in worker.held:
            worker.held.remove(package)  # the call uses it up
        well = False
        try:
            yield worker
            well = True
        finally:
            worker.calls += 1
            if not well or worker.killed or worker.slowed or worker.calls >= CALLS_PER_WORKER:
                self.discard(worker)
            elif package and not self._waiting and self._is_wanted(worker, package):
                self._begin(self._preload(worker, package))
            else:
                self._give(worker)

    def discard(self, worker: WorkerProcess) -> None:
        """Kill a worker now and replace it; a second time does nothing."""
        worker.kill()
        if worker not in self._all:
            return
        self._all.discard(worker)
        if not self._closed:
            self._begin(self._replace())

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _take(self, package: bytes) -> WorkerProcess:
        while self._idle:
            # Otherwise the one that rested longest: it has had time to prepare, and holds what was called longest ago.
            worker = next((each for each in self._idle if package in each.held), self._idle[0])
            self._idle.remove(worker)
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
        self._idle.append(worker)

    def _is_wanted(self, worker: WorkerProcess, package: bytes) -> bool:
        return package not in worker.held and digest_of(package) not in self._unwilling

    async def _preload(self, worker: WorkerProcess, package: bytes) -> None:
        """Have a worker load a package ahead of the next call; it serves nobody until that is done."""
        try:
            async with asyncio.timeout(PRELOAD_SECONDS):
                await worker.send(Frame(FrameKind.PRELOAD, package))
                said = await worker.receive()
            refused = said.payload.decode("utf-8", "replace")
            stopped = said.kind is not FrameKind.PRELOADED
        except (TimeoutError, BrokenFrame, ConnectionError):
            stopped, refused = True, "it did not end"
        if refused:
            self._unwilling.append(digest_of(package))
            log.info("sandbox.not-preloaded", reason=refused[:200])
        else:
            worker.held.append(package)
        if stopped:
            self.discard(worker)
        else:
            self._give(worker)

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
