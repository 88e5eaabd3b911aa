"""The face of life events: what happened to somebody, how we know, and the events that tell the rooms above.

An event of a person that an attribute or a case told is kept, and shown, only while the consent for that use stands and
names the attribute; it goes with the attribute. What a person said stays until they take it back or it is over.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core import database
from backend.core.audit import log as audit
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.core.jobs import emit
from backend.core.structs import Page, now
from backend.identity.consents.structs import ConsentWithdrawn
from backend.identity.people.structs import Subject
from backend.reference.regions import service as regions
from backend.services.cases.flow.structs import Case, CaseMoved
from profiles.attributes import service as attributes
from profiles.attributes.conditions import Facts, Purpose, SubjectKind
from profiles.attributes.structs import Attributes, AttributesChanged
from profiles.events import keeping, queries
from profiles.events.catalogue import KINDS, EventKind, kinds_by_case, kinds_of, remembered, watched
from profiles.events.errors import EventDayUnlikely, EventNotFound, EventNotSayable, TooManyEvents, UnknownEventKind
from profiles.events.keeping import Content
from profiles.events.opening import Opening, Plan, Standing, about, plan
from profiles.events.structs import Happened, LifeEvent, LifeEventClosed, LifeEventOpened, SayEvent, Told

USES: Final = (Purpose.PERSONALISATION, Purpose.CHILDREN, Purpose.BENEFITS)
AT_ONCE: Final = 200  # subjects of one round of the sweep: a second of a worker at most
SAID_MOST: Final = 20
SAID: Final = "本人填写"
CONCLUDED, GRANTED = "concluded", "granted"
Row = tuple[object, ...]
Agreed = Mapping[Purpose, Collection[str]] | None
Pairs = tuple[Sequence[str], Sequence[str]] | None


def kinds(subject: SubjectKind) -> Sequence[EventKind]:
    """The kinds of events that such subjects may have."""
    return kinds_of(subject)


def kind(code: str) -> EventKind | None:
    """A kind by its code."""
    return KINDS.get(code)


async def page(subject: Subject, *, limit: int, cursor: str | None) -> Page[LifeEvent]:
    """The same page by page, the last one noticed first.

    Raises:
        BadCursor
    """
    purpose = f"profiles.events:{subject.id}"
    before = ground().cursors.read(purpose, cursor)
    async with database.reading():
        names = pairs(await agreed(subject))
        rows = await queries.page(
            subject.id, pairs=names, before=None if before is None else UUID(before), limit=limit + 1
        )
    return ground().cursors.page(
        purpose, rows, limit=limit, item=lambda row: keeping.happened(row).event, position=lambda row: str(row["id"])
    )


async def find(event_id: UUID) -> Happened | None:
    """An event that is not hidden; whoever asks shows it only to its subject."""
    row = await queries.by_id(event_id)
    return None if row is None or row["kind"] not in KINDS else keeping.happened(row)


async def agreed(subject: Subject) -> Agreed:
    """To what the person agreed, held until the caller's transaction ends; None: a firm, which the law allows."""
    if subject.kind != "person":
        return None
    held = (await attributes.agreements([subject.id], uses=USES)).get(subject.id, {})
    whole = Purpose.PERSONALISATION in held  # data of children count only beside it
    return {use: names for use, names in held.items() if whole or use is not Purpose.CHILDREN}


def pairs(agreed_to: Agreed) -> Pairs:
    """What may be behind an event that is shown, as SQL compares it: use and attribute; an empty name: a case."""
    if agreed_to is None:
        return None
    names = [(purpose.value, name) for purpose, several in agreed_to.items() for name in sorted({*several, ""})]
    return [one[0] for one in names], [one[1] for one in names]


async def say(subject: Subject, *, command: SayEvent, by: UUID) -> Happened:
    """Keep what somebody says of themselves or their firm, in the caller's transaction; again: another day.

    Raises:
        UnknownEventKind, EventNotSayable, EventDayUnlikely, TooManyEvents
    """
    known, day = _sayable(subject, command)
    async with database.transaction():
        await _lock([subject])
        rows = await queries.of([subject.id])
        mark = keeping.mark(subject.id, f"{known.code}:{about(known, day)}")
        same = next((row for row in rows if row["kind"] == known.code and row["about"] == mark), None)
        content = Content(about=about(known, day), day=day, source=SAID, as_of=regions.today())
        if same is None:
            if sum(row["told"] == Told.SAID for row in rows) >= SAID_MOST:
                raise TooManyEvents(most=SAID_MOST)
            event_id = new_id()
            await _keep([_row(event_id, subject, known, content, told=Told.SAID)])
        else:
            event_id = same["id"]
            if same["told"] == Told.SAID or same["hidden"]:
                await _say_again(same["id"], subject, content, told=Told(same["told"]))
        await _look_by(subject, known, day)
        await _record("profiles.event-said", subject, by=f"person:{by}")
    found = await find(event_id)
    if found is None:
        raise EventNotFound
    return found


