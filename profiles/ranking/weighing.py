"""The model of this process: read once, looked after every ten seconds, replaced whole when there is another."""

import time
from typing import Final

from backend.reference.regions import service as regions
from backend.reference.regions.structs import Level
from profiles.ranking import features, queries
from profiles.ranking.engine import Engine
from profiles.ranking.errors import WeightsUnknown
from profiles.ranking.model import PRIOR, UNLEARNED, Model
from profiles.ranking.structs import Weights
from profiles.ranking.using import PREFECTURE

FRESH_SECONDS: Final = 10.0  # a rollback is everywhere after so long; asking more often would cost a query a home
VERSION_MOST: Final = 2**31 - 1


class _Memory:
    """What this process goes by, and when it looked last."""

    def __init__(self) -> None:
        self.engine = Engine(UNLEARNED)
        self.looked = -FRESH_SECONDS


_memory = _Memory()


async def current() -> Model:
    """The model that counts now, at most `FRESH_SECONDS` late."""
    if time.monotonic() - _memory.looked >= FRESH_SECONDS:
        await refresh()
    return _memory.engine.model


async def refresh() -> None:
    """Look whether other weights were bound or use was counted anew, and take them over."""
    row = await queries.epoch()
    bound = 0 if row is None or row["id"] is None else int(row["id"])
    counted = "" if row is None or row["counted_at"] is None else row["counted_at"].isoformat()
    version = f"{bound}:{counted}" if bound or counted else UNLEARNED.version
    if version != _memory.engine.model.version:
        weights = PRIOR if row is None or row["version"] is None else await of_version(row["version"])
        _memory.engine = Engine(await _model(version, weights))
    _memory.looked = time.monotonic()


def engine_for(model: Model) -> Engine:
    """The engine that remembers what it worked out under this model."""
    engine = _memory.engine
    return engine if engine.model is model else Engine(model)


async def of_version(version: int) -> Weights:
    """Weights by their version.

    Raises:
        WeightsUnknown
    """
    if version == PRIOR.version:
        return PRIOR
    row = await queries.weights(version) if 0 < version <= VERSION_MOST else None
    if row is None:
        raise WeightsUnknown(version=version)
    return Weights(
        version=version,
        made_on=regions.local_time(row["made_at"]).date(),
        learned_from=row["learned_from"],
        values=features.bounded(row["values"]),
    )


async def _model(version: str, weights: Weights) -> Model:
    everywhere: dict[str, int] = {}
    near: dict[str, dict[str, int]] = {}
    for row in await queries.use():
        if row["region"]:
            near.setdefault(row["region"], {})[row["card"]] = row["share"]
        else:
            everywhere[row["card"]] = row["share"]
    prefectures = await regions.all_of_level(Level.PREFECTURE) if near else []
    names = {one.code[:PREFECTURE]: one.name for one in prefectures}
    return Model(version=version, weights=weights, use=everywhere, use_near=near, names=names)
