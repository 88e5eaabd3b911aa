"""This process's copy of a snapshot and of how answers cut it: loaded when somebody asks, counted in a thread.

What is decided lies in the database; this only computes. One count at a time, so that web work keeps its processor.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from asyncpg import Record

from backend.core.ground import ground
from profiles.attributes.conditions import Condition, SubjectKind
from profiles.audience import index_files, partition
from profiles.audience.columns import Bits, Index, count, members
from profiles.audience.errors import EstimatesBusy, SnapshotMissing
from profiles.audience.limits import COUNT_STEP, GROUP_LEAST, GROUPS_MOST
from profiles.audience.partition import Partition
from profiles.audience.structs import Outcome

FOLDER: Final = "audience"
WAIT_SECONDS: Final = 5.0  # a count takes less than a second; who waits longer is told to come back


@dataclass
class Kept:
    """A snapshot with the first `ordinal` answers applied."""

    generation: int
    index: Index
    partition: Partition
    ordinal: int


@dataclass(frozen=True)
class Judged:
    """What may be said of a condition, and what saying it would make of the partition."""

    outcome: Outcome
    members: int
    cut: Partition | None


_kept: dict[SubjectKind, Kept] = {}
_turn: dict[asyncio.AbstractEventLoop, asyncio.Lock] = {}


def folder_of(kind: SubjectKind) -> Path:
    """Where the snapshots of a kind lie."""
    return ground().settings.data / FOLDER / kind.value


@asynccontextmanager
async def turn() -> AsyncIterator[None]:
    """Wait for one's turn to count.

    Raises:
        EstimatesBusy: others count for too long.
    """
    loop = asyncio.get_running_loop()
    lock = _turn.setdefault(loop, asyncio.Lock())
    try:
        await asyncio.wait_for(lock.acquire(), WAIT_SECONDS)
    except TimeoutError as error:
        raise EstimatesBusy from error
    try:
        yield
    finally:
        lock.release()


async def at(kind: SubjectKind, generation: int, *, answers: int) -> Kept:
    """This process's copy of the snapshot, as far as it has it; one's turn must be held.

    A partition of more answers than there are is of a database that was put back: it is computed again.

    Raises:
        SnapshotMissing: another machine made it, or it was replaced this moment.
    """
    kept = _kept.get(kind)
    if kept is None or kept.generation != generation or kept.ordinal > answers:
        kept = await asyncio.to_thread(_load, folder_of(kind) / str(generation), generation, answers)
        _kept[kind] = kept
    return kept


async def catch_up(kept: Kept, rows: Sequence[Record], conditions: Sequence[Condition]) -> None:
    """Apply the answers that others gave since."""
    for row, condition in zip(rows, conditions, strict=True):
        kept.partition = await asyncio.to_thread(_cut, kept, condition)
        kept.ordinal = row["ordinal"]


async def judge_one(kept: Kept, condition: Condition) -> Judged:
    """Count in a thread, and see what may be said."""
    return await asyncio.to_thread(judged, kept.index, kept.partition, condition)


async def take_in(kind: SubjectKind, kept: Kept, cut: Partition, *, ordinal: int) -> None:
    """The answer was given: the population is cut by it from now on."""
    kept.partition, kept.ordinal = cut, ordinal
    folder = folder_of(kind) / str(kept.generation)
    await asyncio.to_thread(index_files.keep_atoms, folder, cut, ordinal=ordinal)


def judged(index: Index, before: Partition, condition: Condition, *, least: int = GROUP_LEAST) -> Judged:
    """What may be said of a condition after everything that was said before: the whole rule of disclosure.

    Fewer than the smallest group: that, and no more. Otherwise the count, unless it would cut some group of people who
    are in the same answered segments (or in none) so that one piece is smaller than that.
    """
    bits = members(index, condition)
    many = count(bits)
    if many < least:
        return Judged(outcome=Outcome.FEW, members=0, cut=None)
    within = partition.inside(before, bits)
    if partition.cuts_too_small(before, within, least=least):
        return Judged(outcome=Outcome.REFUSED, members=0, cut=None)
    if partition.pieces(before, within) > GROUPS_MOST:
        return Judged(outcome=Outcome.REFUSED, members=0, cut=None)
    return Judged(outcome=Outcome.SHOWN, members=many, cut=partition.refined(before, bits, within))


def rounded(many: int) -> int:
    """A count as it is told."""
    return many // COUNT_STEP * COUNT_STEP


def steady(many: int, *, before: int | None) -> int:
    """The count to show: the one told before stays until the group has moved by a whole smallest group.

    So two snapshots, one after the other, never tell that one person came or went.
    """
    return before if before is not None and abs(many - before) < GROUP_LEAST else rounded(many)


def _cut(kept: Kept, condition: Condition) -> Partition:
    bits: Bits = members(kept.index, condition)
    return partition.refined(kept.partition, bits, partition.inside(kept.partition, bits))


def _load(folder: Path, generation: int, answers: int) -> Kept:
    try:
        index = index_files.load(folder)
    except FileNotFoundError as error:
        raise SnapshotMissing from error
    cut, ordinal = index_files.kept_atoms(folder, most=answers) or (partition.whole(index.rows), 0)
    return Kept(generation=generation, index=index, partition=cut, ordinal=ordinal)
