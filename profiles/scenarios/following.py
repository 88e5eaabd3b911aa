"""Open scenarios follow what happens: events open and close them, cases and attributes move them, answers settle them.

Every writer holds the rows it writes, and writes what is so now, so that the same news twice, or in another order,
comes to the same.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

import msgspec
from asyncpg import Record

from backend.core import database
from backend.core.ids import new_id
from backend.core.logs import logger
from backend.core.structs import now
from backend.identity.people.structs import Subject
from backend.reference.calendar import service as calendars
from backend.reference.calendar.clocks import WorkingDays
from backend.reference.regions import service as regions
from backend.services.cases.flow import service as cases
from backend.services.cases.flow.errors import CaseNotFound
from backend.services.cases.flow.structs import Case, CaseMoved, State
from profiles.attributes import service as attributes
from profiles.attributes.conditions import Facts, Purpose, Verdict, verdict_of
from profiles.attributes.structs import AttributesChanged
from profiles.events import service as events
from profiles.events.structs import Happened, LifeEventClosed, LifeEventOpened
from profiles.scenarios import keeping, library, queries, standing
from profiles.scenarios.definitions import Definition
from profiles.scenarios.engine import CaseStanding, Doings, Progress, belongs, follow
from profiles.scenarios.keeping import Content

USES: Final = (Purpose.PERSONALISATION, Purpose.CHILDREN, Purpose.BENEFITS)
GRANTED: Final = "granted"
GONE: Final = "gone"  # withdrawn or void: as if it had never been
BACK_DAYS: Final = 4000  # no event is shown longer than ten years
TIDY: Final = 5_000
log = logger(__name__)
_ENDS: Final = {State.NOT_ACCEPTED, State.CONCLUDED, State.WITHDRAWN, State.VOID}
_BEST: Final = {CaseStanding.REFUSED: 0, CaseStanding.OPEN: 1, CaseStanding.GRANTED: 2}


async def hear_opened(event: LifeEventOpened) -> None:
    """Open what the event opens, unless that was done, or the event is gone again."""
    async with database.transaction():
        found = await events.find(event.event_id)
        if found is not None:
            await open_for_event(found)


async def hear_closed(event: LifeEventClosed) -> None:
    """Forget what the event opened, unless it is there again."""
    async with database.transaction():
        if await events.find(event.event_id) is None:
            await queries.close(event.event_id)


async def hear_case(event: CaseMoved) -> None:
    """A case began or ended: it may be a step, and it may be an event of its own."""
    of_person = event.subject_kind == "person"
    try:
        case = await cases.find(event.case_id, person_id=event.subject_id if of_person else event.applicant_id)
    except CaseNotFound:  # who applied for the firm speaks for it no longer
        log.warning("profiles.case-unseen", case_id=str(event.case_id))
        return
    await events.told_by_case(event, case)
    await library.fresh()
    if case.basic_code not in library.basic_codes():
        return
    async with database.transaction():
        await queries.keep_case(
            case.id,
            subject_id=event.subject_id,
            basic_code=case.basic_code,
            standing=_standing_of(case),
            began_on=regions.local_time(case.submitted_at).date(),
            version=case.version,
        )
        await refresh(Subject(kind="person" if of_person else "organisation", id=event.subject_id))


def hears_case(event: CaseMoved) -> bool:
    """Beginnings and ends; what lies between is in progress anyhow."""
    return event.from_state == State.DRAFT or (event.to_state in _ENDS and event.from_state not in _ENDS)


async def hear_attributes(event: AttributesChanged) -> None:
    """Something else is known: answers fill in by themselves, steps are done."""
    async with database.transaction():
        await refresh(event.subject)


def hears_attributes(event: AttributesChanged) -> bool:
    """Whether a scenario looks at what has changed."""
    return not library.looked_at(standing.KINDS[event.subject.kind]).isdisjoint(event.names)


async def open_for_event(found: Happened) -> None:
    """Keep the scenarios that the event opens for its subject, in the caller's transaction."""
    await library.fresh()
    definitions = library.opened_by(found.event.kind, on=regions.today())
    if not definitions:
        return
    known = await known_of(found.subject)
    meant = [
        one
        for one in definitions
        if verdict_of(one.when, usable(one, known.facts), on=regions.today()) is not Verdict.NOT_MET
    ]
    if meant:
        await queries.insert([_row(found, one, known) for one in meant])


