"""Applications that a mini-app hands in for the person who holds the phone, and how those stand.

A mini-app's write is told before it is done. So the case is made twice: once in a savepoint that is taken back, which
says exactly what it will be, by the very code that makes every case; and once for good, in the transaction that
ends the call. Both under one id and number, so that neither a repeated run nor a repeated tap makes a second one.
"""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from backend.core import database
from backend.core.errors import Changed, Refusal
from backend.reference.calendar import clocks
from backend.reference.calendar import service as calendars
from backend.reference.calendar.clocks import WorkingDays
from backend.reference.calendar.structs import Clock, Limit
from backend.services.cases.flow import engine, queries, receiving
from backend.services.cases.flow.errors import HandedInOtherwise, OtherDepartmentsItem
from backend.services.cases.flow.structs import Case, Channel, State
from backend.services.cases.flow.views import case_of
from backend.services.cases.forms import service as forms
from backend.services.cases.forms.service import ApplyAtOnce, Prepared
from backend.services.cases.forms.structs import Missing
from backend.services.items import service as items

SAME: Final = ("number", "item_code", "department", "region_code", "state", "due_on")
"""What was told of the case, and must be so at the end."""


@dataclass(frozen=True, kw_only=True)
class Tap:
    """One tap in a mini-app: whose, in which one, of which department; `attempt` is the same in every repeated run."""

    person_id: UUID
    app_id: str
    department: str
    attempt: str

    @property
    def case_id(self) -> UUID:
        """The id of the case that comes of this tap, and of no other."""
        digest = hashlib.sha256(f"case {self.app_id} {self.person_id} {self.attempt}".encode()).digest()
        return UUID(bytes=digest[:16], version=5)


@dataclass(frozen=True, kw_only=True)
class CaseOfApp:
    """A case as the mini-app that handed it in may know it, with the days that follow from it today."""

    case: Case
    remaining_days: int | None
    promised_on: date | None


@dataclass(frozen=True, kw_only=True)
class Promised:
    """What an application will become: a case, or nothing while something is missing."""

    prepared: Prepared
    missing: list[Missing]
    case: CaseOfApp | None


class _TakenBackError(Exception):
    """Ends the savepoint in which a case was made to be looked at."""


async def promise(tap: Tap, command: ApplyAtOnce, *, at: datetime) -> Promised:
    """Work the application out, and if nothing is missing, the case that it will be.

    Raises:
        OtherDepartmentsItem: the mini-app's department does not handle the item at this place.
        what `forms.prepare_at_once` and `submit` refuse.
    """
    async with database.transaction():
        item = await items.at_place(command.basic_code, region_code=command.region_code)
        if not await items.is_handled_by(item, tap.department):
            raise OtherDepartmentsItem(item=command.basic_code, department=item.department.name)
        prepared = await forms.prepare_at_once(tap.person_id, command=command)
        if prepared.missing:
            return Promised(prepared=prepared, missing=prepared.missing, case=None)
        rehearsed: list[Case] = []
        with suppress(_TakenBackError):
            async with database.savepoint():
                rehearsed.append(await _make(tap, prepared, at=at))
                raise _TakenBackError
    shown = _shown(rehearsed[0], await calendars.current(), today=calendars.today(), promised=item.promised_limit)
    return Promised(prepared=prepared, missing=[], case=shown)


async def hand_in(tap: Tap, promised: Promised) -> Case:
    """Make the promised case for good, as of the moment that was told. What stands in its way now has changed since.

    Raises:
        HandedInOtherwise, NumberTaken
    """
    if promised.case is None:
        raise ValueError("nothing was promised")
    told = promised.case.case
    try:
        case = await _make(tap, promised.prepared, at=told.submitted_at, number=told.number)
    except Changed:
        raise
    except Refusal as refusal:
        raise HandedInOtherwise from refusal
    if any(getattr(case, name) != getattr(told, name) for name in SAME):
        raise HandedInOtherwise
    return case


async def cases(app_id: str, *, person_id: UUID, numbers: Sequence[str], limit: int) -> list[CaseOfApp]:
    """What the mini-app handed in for the person themself, the newest first."""
    rows = await queries.of_app(app_id, person_id=person_id, numbers=numbers, limit=limit)
    calendar, today = await calendars.current(), calendars.today()
    return [
        _shown(case_of(one, calendar, today=today), calendar, today=today, promised=one.content.terms.promised_limit)
        for one in await engine.load_many(rows)
    ]


async def _make(tap: Tap, prepared: Prepared, *, at: datetime, number: str | None = None) -> Case:
    ready = await forms.take_at_once(tap.person_id, prepared=prepared, case_id=tap.case_id)
    return await receiving.receive(
        ready, case_id=tap.case_id, channel=Channel.MINI_APP, at=at, app_id=tap.app_id, number=number
    )


def _shown(case: Case, calendar: WorkingDays, *, today: date, promised: Limit) -> CaseOfApp:
    running = case.due_on is not None and case.state is not State.SUPPLEMENT_REQUESTED
    left = calendar.between(today, case.due_on).days if running and case.due_on else None
    return CaseOfApp(
        case=case, remaining_days=left, promised_on=_promised_on(case, calendar, today=today, limit=promised)
    )


def _promised_on(case: Case, calendar: WorkingDays, *, today: date, limit: Limit) -> date | None:
    """The last day of the promise; before acceptance, as if acceptance took all the time that it may."""
    if case.promised is not None:
        return case.promised.due_on
    if case.state is not State.SUBMITTED or case.due_on is None:
        return None
    return clocks.due(Clock(started_on=case.due_on, limit=limit), calendar, today=today).day
