"""Looking: what people see of their cases, what officers see of their places', what anybody sees with a query code."""

import hmac
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from asyncpg import Record

from backend.core import database, rates
from backend.core.ground import ground
from backend.core.pages import EARLIEST, LATEST, at_moment, moment_and_id
from backend.core.structs import Page
from backend.identity.delegations.structs import DelegatedAction
from backend.identity.people import service as people
from backend.reference.calendar import service as calendars
from backend.reference.calendar.structs import Light
from backend.services.cases.flow import engine, frozen, list_queries, queries, records, standing, sweeping
from backend.services.cases.flow.desk_views import desk_case_of, part_of, part_summary_of
from backend.services.cases.flow.dossier import NEVER, Dossier
from backend.services.cases.flow.errors import CaseNotFound, EnquiryWrong, TooManyEnquiries
from backend.services.cases.flow.kinds import State
from backend.services.cases.flow.places import plain, prefix_of
from backend.services.cases.flow.shown import Case, CaseSummary, TrailEntry
from backend.services.cases.flow.shown_desk import Counts, DeskCase, Enquiry, Part, PartSummary
from backend.services.cases.flow.transitions import STATE_WORDS
from backend.services.cases.flow.views import case_of, entry_of, light_today, summary_of

FIRST_DAY: Final = (date(1970, 1, 1), UUID(int=0))
COUNTED_MOST: Final = 999  # a badge shows "999+"
ENQUIRIES_MOST: Final = 5  # per number and hour: 29^6 codes are not tried out at that pace


async def find(case_id: UUID, *, person_id: UUID) -> Case:
    """A case as its applicant sees it.

    Raises:
        CaseNotFound: not there, or the person may not look at it (any more).
    """
    case = await followed(case_id, person_id)
    return case_of(case, await calendars.current(), today=calendars.today())


async def mine(person_id: UUID, *, limit: int, cursor: str | None, standing_in: str) -> Page[CaseSummary]:
    """The cases of everybody whose cases the person may look at, the newest first.

    Raises:
        BadCursor
    """
    purpose = f"cases:{person_id}:{standing_in}"
    before = moment_and_id(ground().cursors.read(purpose, cursor), first=LATEST)
    subjects = await standing.followed(person_id)
    rows = await list_queries.mine(subjects, before=before, limit=limit + 1, standing=standing_in)
    return await _page(purpose, rows, limit=limit)


async def open_of(person_id: UUID, *, limit: int) -> list[CaseSummary]:
    """The person's own open cases, the newest first."""
    own: list[dict[str, object]] = [{"kind": "person", "id": str(person_id), "codes": []}]
    rows = await list_queries.mine(own, before=LATEST, limit=limit, standing="open")
    return (await _page(f"cases-open:{person_id}", rows, limit=limit)).items


async def of_bundle(bundle_id: UUID) -> list[Case]:
    """The cases of a bundle; whoever calls has asked whether the bundle may be seen."""
    today, calendar = calendars.today(), await calendars.current()
    found = await engine.load_many(await queries.cases_of_bundle(bundle_id))
    return [case_of(one, calendar, today=today) for one in found]


async def trail(case_id: UUID, *, person_id: UUID, limit: int, cursor: str | None) -> Page[TrailEntry]:
    """What was said to the applicant, in order.

    Raises:
        CaseNotFound, BadCursor
    """
    await followed(case_id, person_id)
    return await _trail(case_id, limit=limit, cursor=cursor, everything=False)


async def desk_case(case_id: UUID, *, person_id: UUID) -> DeskCase:
    """A case as its officers see it; looking issues cards that are due, so that no clock is shown better than it is.

    Raises:
        CaseNotFound: no post of the person covers it.
    """
    row = await queries.case_of_decider(case_id, await standing.scope(person_id))
    return await shown_to_officer(await _loaded(row), person_id=person_id)


async def shown_to_officer(case: Dossier, *, person_id: UUID) -> DeskCase:
    """The same of a case that the officer just moved."""
    case = await sweeping.brought_up_to_date(case)
    item = await frozen.item(case.content.snapshot_id)
    names = await people.names_of([case.assigned_to] if case.assigned_to else [])
    return desk_case_of(
        case, item, await calendars.current(), today=calendars.today(), person_id=person_id,
        assigned_name=names.get(case.assigned_to) if case.assigned_to else None,
    )  # fmt: skip


