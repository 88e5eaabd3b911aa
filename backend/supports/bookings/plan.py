"""From an opening plan to times: which slots a resource has on which days, by the clocks of the province."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from backend.reference.regions.service import PROVINCE_TIME
from backend.supports.bookings.structs import Opening

FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2999, 1, 1)


@dataclass(frozen=True)
class PlannedSlot:
    """A time that the plan wants to exist."""

    starts_at: datetime
    ends_at: datetime
    capacity: int


def clash(plan: Sequence[Opening]) -> int | None:
    """The first weekday whose times overlap, or hold no slot at all; None when the plan is usable."""
    ordered = sorted(plan, key=lambda one: (one.weekday, one.opens))
    for opening in ordered:
        if _minutes(opening.closes) - _minutes(opening.opens) < opening.slot_minutes:
            return opening.weekday
    for before, after in pairwise(ordered):
        if before.weekday == after.weekday and after.opens < before.closes:
            return after.weekday
    return None


def slots(plan: Sequence[Opening], *, first: date, days: int, closed: Collection[date]) -> list[PlannedSlot]:
    """Every slot of the days from `first` on, in order; what is left of an opening after its last slot is no slot."""
    found = []
    for day in (first + timedelta(days=number) for number in range(days)):
        if day not in closed:
            openings = sorted((one for one in plan if one.weekday == day.isoweekday()), key=lambda one: one.opens)
            found += [slot for opening in openings for slot in _of_day(opening, day)]
    return found


def midnight(day: date) -> datetime:
    """When the day begins in the province. Days at the ends of the calendar are brought to where no slot is, either."""
    return datetime.combine(min(max(day, FIRST_DAY), LAST_DAY), time.min, PROVINCE_TIME)


def hours_of(day: date, *, days: int = 1) -> tuple[datetime, datetime]:
    """From when to when the day lasts, or several days from this one on."""
    return midnight(day), midnight(day) + timedelta(days=days)


def _of_day(opening: Opening, day: date) -> Iterator[PlannedSlot]:
    length = timedelta(minutes=opening.slot_minutes)
    starts = midnight(day) + timedelta(minutes=_minutes(opening.opens))
    closes = midnight(day) + timedelta(minutes=_minutes(opening.closes))
    while starts + length <= closes:
        yield PlannedSlot(starts_at=starts, ends_at=starts + length, capacity=opening.capacity)
        starts += length


def _minutes(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)
