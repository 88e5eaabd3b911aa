"""`home.rebuild`: composing one person's first screen; `home.events`: from an event to the screen that knows of it.

Both in one process with PostgreSQL and Valkey beside it, on the event loop of the product. The yardsticks are the
budgets: 5 ms for a screen (p95), and 5 s from the commit of an event until no process shows the older screen.
"""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import uvloop

from backend.app import create_app
from backend.core import database
from backend.core.ground import ground
from backend.core.settings import Settings, environment, inherited
from backend.home import keeping
from backend.supports.messages import service as messages
from backend.supports.messages.structs import SendMessage
from tests.bench import world
from tests.bench.measure import LOAD_CORE, OURS_CORE, Result, foreign_load, percentiles, result, versions
from tests.running import cpu_seconds

SCREENS = {"usual": 1_000, "full": 5_000}
EVENTS = {"usual": 1_000, "full": 5_000}
SIDE_BY_SIDE = 16
BUDGET_MS, STALE_SECONDS = 5.0, 5.0


def run(scale: str) -> Iterable[Result]:
    """Both cases over the same residents."""
    with world.installation(scale) as installed:
        usual = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {OURS_CORE})
        try:
            lines = uvloop.run(_measured(installed, scale))
        finally:
            os.sched_setaffinity(0, usual)
    yield from lines


async def _measured(installed: world.World, scale: str) -> list[Result]:
    create_app(installed.settings)
    await database.open_pool(installed.settings.database_url or "")
    try:
        rows = await database.fetch(
            "select person_id from identity_session where device_name = 'bench' order by id limit $1", SCREENS["full"]
        )
        people = [row["person_id"] for row in rows]
        async with keeping.attending():
            while not keeping.changes.fresh:
                await asyncio.sleep(0.01)
            lines = [await _rebuild(people[: SCREENS[scale]])]
            with _working(installed.settings):
                return [*lines, await _events(people[: EVENTS[scale]])]
    finally:
        await ground().cache.close()
        await database.close_pool()


async def _rebuild(people: list[UUID]) -> Result:
    seconds, used = list[float](), list[float]()
    for person_id in people[:50]:
        await keeping.compose(person_id, language="zh")
    with foreign_load(used) as foreign:
        before = cpu_seconds(os.getpid())
        for person_id in people:
            began = time.perf_counter()
            await keeping.compose(person_id, language="zh")
            seconds.append(time.perf_counter() - began)
        used.append(cpu_seconds(os.getpid()) - before)
    told = percentiles(seconds)
    return result(
        "home.rebuild", ours=float(str(told["p95_ms"])), yardstick=BUDGET_MS, unit="ms per person (p95)", **told,
        yardstick_is="the budget", cpu_ms=round(used[0] / len(people) * 1000, 3), data={"residents": len(people)},
        versions=versions("msgspec", "asyncpg"), foreign_load=round(foreign.cores, 3),
    )  # fmt: skip


async def _events(people: list[UUID]) -> Result:
    """Everybody gets a message while their screen is in memory; then everybody looks again.

    A worker composes anew meanwhile, on the other core. Composing in the process that looks would be what is timed.
    """
    for person_id in people:
        await keeping.ready(person_id, language="zh")
    sent: dict[UUID, float] = {}
    gone = asyncio.create_task(_gone(sent, len(people)))
    began, gate = time.perf_counter(), asyncio.Semaphore(SIDE_BY_SIDE)
    await asyncio.gather(*(_send(person_id, sent, gate) for person_id in people))
    sending = time.perf_counter() - began
    stale = await gone
    for at in range(0, len(people), 4):
        await asyncio.gather(*(keeping.ready(one, language="zh") for one in people[at : at + 4]))
    through = time.perf_counter() - began
    return result(
        "home.events",
        ours=max(stale),
        yardstick=STALE_SECONDS,
        unit="s until no older screen is shown (longest)",
        **percentiles(stale),
        fresh_per_second=round(len(people) / through, 1),
        sent_per_second=round(len(people) / sending, 1),
        yardstick_is="the budget",
        data={"events": len(people)},
        versions=versions("asyncpg", "redis"),
    )


async def _send(person_id: UUID, sent: dict[UUID, float], gate: asyncio.Semaphore) -> None:
    async with gate:
        await messages.send(SendMessage(id=uuid4(), person_id=person_id, sender="演示", title="通知", body="演示"))
        sent[person_id] = time.perf_counter()


async def _gone(sent: dict[UUID, float], many: int) -> list[float]:
    """Seconds from each commit until this process no longer showed the older screen."""
    seconds: dict[UUID, float] = {}
    while len(seconds) < many:
        moment = time.perf_counter()
        gone = [one for one in sent if one not in seconds and keeping.screens.find(one, "zh") is None]
        seconds |= {person_id: moment - sent[person_id] for person_id in gone}
        await asyncio.sleep(0.02)
    return list(seconds.values())


@contextmanager
def _working(settings: Settings) -> Iterator[None]:
    """A job worker of the product, on the load's core."""
    env = inherited() | environment(settings)
    with (settings.data / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "backend.cli", "worker"], env=env, stdout=log, stderr=subprocess.STDOUT
        )
    os.sched_setaffinity(process.pid, {LOAD_CORE})
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)