async def desk_trail(case_id: UUID, *, person_id: UUID, limit: int, cursor: str | None) -> Page[TrailEntry]:
    """Everything that happened, in order.

    Raises:
        CaseNotFound, BadCursor
    """
    if await queries.case_of_decider(case_id, await standing.scope(person_id)) is None:
        raise CaseNotFound
    return await _trail(case_id, limit=limit, cursor=cursor, everything=True)


async def queue(
    person_id: UUID,
    *,
    limit: int,
    cursor: str | None,
    state: State | None,
    light: Light | None,
    item: str | None,
    department: str | None,
    region: str | None,
    assigned: str | None,
    number: str | None,
) -> Page[CaseSummary]:
    """The queue of the person's places, the nearest due day first: live cases, or those of one state.

    Raises:
        BadCursor: it belongs to other filters.
    """
    purpose = f"queue:{person_id}:{state}:{light}:{item}:{department}:{region}:{assigned}:{number}"
    rows = await list_queries.queue(
        await standing.scope(person_id),
        after=_day_and_id(ground().cursors.read(purpose, cursor)),
        limit=limit + 1,
        department=plain(department) if department else None,
        region_prefix=prefix_of(region) if region else None,
        filters=_filters(state, light, item, assigned, number),
        number=number,
        assigned_to=person_id if assigned == "me" else None,
    )
    today, calendar = calendars.today(), await calendars.current()
    officers = await people.names_of(sorted({row["assigned_to"] for row in rows if row["assigned_to"]}))
    return ground().cursors.page(
        purpose,
        rows,
        limit=limit,
        item=lambda row: summary_of(row, calendar, today=today, officers=officers),
        position=lambda row: f"{row['due_on']} {row['id']}",
    )


async def taken_in(person_id: UUID, *, limit: int, cursor: str | None) -> Page[CaseSummary]:
    """What the person's places took in for other places, the newest first.

    Raises:
        BadCursor
    """
    purpose = f"taken-in:{person_id}"
    before = moment_and_id(ground().cursors.read(purpose, cursor), first=LATEST)
    rows = await list_queries.taken_in(await standing.scope(person_id), before=before, limit=limit + 1)
    return await _page(purpose, rows, limit=limit)


async def taken_in_one(case_id: UUID, *, person_id: UUID) -> Case:
    """A case that the person's place took in, as its applicant sees it.

    Raises:
        CaseNotFound
    """
    case = await _current(await queries.case_of_receiver(case_id, await standing.scope(person_id)))
    return case_of(case, await calendars.current(), today=calendars.today())


async def intake_of(case_id: UUID, *, person_id: UUID) -> Case:
    """A case that the person's place decides or took in, as its applicant sees it.

    Raises:
        CaseNotFound
    """
    scope = await standing.scope(person_id)
    row = await queries.case_of_decider(case_id, scope) or await queries.case_of_receiver(case_id, scope)
    return case_of(await _current(row), await calendars.current(), today=calendars.today())


async def counts(person_id: UUID) -> Counts:
    """The desk at a glance."""
    scope = await standing.scope(person_id)
    states = {row["state"]: row["cases"] for row in await list_queries.counts(scope)}
    few = await list_queries.attention(scope, person_id=person_id, most=COUNTED_MOST)
    found = dict(few) if few else {}
    numbers = {name: int(found.get(name, 0)) for name in ("red", "yellow", "mine", "parts")}
    return Counts(states={state: number for state, number in states.items() if number}, most=COUNTED_MOST, **numbers)


async def parts(person_id: UUID, *, limit: int, cursor: str | None) -> Page[PartSummary]:
    """What other departments ask of the person's, the oldest first.

    Raises:
        BadCursor
    """
    purpose, today = f"parts:{person_id}", calendars.today()
    after = moment_and_id(ground().cursors.read(purpose, cursor), first=EARLIEST)
    rows = await list_queries.parts(await standing.scope(person_id), after=after, limit=limit + 1)
    return ground().cursors.page(
        purpose,
        rows,
        limit=limit,
        item=lambda row: part_summary_of(row, today=today),
        position=at_moment("begun_at"),
    )


