"""Making the next snapshot, behind the scenes: everybody who agreed to personalisation, coded, once a week.

A process at a time builds on a machine (a lock on a file, which dies with its process). The folder moves into place
whole, and the snapshot's row says that it is there; until then everybody works with the one before.
"""

import asyncio
import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from asyncpg import Record

from backend.core import database
from backend.core.audit import log as audit
from backend.core.ids import new_id
from backend.core.logs import logger
from backend.core.structs import now
from backend.reference.regions import service as regions
from profiles.attributes import service as attributes
from profiles.attributes.conditions import Purpose, SubjectKind
from profiles.audience import coding, index_files, keeper, partition, queries, segments
from profiles.audience.columns import Index
from profiles.audience.limits import REMEMBERED_DAYS, SNAPSHOT_DAYS
from profiles.audience.partition import Partition
from profiles.audience.structs import Outcome

USES: Final = (Purpose.PERSONALISATION,)
BATCH: Final = 200  # some 6,000 values are opened at a time, 20 ms; then others have their turn
CARRIED_MOST: Final = 1_000
LOCK: Final = "building.lock"
log = logger(__name__)


async def build() -> int:
    """Make the snapshots that are due; how many."""
    made = 0
    for kind in SubjectKind:
        snapshot = await queries.snapshot(kind.value)
        if snapshot is None or snapshot["made_at"] < now() - timedelta(days=SNAPSHOT_DAYS):
            made += await build_one(kind)
    return made


async def build_one(kind: SubjectKind) -> bool:
    """Make the next snapshot of a kind now; False when another process does."""
    parent = keeper.folder_of(kind)
    with _alone(parent) as alone:
        if not alone:
            return False
        before = await queries.snapshot(kind.value)
        generation = before["generation"] + 1 if before else 1
        index_files.forget_before(parent, generation - 1)
        folder = parent / str(generation)
        shutil.rmtree(folder, ignore_errors=True)  # of a build that died before it was told
        index = await _gather(kind, folder)
        await _tell(kind, folder, index, before, generation=generation)
    log.info("audience.snapshot-made", kind=kind.value, generation=generation, rows=index.rows)
    return True


async def _gather(kind: SubjectKind, folder: Path) -> Index:
    """Walk through everybody; consents are held for a batch, and whoever says no later is gone in the next snapshot."""
    on = regions.today()
    writer = index_files.Writer(folder, coding.sorts(kind, on=on))
    try:
        after: UUID | None = None
        while subjects := await attributes.subjects_after(kind, after, limit=BATCH):
            after = subjects[-1].id
            known = await attributes.attributes_of_many(subjects, uses=USES)
            coded = [coding.coded_facts(one.facts, kind, on=on) for one in known.values() if one.facts]
            await asyncio.to_thread(writer.add, [one for one in coded if one is not None])
        return await asyncio.to_thread(writer.finish, as_of=on)
    except BaseException:
        writer.give_up()
        raise


async def _tell(kind: SubjectKind, folder: Path, index: Index, before: Record | None, *, generation: int) -> None:
    """Carry over what was answered lately, and make the snapshot known; again, if something was answered meanwhile."""
    while True:
        carried, cut = await _carry(kind, index, before)
        async with database.transaction():
            held = await queries.snapshot(kind.value, lock=True)
            if (held and held["answers"]) == (before and before["answers"]):
                await asyncio.to_thread(index_files.keep_atoms, folder, cut, ordinal=len(carried))
                await queries.insert_snapshot(
                    new_id(), kind=kind.value, generation=generation, as_of=index.as_of, at=now(), answers=len(carried)
                )
                await queries.insert_answers(
                    [
                        _row(kind, generation, one, ordinal, shown)
                        for ordinal, (one, shown) in enumerate(carried, start=1)
                    ]
                )
                await audit.record(
                    action="audience.snapshot-made", actor="system", subject=f"snapshot:{kind.value}:{generation}"
                )
                return
        before = held


async def _carry(kind: SubjectKind, index: Index, before: Record | None) -> tuple[list[tuple[Record, int]], Partition]:
    """The remembered answers that cut nobody out here, each with the count to show, and what they cut together.

    Of one that would, the old count stays all that was ever told.
    """
    kept, cut = [], partition.whole(index.rows)
    for one in await _remembered(kind, before):
        judged = await asyncio.to_thread(keeper.judged, index, cut, segments.condition_of(one))
        if judged.cut is not None:
            cut = judged.cut
            kept.append((one, keeper.steady(judged.members, before=one["shown"])))
    return kept, cut


async def _remembered(kind: SubjectKind, before: Record | None) -> list[Record]:
    if before is None:
        return []
    since = now() - timedelta(days=REMEMBERED_DAYS)
    return list(await queries.carried(kind.value, before["generation"], since=since, limit=CARRIED_MOST))


def _row(kind: SubjectKind, generation: int, one: Record, ordinal: int, shown: int) -> tuple[object, ...]:
    return (
        new_id(), kind.value, generation, ordinal, one["purpose"], one["digest"], one["condition"],
        Outcome.SHOWN.value, shown, one["asked_by"], one["asked_at"], True,
    )  # fmt: skip


@contextmanager
def _alone(parent: Path) -> Iterator[bool]:
    """Whether this process is the only one that builds here; so until the end of the block."""
    parent.mkdir(parents=True, exist_ok=True)
    with (parent / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
