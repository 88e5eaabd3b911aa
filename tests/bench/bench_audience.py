"""`audience.estimate`: one question about 24.6 million simulated residents, cold, with the differential check.

The question is compound: a prefecture, an age band, and two tags or not a third one. What is timed is everything that
an estimate computes: judging each distinct value, finding the members in the mapped columns, counting them, and holding
the segment against the groups that forty earlier answers have cut. The yardstick is the goal of one second; beside it
stands what the plain interpreter of conditions takes for as many people, measured on some and multiplied.
"""

import os
import random
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from profiles.attributes import conditions as c
from profiles.audience import columns, index_files, keeper, partition
from tests.bench.measure import OURS_CORE, Result, foreign_load, median, percentiles, result, versions
from tests.running import cpu_seconds

RESIDENTS = 24_600_000
ROUNDS = {"usual": 7, "full": 25}
ON = date(2026, 11, 28)
TOWNSHIPS = 1_360
OLDEST_DAYS = 36_500
EARLIER = 40  # answers before, each of which has cut the population
INTERPRETED = 20_000
GOAL_MS = 1_000.0
REGION, BORN = "person.regionCode", "person.birthDate"
PREFECTURES = [f"62{number:02d}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 29, 30)]
TAGS = {"tag.elder": 0.19, "tag.jobSeeker": 0.04, "tag.student": 0.17, "tag.farmerOrHerder": 0.35}


def run(scale: str) -> Iterable[Result]:
    """One line; the index is written and mapped as the snapshot's is."""
    usual = os.sched_getaffinity(0)
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        index_files.write(Path(folder) / "1", simulated())
        index, built = index_files.load(Path(folder) / "1"), time.process_time() - began
        on_disk = sum(one.stat().st_size for one in (Path(folder) / "1").iterdir())
        before = _resident()
        cut = answered(index)
        os.sched_setaffinity(0, {OURS_CORE})
        try:
            seconds, processor, foreign, members = _measured(index, cut, ROUNDS[scale])
        finally:
            os.sched_setaffinity(0, usual)
        per_person = interpreted(index)
        yield result(
            "audience.estimate",
            ours=median(seconds) * 1000,
            yardstick=GOAL_MS,
            unit="ms per estimate",
            **percentiles(seconds),
            cpu_ms=percentiles(processor),
            yardstick_is="the goal of one second",
            interpreter_seconds=round(per_person * RESIDENTS, 1),
            members=members,
            data={"residents": RESIDENTS, "townships": TOWNSHIPS, "days": OLDEST_DAYS, "earlier_answers": EARLIER,
                  "groups": len(cut.sizes)},
            index_mib=round(on_disk / 2**20, 1),
            groups_mib=round(cut.atoms.nbytes / 2**20, 1),
            resident_more_mib=round((_resident() - before) / 2**20, 1),
            build_cpu_seconds=round(built, 1),
            rounds=ROUNDS[scale],
            versions=versions("numpy"),
            foreign_load=round(foreign, 3),
        )  # fmt: skip


def simulated() -> columns.Index:
    """Residents with a township, a birthday and four tags each; of one in twenty something is not known."""
    chance = np.random.default_rng(20261128)
    places = sorted(
        f"{PREFECTURES[number % len(PREFECTURES)]}{number % 9 + 1:02d}{number:03d}"[:9] for number in range(TOWNSHIPS)
    )
    days = [(ON - timedelta(days=back)).isoformat() for back in range(OLDEST_DAYS, 0, -1)]
    made: dict[str, columns.Column | columns.Flags] = {
        REGION: columns.Column(codes=_codes(chance, len(places)), values=places),
        BORN: columns.Column(codes=_codes(chance, len(days)), values=days),
    }
    for name, share in TAGS.items():
        drawn = chance.random(RESIDENTS, dtype=np.float32)
        made[name] = columns.Flags(
            yes=columns.packed(drawn < share), no=columns.packed((drawn >= share) & (drawn < 0.95))
        )
    return columns.Index(rows=RESIDENTS, as_of=ON, columns=made)


def question(prefecture: str = "6207", *, oldest: int = 55) -> c.Condition:
    """A prefecture and an age band and (two tags or not a third one)."""
    return c.AllOf(
        of=[
            c.RegionWithin(attribute=REGION, codes=[f"{prefecture}00"]),
            c.Age(attribute=BORN, at_least=25, at_most=oldest),
            c.AnyOf(
                of=[
                    c.AllOf(of=[_tag("tag.farmerOrHerder"), _tag("tag.jobSeeker")]),
                    c.Not(of=_tag("tag.elder")),
                ]
            ),
        ]
    )


def answered(index: columns.Index) -> partition.Partition:
    """The population after so many other answers."""
    cut = partition.whole(index.rows)
    for number in range(EARLIER):
        asked = question(PREFECTURES[number % len(PREFECTURES)], oldest=60 + number)
        cut = keeper.judged(index, cut, asked).cut or cut
    return cut


def interpreted(index: columns.Index) -> float:
    """Seconds that the interpreter takes for one person."""
    asked, people = question(), list(_people(index))
    at = time.perf_counter()
    for one in people:
        c.verdict_of(asked, one, on=ON)
    return (time.perf_counter() - at) / len(people)


def _people(index: columns.Index) -> Iterator[c.Facts]:
    for row in random.Random(7).sample(range(index.rows), INTERPRETED):
        facts = {}
        for name, column in index.columns.items():
            value: c.Value | None
            if isinstance(column, columns.Flags):
                value = bool(column.yes[row // 8] >> row % 8 & 1)
            elif code := int(column.codes[row]):
                value = column.values[code - 1]
            else:
                continue
            facts[name] = c.Known(value=value, as_of=ON, source_kind=c.SourceKind.DERIVED, source="")
        yield facts


def _measured(
    index: columns.Index, cut: partition.Partition, rounds: int
) -> tuple[list[float], list[float], float, int]:
    seconds, processor, used, members = list[float](), list[float](), list[float](), 0
    with foreign_load(used) as foreign:
        before = cpu_seconds(os.getpid())
        for number in range(rounds + 1):
            at, cpu = time.perf_counter(), time.process_time()
            members = keeper.judged(index, cut, question()).members
            if number:  # the first round reads the files
                processor.append(time.process_time() - cpu)
                seconds.append(time.perf_counter() - at)
        used.append(cpu_seconds(os.getpid()) - before)
    return seconds, processor, foreign.cores, members


def _codes(chance: np.random.Generator, values: int) -> columns.Codes:
    drawn = chance.integers(1, values + 1, RESIDENTS, dtype=np.uint16)
    drawn[chance.integers(0, 20, RESIDENTS, dtype=np.uint8) == 0] = 0
    return drawn


def _tag(name: str) -> c.Condition:
    return c.Is(attribute=name, value=True)


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