async def take_back(subject: Subject, *, event_id: UUID, by: UUID) -> None:
    """It was not so, or is not to be shown: what was said is forgotten, what others told does not come back.

    Raises:
        EventNotFound
    """
    async with database.transaction():
        await _lock([subject])
        row = await queries.one(event_id, subject_id=subject.id)
        if row is None or row["hidden"]:
            raise EventNotFound
        if row["told"] == Told.SAID:
            await queries.delete([event_id])
        else:
            await queries.hide(event_id)
        await emit(LifeEventClosed(event_id=event_id, subject=subject, kind=row["kind"]))
        await _record("profiles.event-taken-back", subject, by=f"person:{by}")


async def hear_attributes(event: AttributesChanged) -> None:
    """Something else is known of a subject: open and end what follows from it."""
    await look([event.subject])


def hears_attributes(event: AttributesChanged) -> bool:
    """Whether an event could follow."""
    return not watched(keeping.SUBJECT_KINDS[event.subject.kind]).isdisjoint(event.names)


async def told_by_case(event: CaseMoved, case: Case) -> None:
    """A granted case tells of an event: of a firm always, of a person who agreed to that use."""
    if case.state != CONCLUDED or case.decision is None or case.decision.outcome != GRANTED:
        return
    subject = Subject(kind="person" if event.subject_kind == "person" else "organisation", id=event.subject_id)
    day = regions.local_time(case.decision.decided_at).date()
    for one in kinds_by_case(case.basic_code):
        if one.subject is keeping.SUBJECT_KINDS[subject.kind]:
            await _told_by_case(subject, one, day=day, source=case.department, case_id=event.case_id)


async def hear_withdrawal(event: ConsentWithdrawn) -> None:
    """A consent was taken back: what attributes and cases told for that use goes, unless it was given again."""
    subject = Subject(kind="person", id=event.person_id)
    async with database.transaction():
        await _lock([subject])
        if event.purpose in (await agreed(subject) or {}):
            return
        await _tell_closed(await queries.forget_told(event.person_id, purpose=event.purpose, but=Told.SAID))
        await look([subject])  # data of children count no longer either when personalisation went


async def look(subjects: Sequence[Subject]) -> None:
    """Compare what may be used about these subjects with the events that are kept, and put it right."""
    async with database.transaction():
        watches = await _lock(subjects)
        known = await attributes.attributes_of_many(subjects, uses=USES)
        kept: dict[UUID, list[Standing]] = {}
        for row in await queries.of([one.id for one in subjects]):
            kept.setdefault(row["subject_id"], []).append(_standing(row))
        opened: list[Row] = []
        closed: list[UUID] = []
        notes: list[tuple[UUID, Mapping[str, str], date | None]] = []
        for one in subjects:
            mine = known[one.id]
            marks = _marks(one, mine.facts)
            found = _planned(one, mine, marks, watches[one.id]["seen"], kept.get(one.id, ()))
            opened += [_of_attribute(one, opening, mine) for opening in found.openings]
            closed += found.closings
            notes.append((one.id, marks, found.look_on))
        await _tell_closed(await queries.delete(closed) if closed else ())
        await _keep(opened)
        await queries.note(notes)


async def sweep() -> int:
    """Look at those for whom a day has come: children of school age, retirement, what is over; how many."""
    rows = await queries.due(regions.today(), limit=AT_ONCE)
    if rows:
        await look([Subject(kind=keeping.IDENTITY_KINDS[row["kind"]], id=row["id"]) for row in rows])
    return len(rows)


def _planned(
    subject: Subject, known: Attributes, marks: Mapping[str, str], seen: Mapping[str, str], kept: Sequence[Standing]
) -> Plan:
    mine = kinds_of(keeping.SUBJECT_KINDS[subject.kind])
    return plan(mine, known.facts, marks=marks, seen=seen, standing=kept, on=regions.today())


