"""Ended sessions reach every process within a second, although access tokens live for ten minutes.

Each process asks the database every 0.4 s which sessions were ended, and keeps their ids for as long as a token of
theirs could still be valid. When the last good answer is older than 0.9 s (database slow, loop stalled) the guard asks
for the one row instead: a kill never depends on a message that could be lost.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from typing import Final
from uuid import UUID

from backend.core.beside import beside
from backend.core.logs import logger
from backend.identity.sessions import access_tokens, queries

EVERY_SECONDS: Final = 0.4
STALE_SECONDS: Final = 0.9
# `ended_at` is written before its transaction commits, so a poll may miss it at first: the next ones look back, longer
# than any transaction may last.
OVERLAP_SECONDS: Final = 60
WHOLE_SECONDS: Final = access_tokens.LIFE_SECONDS + OVERLAP_SECONDS

log = logger(__name__)


class Feed:
    """One process's knowledge of ended sessions; `clock` counts seconds and only ever goes forward."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._ended: dict[UUID, float] = {}  # session -> when it may be forgotten; the oldest first
        self._as_of = float("-inf")

    async def poll(self) -> None:
        """Learn what was ended since the last good answer."""
        # Taken before asking: the answer is at least as new as this.
        began = self._clock()
        behind = min(began - self._as_of, access_tokens.LIFE_SECONDS)
        for session_id in await queries.ended_within(behind + OVERLAP_SECONDS):
            self._ended.setdefault(session_id, began + WHOLE_SECONDS)
        self._as_of = began
        self._forget(began)

    async def has_ended(self, session_id: UUID) -> bool:
        """Whether the session was ended, at most `STALE_SECONDS` ago unnoticed."""
        if session_id in self._ended:
            return True
        if self.ended(self._clock()) is not None:
            return False
        return not await queries.is_live(session_id)

    def ended(self, at: float) -> Collection[UUID] | None:
        """The sessions that ended, as far as they matter; None when that must be asked `at` this clock's moment."""
        return self._ended if at - self._as_of <= STALE_SECONDS else None

    async def follow(self) -> None:
        """Poll for ever; a failed poll makes the feed stale, which is safe."""
        while True:
            try:
                await self.poll()
            except Exception as error:  # noqa: BLE001 - whatever it is, the next poll must come
                log.warning("revocations.away", reason=type(error).__name__)
            await asyncio.sleep(EVERY_SECONDS)

    def _forget(self, moment: float) -> None:
        while self._ended:
            oldest = next(iter(self._ended))
            if self._ended[oldest] > moment:
                return
            del self._ended[oldest]


_current: list[Feed] = [Feed()]  # one that never polls is always stale, so it asks for the row each time


async def has_ended(session_id: UUID) -> bool:
    """Whether the session was ended, as this process knows."""
    return await _current[0].has_ended(session_id)


def ended(at: float) -> Collection[UUID] | None:
    """The sessions that ended, if this process knows them all `at` this `time.monotonic()`; None: ask of the one."""
    return _current[0].ended(at)


@asynccontextmanager
async def feed() -> AsyncIterator[None]:
    """Follow the ended sessions while the application runs; entered by its lifespan, after the pool is open."""
    _current[0] = Feed()
    try:
        async with beside(_current[0].follow(), name="identity.revocations"):
            yield
    finally:
        _current[0] = Feed()
