"""`rank.order`: one person's home of 150 cards put in order. `rank.quality`: whether the order is any good.

Quality is judged on simulated residents (`simulated_residents`) of whom nothing was learned and whose tastes the ranker
cannot see, for three models of how people behave: NDCG@10, whose oracle knows every taste. `ours` is the share of the gap
between popularity and the oracle that is closed, of the worst of the three; half of it is the aim. `ceiling` is what the
best weights for the same features would close without any rule, if somebody knew what people want. `bound` is what anybody
could close who knows the whole simulated world, but of a resident only what the product may know: the rest is hidden.
"""

import os
import time
from collections.abc import Iterable

from profiles.ranking.engine import Engine
from profiles.ranking.order import replay
from tests.bench import simulated_residents as simulated
from tests.bench.measure import OURS_CORE, Result, foreign_load, median, percentiles, result, versions
from tests.bench.simulated_learning import BEGIN, judged, model_of, viewer_of
from tests.bench.simulated_residents import CARDS, MODELS, ON, Residents, Use
from tests.running import cpu_seconds

PEOPLE = {"usual": 10_000, "full": 100_000}
HELD_OUT = {"usual": 1_000, "full": 5_000}
VERSIONS = {"usual": 10, "full": 20}
HOMES = {"usual": 2_000, "full": 10_000}
AIM = 0.5
AIM_MS = 1.0


def run(scale: str) -> Iterable[Result]:
    """Two lines; the first one waits for nothing but the processor."""
    yield _order(scale)
    yield _quality(scale)


def _order(scale: str) -> Result:
    world = simulated.World(seed=3)
    people = Residents(world, many=HOMES[scale], seed=4)
    used = people.used(simulated.MIXED)
    model = model_of(Use.counted(people, used), BEGIN)
    engine, seconds, processor, exact, burnt = Engine(model), list[float](), list[float](), 0, list[float]()
    usual = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {OURS_CORE})
    try:
        with foreign_load(burnt) as foreign:
            before = cpu_seconds(os.getpid())
            for person in range(people.many):
                viewer, cards = viewer_of(people, used, person, model), simulated.candidates_of(people, person)
                at, cpu = time.perf_counter(), time.process_time()
                found = engine.rank(cards, viewer, on=ON)
                processor.append(time.process_time() - cpu)
                seconds.append(time.perf_counter() - at)
                exact += replay(reversed(found.cards)) == [one.id for one in found.cards]
            burnt.append(cpu_seconds(os.getpid()) - before)
    finally:
        os.sched_setaffinity(0, usual)
    return result(
        "rank.order",
        ours=median(seconds) * 1000,
        yardstick=AIM_MS,
        unit="ms per home",
        **percentiles(seconds),
        cpu_ms=percentiles(processor),
        yardstick_is="the aim",
        exact_match=exact / people.many,
        data={"cards": CARDS, "homes": people.many},
        versions=versions("msgspec"),
        foreign_load=round(foreign.cores, 3),
    )


def _quality(scale: str) -> Result:
    found = {}
    for by in MODELS:
        found[by.name] = judged(by, people=PEOPLE[scale], held_out=HELD_OUT[scale], versions=VERSIONS[scale], seed=11)
    worst = min(found.values(), key=lambda one: one.closed)
    return {
        "bench": "rank.quality",
        "ours": round(worst.closed, 3),
        "yardstick": AIM,
        "ratio": round(worst.closed / AIM, 3),
        "unit": "share of the gap between popularity and oracle closed, worst of three models",
        "yardstick_is": "the aim",
        "closed": {name: round(one.closed, 3) for name, one in found.items()},
        "ceiling": {name: round(one.ceiling, 3) for name, one in found.items()},
        "bound": {name: round(one.bound, 3) for name, one in found.items()},
        "ndcg_at_10": {name: {of: round(value, 4) for of, value in one.ndcg.items()} for name, one in found.items()},
        "weights": {name: one.weights for name, one in found.items()},
        "data": {
            "learned_from": PEOPLE[scale],
            "held_out": HELD_OUT[scale],
            "cards": CARDS,
            "versions": VERSIONS[scale],
        },
        "versions": versions("river", "numpy"),
    }
