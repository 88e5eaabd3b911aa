"""Workers for foreign components: a zygote and a small pool for each image in use, started when first called."""

import asyncio
import os
import time
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from backend.core.beside import ended
from backend.host.sandbox.component_images import ComponentImages
from backend.host.sandbox.pool import NoRoom, Pool
from backend.host.sandbox.zygote import WorkerProcess

ALIVE = 4
"""Pools at the same time: each is a zygote and a worker, some 60 MiB together."""

IDLE_SECONDS = 120.0
"""Then a pool that nobody called is ended."""

WORKERS = 1
"""Of one pool: a mini-app in a language of its own is rare; a second call waits some milliseconds."""


@dataclass
class Kept:
    """A pool, how many calls are in it or on the way to it, and since when nobody called."""

    pool: Pool
    image_fd: int
    calls: int = 0
    idle_since: float = 0.0


class ComponentPools:
    """Pools by image digest, the least recently called first."""

    def __init__(
        self,
        images: ComponentImages,
        *,
        queue: int,
        patience_seconds: float,
        alive: int = ALIVE,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        self._images = images
        self._queue = queue
        self._patience_seconds = patience_seconds
        self._alive = alive
        self._idle_seconds = idle_seconds
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._opening = asyncio.Lock()
        self._sweeper: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def lease(self, digest: str) -> AsyncIterator[WorkerProcess]:
        """A worker of the image's pool for one call.

        Raises:
            ImageNotGenuine: there is no such image, or it does not carry our MAC.
            NoRoom: too many wait, or every pool that may be alive is busy.

        """
        kept = await self._open(digest)
        try:
            async with kept.pool.lease() as worker:
                yield worker
        finally:
            kept.calls -= 1
            kept.idle_since = time.monotonic()

    def alive(self) -> list[str]:
        """Digests of the images whose pools are alive, the least recently called first."""
        return list(self._kept)

    async def close(self) -> None:
        """End every pool."""
        if self._sweeper:
            await ended(self._sweeper)
        async with self._opening:
            for digest in list(self._kept):
                await self._end(digest)

    async def _open(self, digest: str) -> Kept:
        """The pool of an image, with this call counted in it so that nobody ends it."""
        if digest not in self._kept:
            async with self._opening:
                if digest not in self._kept:
                    await self._make_room()
                    self._kept[digest] = await self._started(digest)
        kept = self._kept[digest]
        kept.calls += 1
        self._kept.move_to_end(digest)
        return kept

    async def _started(self, digest: str) -> Kept:
        image_fd = await asyncio.to_thread(self._images.open, digest)
        pool = Pool(image_fd, size=WORKERS, queue=self._queue, patience_seconds=self._patience_seconds)
        try:
            await pool.open()
        except BaseException:
            await pool.close()
            os.close(image_fd)
            raise
        if self._sweeper is None:
            self._sweeper = asyncio.create_task(self._sweep())
        return Kept(pool=pool, image_fd=image_fd, idle_since=time.monotonic())

    async def _make_room(self) -> None:
        while len(self._kept) >= self._alive:
            idle = next((digest for digest, kept in self._kept.items() if not kept.calls), None)
            if idle is None:
                raise NoRoom
            await self._end(idle)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(self._idle_seconds / 4)
            async with self._opening:
                long_ago = time.monotonic() - self._idle_seconds
                for digest, kept in list(self._kept.items()):
                    if not kept.calls and kept.idle_since < long_ago:
                        await self._end(digest)

    async def _end(self, digest: str) -> None:
        kept = self._kept.pop(digest)
        await kept.pool.close()
        os.close(kept.image_fd)
