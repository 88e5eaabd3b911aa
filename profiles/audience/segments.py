"""Segments: conditions under a name, kept and changed by those who work for their department."""

from typing import Final
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core.attempts import Attempt, once
from backend.core.audit import log as audit
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.core.structs import Page, now
from backend.identity.consents.structs import Bilingual
from backend.identity.people import service as people
from backend.identity.people.structs import Role
from backend.reference.regions import service as regions
from profiles.attributes.conditions import Condition, SubjectKind, decode, encode
from profiles.audience import coding, queries, words
from profiles.audience.errors import (
    DepartmentNotYours,
    PurposeUnknown,
    SegmentMoved,
    SegmentNotFound,
    SegmentUnfit,
)
from profiles.audience.purposes import PURPOSES
from profiles.audience.structs import MakeSegment, ReviseSegment, Segment, Word


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What a segment asks today: `condition` has no tags any more, and `digest` is the condition's.

    So an answer stays an answer to that question, and a campaign goes to whom two people agreed on, whatever its tags
    are made to mean later.
    """

    segment_id: UUID
    version: int
    kind: SubjectKind
    purpose: str
    ground: str
    written: Condition
    condition: Condition
    digest: bytes


LAST: Final = UUID(int=2**128 - 1)
ROLES: Final = (Role.OPERATOR, Role.LEADER)


async def make(staff_id: UUID, *, command: MakeSegment, attempt: Attempt) -> Segment:
    """Keep a new segment.

    Raises:
        PurposeUnknown, DepartmentNotYours, SegmentUnfit
    """

    async def work() -> Segment:
        if command.purpose not in PURPOSES:
            raise PurposeUnknown(purpose=command.purpose)
        await require_post(staff_id, command.department)
        _require_fit(command.condition, command.kind)
        segment_id = new_id()
        await queries.insert_segment(
            segment_id,
            kind=command.kind.value,
            title=command.title,
            purpose=command.purpose,
            ground=command.ground,
            department=command.department,
            condition=encode(command.condition).decode(),
            digest=coding.digest(command.condition, command.kind),
            by=staff_id,
            at=now(),
        )
        return await _kept(segment_id, by=staff_id, what="made")

    return await once(attempt, Segment, work)


async def revise(segment_id: UUID, *, command: ReviseSegment, staff_id: UUID, attempt: Attempt) -> Segment:
    """Give it another condition; its estimates so far stay those of the earlier version.

    Raises:
        SegmentNotFound, DepartmentNotYours, SegmentUnfit, SegmentMoved
    """

    async def work() -> Segment:
        row = await row_of(segment_id)
        await require_post(staff_id, row["department"])
        kind = SubjectKind(row["kind"])
        _require_fit(command.condition, kind)
        done = await queries.revise_segment(
            segment_id,
            version=command.version,
            title=command.title,
            ground=command.ground,
            condition=encode(command.condition).decode(),
            digest=coding.digest(command.condition, kind),
            at=now(),
        )
        if not done:
            raise SegmentMoved
        return await _kept(segment_id, by=staff_id, what="revised")

    return await once(attempt, Segment, work)


async def read(segment_id: UUID) -> Segment:
    """One segment.

    Raises:
        SegmentNotFound
    """
    return await _segment(await row_of(segment_id))


async def listed(*, limit: int, cursor: str | None) -> Page[Segment]:
    """All segments, the newest first.

    Raises:
        BadCursor
    """
    cursors, purpose = ground().cursors, "audience.segments"
    position = cursors.read(purpose, cursor)
    rows = await queries.segments(before=UUID(position) if position else LAST, limit=limit + 1)
    shown = {row["id"]: await _segment(row) for row in rows[:limit]}
    return cursors.page(
        purpose, rows, limit=limit, item=lambda row: shown[row["id"]], position=lambda row: str(row["id"])
    )


def vocabulary(kind: SubjectKind) -> list[Word]:
    """Everything that segments of this kind may look at."""
    on = regions.today()
    return [
        Word(
            name=name,
            title=coding.title_of(kind, name, on=on) or Bilingual(zh=name, en=name),
            value_kind=sort.kind.value,
            many=sort.many,
            choices=list(sort.choices),
        )
        for name, sort in coding.sorts(kind, on=on).items()
        if not sort.hidden
    ]


async def row_of(segment_id: UUID) -> Record:
    """The row of a segment.

    Raises:
        SegmentNotFound
    """
    row = await queries.segment(segment_id)
    if row is None:
        raise SegmentNotFound
    return row


async def require_post(staff_id: UUID, department: str) -> None:
    """Only who works for the department, in a role that may, does something in its name.

    Raises:
        DepartmentNotYours
    """
    posts = await people.posts_of(staff_id)
    if not any(one.department == department and set(one.roles) & set(ROLES) for one in posts):
        raise DepartmentNotYours(department=department)


def question_of(row: Record) -> Question:
    """What the segment asks today."""
    kind, written = SubjectKind(row["kind"]), condition_of(row)
    condition = coding.expanded(written, kind, on=regions.today())
    return Question(
        segment_id=row["id"],
        version=row["version"],
        kind=kind,
        purpose=row["purpose"],
        ground=row["ground"],
        written=written,
        condition=condition,
        digest=coding.digest(condition, kind),
    )


def condition_of(row: Record) -> Condition:
    """The condition that a row keeps."""
    return decode(msgspec.json.encode(row["condition"]))


def _require_fit(condition: Condition, kind: SubjectKind) -> None:
    faults = coding.faults(condition, kind, on=regions.today())
    if faults:
        raise SegmentUnfit(faults=[{"path": one.path, "code": one.code, "zh": one.zh, "en": one.en} for one in faults])


async def _kept(segment_id: UUID, *, by: UUID, what: str) -> Segment:
    row = await row_of(segment_id)
    await audit.record(
        action=f"audience.segment-{what}",
        actor=f"person:{by}",
        subject=f"segment:{segment_id}",
        purpose=row["purpose"],
        basis=row["ground"],
        fields=[row["digest"].hex()],
    )
    return await _segment(row)


async def _segment(row: Record) -> Segment:
    kind, condition = SubjectKind(row["kind"]), condition_of(row)
    return Segment(
        id=row["id"],
        title=row["title"],
        kind=kind,
        purpose=row["purpose"],
        ground=row["ground"],
        department=row["department"],
        condition=condition,
        words=await words.of(condition, kind, on=regions.today()),
        version=row["version"],
        made_by=row["made_by"],
        made_at=row["made_at"],
        changed_at=row["changed_at"],
    )