def _sayable(subject: Subject, command: SayEvent) -> tuple[EventKind, date]:
    found = KINDS.get(command.kind)
    if found is None or found.subject is not keeping.SUBJECT_KINDS[subject.kind]:
        raise UnknownEventKind(kind=command.kind)
    if not found.sayable:
        raise EventNotSayable
    today = regions.today()
    earliest, latest = today - timedelta(days=found.say_past_days), today + timedelta(days=found.say_ahead_days)
    day = command.day or today
    if not earliest <= day <= latest:
        raise EventDayUnlikely(earliest=earliest.isoformat(), latest=latest.isoformat())
    return found, day


async def _told_by_case(subject: Subject, one: EventKind, *, day: date, source: str, case_id: UUID) -> None:
    async with database.transaction():
        await _lock([subject])
        known = await agreed(subject)
        if known is not None and one.purpose not in known:
            return
        content = Content(about=about(one, day), day=day, source=source, as_of=day, case_id=case_id)
        await _keep([_row(new_id(), subject, one, content, told=Told.CASE)])
        await _look_by(subject, one, day)


async def _look_by(subject: Subject, known: EventKind, day: date) -> None:
    """See to it that the event ends when it is over."""
    watch = (await _lock([subject]))[subject.id]
    over = day + timedelta(days=known.shown_days + 1)
    nearest = over if watch["look_on"] is None else min(over, watch["look_on"])
    await queries.note([(subject.id, watch["seen"], nearest)])


async def _keep(rows: Sequence[Row]) -> None:
    for row in await queries.insert(rows) if rows else ():
        subject = keeping.subject_of(row)
        await emit(LifeEventOpened(event_id=row["id"], subject=subject, kind=row["kind"]))
        await _record("profiles.event-opened", subject, by="system")


async def _say_again(event_id: UUID, subject: Subject, content: Content, *, told: Told) -> None:
    """A day that others told is not the person's to move; theirs is. Hidden or not, it is shown again."""
    row = await queries.one(event_id, subject_id=subject.id)
    if row is None:
        return
    kept = row["content"] if told is not Told.SAID else keeping.seal_content(content, row_id=event_id)
    await queries.replace_said(event_id, content=kept)
    await emit(LifeEventOpened(event_id=event_id, subject=subject, kind=row["kind"]))


async def _tell_closed(rows: Sequence[Record]) -> None:
    for row in rows:
        subject = keeping.subject_of(row)
        await emit(LifeEventClosed(event_id=row["id"], subject=subject, kind=row["kind"]))
        await _record("profiles.event-closed", subject, by="system")


async def _lock(subjects: Sequence[Subject]) -> Mapping[UUID, Record]:
    return await queries.lock([(one.id, keeping.SUBJECT_KINDS[one.kind]) for one in subjects])


async def _record(action: str, subject: Subject, *, by: str) -> None:
    kind_of_subject = keeping.SUBJECT_KINDS[subject.kind]
    await audit.record(action=action, actor=by, subject=f"{kind_of_subject}:{subject.id}", about=subject.id)


def _marks(subject: Subject, facts: Facts) -> dict[str, str]:
    """Marks of the values whose change would be an event."""
    names = remembered(keeping.SUBJECT_KINDS[subject.kind])
    return {
        name: keeping.mark(subject.id, f"{name}={msgspec.json.encode(facts[name].value).decode()}").hex()
        for name in names
        if name in facts and facts[name].value is not None
    }


def _standing(row: Record) -> Standing:
    content = keeping.content_of(row)
    return Standing(id=row["id"], kind=row["kind"], about=content.about, day=content.day, attribute=row["attribute"])


def _of_attribute(subject: Subject, opening: Opening, known: Attributes) -> Row:
    value = opening.known
    content = Content(
        about=opening.about, day=opening.day, source=value.source, as_of=value.as_of, source_kind=value.source_kind
    )
    use = known.held[opening.attribute][0].purpose
    told, kind_of_event = Told.ATTRIBUTE, KINDS[opening.kind]
    return _row(new_id(), subject, kind_of_event, content, told=told, attribute=opening.attribute, use=use)


def _row(
    event_id: UUID,
    subject: Subject,
    known: EventKind,
    content: Content,
    *,
    told: Told,
    attribute: str | None = None,
    use: Purpose | None = None,
) -> Row:
    return (
        event_id,
        keeping.SUBJECT_KINDS[subject.kind].value,
        subject.id,
        known.code,
        keeping.mark(subject.id, f"{known.code}:{content.about}"),
        told.value,
        attribute,
        (use or known.purpose).value,
        keeping.seal_content(content, row_id=event_id),
        now(),
    )
