"""数据校核: a person says that a value is wrong, the department that keeps the source answers within working days."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from asyncpg import Record

from backend.core import database, rates
from backend.core.attempts import Attempt, once
from backend.core.audit import log as audit
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.core.structs import Page, now
from backend.identity.consents.structs import Bilingual
from backend.identity.people import service as people
from backend.identity.people.structs import Post, Role, Subject
from backend.reference.calendar import clocks
from backend.reference.calendar import service as calendar
from backend.reference.calendar.clocks import Clock, Limit, WorkingDays
from backend.supports.exchange import service as exchange
from backend.supports.exchange.structs import Reader
from backend.supports.files import service as files
from backend.supports.files.structs import StoredFile
from backend.supports.messages import service as messages
from backend.supports.messages.structs import MessageFact, SendMessage
from profiles.attributes import correction_queries, profile, queries, sealed, store, viewing
from profiles.attributes.catalogue import ATTRIBUTES, OWNERS, Attribute
from profiles.attributes.errors import (
    CorrectionAnswered,
    CorrectionNotFound,
    CorrectionPending,
    CorrectYourself,
    OwnCorrection,
    TooManyCorrections,
    UnknownAttribute,
)
from profiles.attributes.judging import stem_of
from profiles.attributes.kinds import SourceKind, SubjectKind
from profiles.attributes.structs import AnswerCorrection, AskCorrection, Correction, DeskCorrection

LIMIT_DAYS: Final = 10  # working days (政务数据共享条例, recalled); a department may promise less
A_DAY_MOST: Final = 20  # nobody's file has more errors than that; it bounds what one person can put on the desks
NOTHING: Final = "无记录"
DUTY: Final = "statutory:pipl-13-3"
CHECKING: Final = Bilingual(zh="核对更正登记信息（数据校核）", en="Checking and correcting data of a register")
SELF, OPEN = "self", "open"


async def ask(person_id: UUID, *, command: AskCorrection, attempt: Attempt) -> Correction:
    """Hand the request to the department that keeps the source.

    Raises:
        UnknownAttribute, CorrectYourself, FirmNotYours, FileMissing
        CorrectionPending: the same value of the same source is being checked.
        TooManyCorrections: `most` a day.
    """
    kind = SubjectKind.PERSON if command.firm_id is None else SubjectKind.FIRM
    attribute = ATTRIBUTES[kind].get(command.attribute)
    if attribute is None or (attribute.owner not in OWNERS and attribute.owner != SELF):
        raise UnknownAttribute(name=command.attribute)
    if attribute.owner == SELF:
        raise CorrectYourself

    async def work() -> Correction:
        if command.firm_id is not None:
            await profile.speak_for(person_id, command.firm_id)
        if await rates.count(f"profiles.correction:{person_id}", most=A_DAY_MOST, window=timedelta(days=1)):
            raise TooManyCorrections(most=A_DAY_MOST)
        await files.hold(command.files, person_id=person_id)
        row = await _insert(person_id, attribute, command=command)
        if row is None:
            raise CorrectionPending
        await _record("correction-asked", by=person_id, row=row)
        return _correction(row, await calendar.current())

    return await once(attempt, Correction, work)


async def mine(person_id: UUID, *, limit: int, cursor: str | None) -> Page[Correction]:
    """What the person asked for, the newest first.

    Raises:
        BadCursor
    """
    cursors, purpose = ground().cursors, f"profiles.corrections:{person_id}"
    position = cursors.read(purpose, cursor)
    rows = await correction_queries.of_person(person_id, before=UUID(position) if position else None, limit=limit + 1)
    days = await calendar.current()
    return cursors.page(purpose, rows, limit=limit, item=lambda row: _correction(row, days), position=_row_id)


async def queue(staff_id: UUID, *, answered: bool, limit: int, cursor: str | None) -> Page[DeskCorrection]:
    """Requests for the departments in which the person works, without values: open ones the oldest first.

    Raises:
        BadCursor
    """
    cursors, purpose = ground().cursors, f"profiles.desk-corrections:{staff_id}:{answered}"
    position = cursors.read(purpose, cursor)
    pairs = _pairs(await people.posts_of(staff_id))
    after = UUID(position) if position else None
    rows = await correction_queries.at_desk(
        [one[0] for one in pairs], [one[1] for one in pairs], is_open=not answered, after=after, limit=limit + 1
    )
    days = await calendar.current()
    return cursors.page(purpose, rows, limit=limit, item=lambda row: _desk(row, days), position=_row_id)


async def open_one(correction_id: UUID, *, staff_id: UUID) -> Correction:
    """A request with its values, for the source's staff; that they looked stands in the person's history.

    Raises:
        CorrectionNotFound: not there, or not for one of their departments.
    """
    async with database.transaction():
        row = await correction_queries.one(correction_id)
        if row is None or (post := _covering(await people.posts_of(staff_id), row)) is None:
            raise CorrectionNotFound
        reader = Reader(
            actor_id=staff_id,
            purpose="correction",
            purpose_text=CHECKING,
            recipient=post.department,
            basis=DUTY,
            case_ref=str(correction_id),
        )
        await exchange.note_read(subject=_subject(row), names=[row["attribute"]], reader=reader)
    return _correction(row, await calendar.current())


async def file_of(correction_id: UUID, file_id: UUID, *, staff_id: UUID) -> tuple[StoredFile, bytes]:
    """A file of a request, for the source's staff.

    Raises:
        CorrectionNotFound: no such file of such a request.
    """
    row = await correction_queries.one(correction_id)
    if row is None or file_id not in row["files"] or _covering(await people.posts_of(staff_id), row) is None:
        raise CorrectionNotFound
    async with database.transaction():
        await audit.record(
            action="profiles.correction-file-read", actor=f"person:{staff_id}", subject=f"file:{file_id}",
            about=row["person_id"],
        )  # fmt: skip
    return await files.read(file_id, person_id=row["person_id"])


async def answer(correction_id: UUID, *, command: AnswerCorrection, staff_id: UUID, attempt: Attempt) -> Correction:
    """Say what came of it; the person gets a message, and registers are asked again soon.

    Raises:
        CorrectionNotFound, OwnCorrection, CorrectionAnswered
    """

    async def work() -> Correction:
        row = await correction_queries.one(correction_id, lock=True)
        if row is None or (post := _covering(await people.posts_of(staff_id), row)) is None:
            raise CorrectionNotFound
        if row["person_id"] == staff_id:
            raise OwnCorrection
        if row["state"] != OPEN:
            raise CorrectionAnswered
        await correction_queries.answer(
            correction_id, state=command.outcome, by=staff_id, department=post.department, text=command.text, at=now()
        )
        await _record(f"correction-{command.outcome}", by=staff_id, row=row)
        if command.outcome == "confirmed":
            await queries.note_load([row["subject_id"]], at=None)
        await messages.send(_letter(row, command, department=post.department))
        answered = await correction_queries.one(correction_id)
        assert answered is not None  # noqa: S101 - the row is held
        return _correction(answered, await calendar.current())

    return await once(attempt, Correction, work)


async def _insert(person_id: UUID, attribute: Attribute, *, command: AskCorrection) -> Record | None:
    subject_id, correction_id = command.firm_id or person_id, new_id()
    was, source = await _said(attribute, subject_id)
    content = {"was": was, "shouldBe": command.should_be, "reason": command.reason}
    return await correction_queries.insert(
        correction_id,
        person_id=person_id,
        subject_kind=attribute.subject.value,
        subject_id=subject_id,
        attribute=attribute.name,
        source=source,
        owner=attribute.owner,
        region_code=await _region(person_id, command.firm_id),
        content=sealed.seal_for(ground().keyring, row_id=correction_id, column=sealed.CORRECTION, value=content),
        files=command.files,
        at=now(),
        started_on=calendar.today(),
        limit_days=LIMIT_DAYS,
    )


async def _said(attribute: Attribute, subject_id: UUID) -> tuple[str, str]:
    """What the source says in words, and which source: as kept, else as the register says now."""
    held = (await store.current([subject_id], names=[attribute.name])).get(subject_id, [])
    official = [one for one in store.by_name(held).get(attribute.name, ()) if one.source_kind is not SourceKind.PERSON]
    if official:
        return await viewing.in_words(attribute, official[0].value), official[0].source
    if attribute.subject is SubjectKind.PERSON and attribute.name in exchange.FACTS:
        fact = (await exchange.own_facts(subject_id, names=[attribute.name])).get(attribute.name)
        if fact is not None:
            return await viewing.in_words(attribute, fact.value), fact.source_text
    return NOTHING, OWNERS[attribute.owner].zh


async def _region(person_id: UUID, firm_id: UUID | None) -> str:
    if firm_id is None:
        return (await people.face(person_id)).region_code
    firms = {one.id: one.region_code for one in await people.organisations_of(person_id)}
    return firms.get(firm_id) or (await people.face(person_id)).region_code


def _pairs(posts: Sequence[Post]) -> list[tuple[str, str]]:
    """The sources for which these posts answer, each with the stem of the codes of its places."""
    return [
        (owner.code, stem_of(post.region_code))
        for post in posts
        if Role.CASE_OFFICER in post.roles
        for owner in OWNERS.values()
        if any(word in post.department for word in owner.words)
    ]


def _covering(posts: Sequence[Post], row: Record) -> Post | None:
    """The post in which somebody may answer the request."""
    for post in posts:
        if any(owner == row["owner"] and row["region_code"].startswith(stem) for owner, stem in _pairs([post])):
            return post
    return None


def _clock(row: Record) -> Clock:
    return Clock(started_on=row["started_on"], limit=Limit(amount=row["limit_days"]))


def _days(row: Record, days: WorkingDays) -> dict[str, Any]:
    """How long the source still has; of an answered request, what was left when it was."""
    answered = row["answered_at"]
    today = calendar.today() if answered is None else answered.astimezone(calendar.PROVINCE_TIME).date()
    reading = clocks.reading(_clock(row), days, today=today)
    return {"due_on": reading.day, "remaining_days": reading.remaining.days, "overdue": reading.remaining.overdue}


def _correction(row: Record, days: WorkingDays) -> Correction:
    content = sealed.unseal_for(ground().keyring, row_id=row["id"], column=sealed.CORRECTION, sealed=row["content"])
    owner, attribute = OWNERS[row["owner"]], ATTRIBUTES[SubjectKind(row["subject_kind"])][row["attribute"]]
    return Correction(
        id=row["id"],
        subject=_subject(row),
        attribute=row["attribute"],
        title=viewing.title(attribute),
        was=content["was"],
        should_be=content["shouldBe"],
        reason=content["reason"],
        files=list(row["files"]),
        source=row["source"],
        asked_of=Bilingual(zh=owner.zh, en=owner.en),
        state=row["state"],
        asked_at=row["asked_at"],
        answered_at=row["answered_at"],
        department=row["department"],
        answer=row["answer"],
        **_days(row, days),
    )


def _desk(row: Record, days: WorkingDays) -> DeskCorrection:
    kind = SubjectKind(row["subject_kind"])
    return DeskCorrection(
        id=row["id"],
        attribute=row["attribute"],
        title=viewing.title(ATTRIBUTES[kind][row["attribute"]]),
        subject_kind=kind,
        region_code=row["region_code"],
        state=row["state"],
        asked_at=row["asked_at"],
        **_days(row, days),
    )


def _subject(row: Record) -> Subject:
    return Subject(kind=store.IDENTITY_KINDS[SubjectKind(row["subject_kind"])], id=row["subject_id"])


def _letter(row: Record, command: AnswerCorrection, *, department: str) -> SendMessage:
    attribute = ATTRIBUTES[SubjectKind(row["subject_kind"])][row["attribute"]]
    confirmed = command.outcome == "confirmed"
    outcome = "已核实并在来源处更正" if confirmed else "经核实不予更正"
    return SendMessage(
        person_id=row["person_id"],
        sender=department,
        title=f"“{attribute.zh}”核对结果：{outcome}",
        body=command.text,
        facts=[MessageFact(label="核对事项", value=attribute.zh), MessageFact(label="结果", value=outcome)],
    )


async def _record(what: str, *, by: UUID, row: Record) -> None:
    subject, about = f"correction:{row['id']}", row["subject_id"]
    await audit.record(
        action=f"profiles.{what}", actor=f"person:{by}", subject=subject, about=about, fields=[row["attribute"]]
    )


def _row_id(row: Record) -> str:
    return str(row["id"])
