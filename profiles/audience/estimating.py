"""Estimates: what may be told of a segment's size, and remembering it for whatever is asked next, by anybody.

All officers, departments and purposes share one memory for each snapshot: whoever asks through another colleague
learns nothing more. The count is made before the transaction; in it the snapshot's row is held, and if somebody else
was answered meanwhile, it is made again.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core.attempts import Attempt, earlier, once
from backend.core.audit import log as audit
from backend.core.ids import new_id
from backend.core.logs import logger
from backend.core.structs import now
from backend.reference.regions import service as regions
from profiles.attributes.conditions import SubjectKind, encode
from profiles.audience import keeper, queries, segments, words
from profiles.audience.errors import (
    EstimateNeeded,
    EstimatesBusy,
    GroupTooSmall,
    QuestionsUsedUp,
    SnapshotMissing,
    TooRevealing,
)
from profiles.audience.limits import (
    COUNT_STEP,
    ESTIMATE_FRESH_DAYS,
    GROUP_LEAST,
    QUESTIONS_MOST,
    SNAPSHOT_DAYS,
)
from profiles.audience.segments import Question
from profiles.audience.structs import Coarse, Estimate, Outcome

log = logger(__name__)
TRIES: Final = 5
CATCH_UP: Final = 10_000


class _Said(msgspec.Struct, frozen=True):
    """What the transaction said and kept; refusals, too, because they are remembered and audited."""

    outcome: Outcome
    generation: int
    shown: int | None = None
    used_up: bool = False


class _Moved(Exception):
    """The snapshot has another answer, or there is another snapshot."""


async def estimate(segment_id: UUID, *, staff_id: UUID, attempt: Attempt) -> Estimate:
    """For about how many the segment holds.

    Raises:
        SegmentNotFound
        SnapshotMissing, EstimatesBusy: later.
        TooRevealing: with what was answered before, it would tell of too few people. This stays so on this snapshot.
        QuestionsUsedUp: too many conditions were asked for this purpose.
    """
    asked = segments.question_of(await segments.row_of(segment_id))
    said = await earlier(attempt, _Said)
    for _ in range(TRIES):
        if said is not None:
            return await _shown(asked, said)
        try:
            said = await _answer(asked, staff_id=staff_id, attempt=attempt)
        except _Moved:
            continue
    if said is None:
        raise EstimatesBusy
    return await _shown(asked, said)


async def require_large(kind: SubjectKind, digest: bytes) -> None:
    """A campaign needs an estimate that is fresh and says that the group is large enough.

    Raises:
        EstimateNeeded, GroupTooSmall
    """
    since = now() - timedelta(days=ESTIMATE_FRESH_DAYS)
    row = await queries.last_answer(kind.value, digest=digest, since=since)
    if row is None or row["outcome"] == Outcome.REFUSED:
        raise EstimateNeeded(days=ESTIMATE_FRESH_DAYS)
    if row["outcome"] == Outcome.FEW:
        raise GroupTooSmall(least=GROUP_LEAST)


async def _answer(asked: Question, *, staff_id: UUID, attempt: Attempt) -> _Said:
    snapshot = await _snapshot(asked.kind)
    if await _again(asked, snapshot) is not None:
        return await _keep(asked, snapshot, None, staff_id=staff_id, attempt=attempt, made=[])
    async with keeper.turn():
        return await _counted(asked, await _snapshot(asked.kind), staff_id=staff_id, attempt=attempt)


async def _counted(asked: Question, snapshot: Record, *, staff_id: UUID, attempt: Attempt) -> _Said:
    """Count, say it, and take the answer into this process's copy once it is committed; one's turn is held."""
    kind = asked.kind
    kept = await keeper.at(kind, snapshot["generation"], answers=snapshot["answers"])
    others = await queries.answers_after(kind.value, kept.generation, ordinal=kept.ordinal, limit=CATCH_UP)
    await keeper.catch_up(kept, others, [segments.condition_of(one) for one in others])
    judged = await keeper.judge_one(kept, asked.condition)
    made: list[int] = []
    said = await _keep(asked, snapshot, judged, staff_id=staff_id, attempt=attempt, made=made)
    if made and judged.cut is not None:
        await keeper.take_in(kind, kept, judged.cut, ordinal=made[0])
    return said


async def _snapshot(kind: SubjectKind) -> Record:
    snapshot = await queries.snapshot(kind.value)
    if snapshot is None:
        raise SnapshotMissing
    return snapshot


async def _keep(
    asked: Question,
    snapshot: Record,
    judged: keeper.Judged | None,
    *,
    staff_id: UUID,
    attempt: Attempt,
    made: list[int],
) -> _Said:
    """Say it and remember it, or say again what was said on this snapshot; audited either way.

    `made` gets the ordinal of an answer that is new: the same attempt, arriving twice, is answered from memory.
    """

    async def work() -> _Said:
        held = await queries.snapshot(asked.kind.value, lock=True)
        if held is None or (held["generation"], held["answers"]) != (snapshot["generation"], snapshot["answers"]):
            raise _Moved
        said = await _again(asked, held)
        if said is None:
            assert judged is not None  # noqa: S101 - nothing was answered when we looked, and nothing was since
            said = await _new(asked, held, judged, staff_id=staff_id, made=made)
        await audit.record(
            action=f"audience.estimate-{said.outcome}",
            actor=f"person:{staff_id}",
            subject=f"segment:{asked.segment_id}",
            purpose=asked.purpose,
            basis=asked.ground,
            fields=[asked.digest.hex()],
        )
        return said

    return await once(attempt, _Said, work)


async def _again(asked: Question, held: Record) -> _Said | None:
    before = await queries.answer_on(asked.kind.value, held["generation"], digest=asked.digest)
    if before is None:
        return None
    return _Said(outcome=Outcome(before["outcome"]), generation=held["generation"], shown=before["shown"])


async def _new(asked: Question, held: Record, judged: keeper.Judged, *, staff_id: UUID, made: list[int]) -> _Said:
    many = await queries.asked(asked.kind.value, held["generation"], purpose=asked.purpose)
    if many >= QUESTIONS_MOST:
        return _Said(outcome=Outcome.REFUSED, generation=held["generation"], used_up=True)
    shown = None
    if judged.outcome is Outcome.SHOWN:
        before = await queries.last_shown(asked.kind.value, digest=asked.digest)
        shown = keeper.steady(judged.members, before=before["shown"] if before else None)
    ordinal = await queries.count_answer(held["id"])
    condition = encode(asked.condition).decode()
    await queries.insert_answers(
        [
            (
                new_id(), asked.kind.value, held["generation"], ordinal, asked.purpose, asked.digest, condition,
                judged.outcome.value, shown, staff_id, now(), False,
            )
        ]
    )  # fmt: skip
    made.append(ordinal)
    return _Said(outcome=judged.outcome, generation=held["generation"], shown=shown)


async def _shown(asked: Question, said: _Said) -> Estimate:
    if said.outcome is Outcome.REFUSED:
        log.warning("audience.refused", segment_id=str(asked.segment_id), purpose=asked.purpose, used_up=said.used_up)
    if said.used_up:
        raise QuestionsUsedUp(most=QUESTIONS_MOST, days=SNAPSHOT_DAYS)
    if said.outcome is Outcome.REFUSED:
        raise TooRevealing(least=GROUP_LEAST)
    day = await queries.day_of(asked.kind.value, said.generation)
    assert day is not None  # noqa: S101 - snapshots' rows stay
    few = Coarse(fewer_than=GROUP_LEAST)
    return Estimate(
        segment_id=asked.segment_id,
        version=asked.version,
        generation=said.generation,
        as_of=day,
        members=few if said.outcome is Outcome.FEW else Coarse(at_least=said.shown),
        step=COUNT_STEP,
        words=await words.of(asked.written, asked.kind, on=regions.today()),
    )