async def refresh(subject: Subject) -> None:
    """Look at every open scenario of a subject again, in the caller's transaction."""
    rows = await queries.held(subject.id)
    if not rows:
        return
    await library.fresh(rows)
    known = await known_of(subject)
    changed = []
    for row in rows:
        before = keeping.content_of(row)
        definition = keeping.definition_of(row)
        after = keeping.summed_up(before, progress_of(definition, known, before))
        if after != before:
            changed.append((row["id"], keeping.seal_content(after, row_id=row["id"])))
    if changed:
        await queries.write(changed, at=now())


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """All that progress is computed from, read once for all scenarios of a subject."""

    facts: Facts
    cases: Sequence[Record]
    calendar: WorkingDays


async def known_of(subject: Subject) -> Known:
    """What may be used about the subject, and its cases; holds the consents in a transaction."""
    facts = (await attributes.attributes_of(subject, uses=USES)).facts
    return Known(facts=facts, cases=await queries.cases(subject.id), calendar=await calendars.current())


def progress_of(definition: Definition, known: Known, content: Content) -> Progress:
    """How a scenario stands today, with the cases that belong to its event."""
    day = content.event.day
    return follow(
        definition,
        usable(definition, known.facts),
        content.answers,
        Doings(cases=_best(known.cases, day, definition), ticked=frozenset(content.ticked)),
        on=regions.today(),
        day=day,
        calendar=known.calendar,
    )


def usable(definition: Definition, facts: Facts) -> Facts:
    """Data kept for benefits are looked at by scenarios of benefits only."""
    may = library.may_look_at(definition.subject, definition.purpose)
    return {name: known for name, known in facts.items() if name in may}


async def tidy() -> int:
    """Forget cases that no scenario can look back to; how many."""
    return await queries.forget_cases(regions.today() - timedelta(days=BACK_DAYS), limit=TIDY)


def _row(found: Happened, definition: Definition, known: Known) -> tuple[object, ...]:
    row_id, why = new_id(), found.event.why
    bare = Content(event=found.event)
    content = keeping.summed_up(bare, progress_of(definition, known, bare))
    kind = standing.KINDS[found.subject.kind].value
    return (
        row_id, kind, found.subject.id, found.event.id, definition.code, definition.version, why.told.value,
        why.attribute, found.purpose.value, keeping.seal_content(content, row_id=row_id), now(),
    )  # fmt: skip


def _standing_of(case: Case) -> str:
    if case.state in {State.WITHDRAWN, State.VOID}:
        return GONE
    if case.state is State.NOT_ACCEPTED:
        return CaseStanding.REFUSED
    if case.state is not State.CONCLUDED:
        return CaseStanding.OPEN
    granted = case.decision is not None and case.decision.outcome == GRANTED
    return CaseStanding.GRANTED if granted else CaseStanding.REFUSED


def _best(rows: Sequence[Record], day: date, definition: Definition) -> Mapping[str, CaseStanding]:
    """By item the case that got furthest; one that was refused and handed in again counts as open."""
    found: dict[str, CaseStanding] = {}
    for row in rows:
        if row["standing"] == GONE or not belongs(day, row["began_on"], lead_days=definition.lead_days):
            continue
        one = CaseStanding(row["standing"])
        if row["basic_code"] not in found or _BEST[one] >= _BEST[found[row["basic_code"]]]:
            found[row["basic_code"]] = one
    return found
