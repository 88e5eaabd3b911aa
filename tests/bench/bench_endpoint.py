"""`endpoint.ordinary`: what the framework and our door cost a plain route, against the same bytes from raw ASGI.

A region (`/api/v1/regions/{code}`, all counties) and the guide of a service item: both answer from memory, as their
rooms keep what hardly ever changes, so no database time has to be taken off. `bare` is a plain route of the framework
with the same bytes and nothing of ours around it: what no route of Litestar can be cheaper than.
"""

import asyncio
from collections.abc import Iterable, Sequence

from backend.core import database
from backend.core.settings import Settings
from backend.operation.up import FACTORY
from tests.bench import rounds, world
from tests.bench.measure import NOISY, Result, median, percentiles, result, versions
from tests.bench.rounds import CONNECTIONS, ROUNDS, Seen
from tests.bench.servers import Server, serving

OURS, RAW, BARE = FACTORY, "tests.bench.raw_home:create_app", "tests.bench.bare_litestar:create_app"
ITEM = "/api/v1/items/002011001000?regionCode=620100"
REGIONS = "select code from regions_region where valid_to is null and length(code) = 6 order by code"


def run(scale: str) -> Iterable[Result]:
    """Each route beside the yardstick that answers with its very bytes."""
    with world.installation(scale) as installed:
        codes = _codes(installed.settings)
        regions = [f"/api/v1/regions/{code}" for code in codes]
        for bench, paths in (("endpoint.ordinary", regions), ("endpoint.ordinary-item", [ITEM])):
            yield _measured(bench, paths, installed.settings, rounds_=ROUNDS[scale])


def _codes(settings: Settings) -> list[str]:
    async def read() -> list[str]:
        own = await database.single_connection(settings.database_url or "")
        try:
            return [row["code"] for row in await own.fetch(REGIONS)]
        finally:
            await own.close()

    return asyncio.run(read())


def _measured(bench: str, paths: Sequence[str], settings: Settings, *, rounds_: int) -> Result:
    answer = world.BUILT / "ordinary-answer.json"
    with serving(OURS, settings=settings, answer=answer) as ours:
        size = rounds.keep_answer(ours, paths[0], answer)
        with (
            serving(RAW, settings=settings, answer=answer) as raw,
            serving(BARE, settings=settings, answer=answer) as bare,
        ):
            servers: dict[str, Server] = {"ours": ours, "raw": raw, "bare": bare}
            seen = rounds.in_turns(servers, [rounds.request(path) for path in paths], rounds=rounds_)
    return _line(bench, seen, size=size, paths=len(paths))


def _line(bench: str, seen: dict[str, Seen], *, size: int, paths: int) -> Result:
    ours, raw, bare = seen["ours"], seen["raw"], seen["bare"]
    foreign = median(ours.foreign + raw.foreign)
    return result(
        bench,
        ours=median(ours.micros),
        yardstick=median(raw.micros),
        unit="CPU us per request",
        yardstick_is=RAW,
        bare=round(median(bare.micros), 3),
        bare_ratio=round(median(raw.micros) / median(bare.micros), 3),
        **percentiles(ours.latencies),
        per_second=round(median(ours.per_second)),
        connections=CONNECTIONS,
        data={"paths": paths, "bytes": size},
        versions=versions("litestar", "granian", "msgspec"),
        rounds=len(ours.micros),
        foreign_load=round(foreign, 3),
        noisy=foreign > NOISY,
    )