async def part(part_id: UUID, *, person_id: UUID) -> Part:
    """A part: the question, what goes with it, and nothing else of the case.

    Raises:
        CaseNotFound: no post covers the department that was asked.
    """
    row = await queries.case_of_part(part_id, await standing.scope(person_id))
    if row is None:
        raise CaseNotFound
    case = await engine.load(row)
    return part_of(case, next(one for one in case.steps if one.id == part_id))


async def enquire(number: str, *, query_code: str) -> Enquiry:
    """How the case of this number stands, for whoever has its query code.

    Raises:
        EnquiryWrong: the two do not belong together.
        TooManyEnquiries: somebody tries.
    """
    window = timedelta(hours=1)
    if seconds := await rates.count(f"case-enquiry:{number}", most=ENQUIRIES_MOST, window=window):
        raise TooManyEnquiries(seconds=seconds)
    row = await queries.by_number(number)
    if row is None:
        raise EnquiryWrong
    given = records.query_code_hash(ground().keyring, row["id"], query_code.upper())
    if not hmac.compare_digest(row["query_code_hash"], given):
        raise EnquiryWrong
    state, due_on = State(row["state"]), row["due_on"]
    return Enquiry(
        number=number, item_name=row["item_name"], department=row["department"], state=state,
        state_words=STATE_WORDS[state], due_on=None if due_on == NEVER else due_on,
        light=light_today(row, today=calendars.today()),
    )  # fmt: skip


async def followed(case_id: UUID, person_id: UUID) -> Dossier:
    """The case, asked with the authority held, so that a delegation ended first hides it.

    Raises:
        CaseNotFound
    """
    async with database.transaction():
        row = await queries.case(case_id)
        if row is None:
            raise CaseNotFound
        subject = standing.subject_of(row["subject_kind"], row["subject_id"])
        code, today = row["basic_code"], calendars.today()
        await standing.require(person_id, subject, action=DelegatedAction.FOLLOW, basic_code=code, on=today)
        return await engine.load(row)


async def _current(row: Record | None) -> Dossier:
    """The case with every card issued that is due.

    Raises:
        CaseNotFound
    """
    return await sweeping.brought_up_to_date(await _loaded(row))


async def _loaded(row: Record | None) -> Dossier:
    if row is None:
        raise CaseNotFound
    return await engine.load(row)


async def _trail(case_id: UUID, *, limit: int, cursor: str | None, everything: bool) -> Page[TrailEntry]:
    purpose = f"trail:{case_id}:{everything}"
    after = int(ground().cursors.read(purpose, cursor) or 0)
    rows = await list_queries.trail(case_id, after=after, limit=limit + 1, everything=everything)
    return ground().cursors.page(purpose, rows, limit=limit, item=entry_of, position=lambda row: str(row["seq"]))


def _filters(
    state: State | None, light: Light | None, item: str | None, assigned: str | None, number: str | None
) -> list[tuple[str, object]]:
    """The pieces of the queue's statement; live cases unless a state or a number is asked for."""
    found: list[tuple[str, object]] = []
    if state is not None:
        found.append((list_queries.STATE, state))
    elif number is None:
        found.append((f"and {list_queries.LIVE}", None))
    if light is not None:
        found.append((list_queries.LIGHT_IS, light))
    if item is not None:
        found.append((list_queries.ITEM, item))
    if assigned == "nobody":
        found.append((list_queries.UNASSIGNED, None))
    return found


async def _page(purpose: str, rows: Sequence[Record], *, limit: int) -> Page[CaseSummary]:
    today, calendar = calendars.today(), await calendars.current()
    return ground().cursors.page(
        purpose,
        rows,
        limit=limit,
        item=lambda row: summary_of(row, calendar, today=today),
        position=at_moment("submitted_at"),
    )


def _day_and_id(position: str | None) -> tuple[date, UUID]:
    if position is None:
        return FIRST_DAY
    day, _, row_id = position.partition(" ")
    return date.fromisoformat(day), UUID(row_id)
