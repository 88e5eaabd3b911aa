"""Whose things changed: read from the log itself, because every write leaves a leaf in its own transaction.

A room need not tell anybody, and none can forget to: what is not in the log did not happen. Leaves are seen while they
still wait for the sequencer; when they were ordered they are known by their id and not told twice. Each process follows
the log by polling; a poll that fails makes what it knows stale, which those who rely on it must ask about.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from backend.core import database
from backend.core.beside import beside
from backend.core.logs import logger

EVERY_SECONDS: Final = 0.4
STALE_SECONDS: Final = 2.0  # longer without an answer, and nobody may rely on having heard of everything
MOST: Final = 20_000  # leaves of one poll; beyond it "everybody" is the cheaper answer
NOTHING_YET: Final = 2**62  # the first poll asks for nothing that was ordered: its answer would be the whole log
# One statement, one snapshot: a leaf is either waiting or ordered, never missed between the two.
SINCE: Final = """
(select id, about, null::bigint as seq, now() as at from core_audit_leaf where about is not null limit $2)
union all
(select id, about, seq, now() from core_audit_entry where seq > $1 and about is not null order by seq limit $2)
union all
select null, null, coalesce((select seq from core_audit_entry order by seq desc limit 1), -1), now()
"""
NEVER: Final = datetime.max.replace(tzinfo=UTC)


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """What one poll found: the persons and firms about whom something was written, None when it may be anybody.

    `at` is no earlier than the last of it, by the database's clock.
    """

    about: frozenset[UUID] | None
    at: datetime


Hear = Callable[[Heard], Awaitable[None]]
log = logger(__name__)


class Changes:
    """One process's place in the log; `clock` counts seconds and only ever goes forward."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._position: int | None = None
        self._waiting: set[UUID] = set()  # told already, not yet ordered when last seen
        self._as_of = float("-inf")
        self._answered = 0.0  # when the last poll was over
        self._at = NEVER  # when it was asked, by the database's clock

    def moment(self) -> datetime:
        """The database's clock, never ahead of it: what is read from now on holds everything committed before."""
        return self._at if self._at is NEVER else self._at + timedelta(seconds=self._clock() - self._answered)

    def latest(self) -> datetime:
        """The database's clock, never behind it: what is committed already was committed before."""
        return self._at if self._at is NEVER else self._at + timedelta(seconds=self._clock() - self._as_of)

    @property
    def fresh(self) -> bool:
        """Whether it is now."""
        return self.fresh_at(self._clock())

    def fresh_at(self, moment: float) -> bool:
        """Whether everything is known at this moment of the clock that was committed up to `STALE_SECONDS` before."""
        return moment - self._as_of <= STALE_SECONDS

    async def poll(self) -> Heard:
        """What was written since the last poll. The first answers "anybody": nobody knows what was missed before."""
        began = self._clock()
        rows = await database.fetch(SINCE, NOTHING_YET if self._position is None else self._position, MOST)
        end = next(row for row in rows if row["id"] is None)
        told, before, top = self._waiting, self._position, end["seq"]
        self._waiting = {row["id"] for row in rows if row["seq"] is None}
        self._position, self._as_of, self._answered, self._at = top, began, self._clock(), end["at"]
        if before is None or top < before or len(rows) > MOST:
            return Heard(about=None, at=self.latest())
        about = frozenset(row["about"] for row in rows if row["about"] and row["id"] not in told)
        return Heard(about=about, at=self.latest())

    async def follow(self, hear: Hear) -> None:
        """Poll for ever and pass on what was heard; a failure makes this stale until the next poll."""
        while True:
            try:
                await hear(await self.poll())
            except Exception as error:  # noqa: BLE001 - whatever it is, the next poll must come
                self._position, self._as_of = None, float("-inf")
                log.warning("changes.away", reason=type(error).__name__)
            await asyncio.sleep(EVERY_SECONDS)


@asynccontextmanager
async def following(changes: Changes, hear: Hear) -> AsyncIterator[None]:
    """Follow the log while the block runs."""
    async with beside(changes.follow(hear), name="audit.changes"):
        yield
