"""When a hall is open: its weekly hours, the days it closes itself, and the working days of the calendar."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import Protocol

import msgspec

from backend.reference.regions.service import PROVINCE_TIME, local_time
from backend.services.windows.structs import Hours, Stretch

MONDAY, FRIDAY = 1, 5
RUN_MOST = 10  # days: the longest holiday there was is shorter on either side of its weekend
LOOK_AHEAD = 30  # days in which the next opening is looked for


class Calendar(Protocol):
    """What is asked of the calendar."""

    def is_working(self, day: date) -> bool:
        """Whether offices work on this day."""
        ...

    def is_published(self, day: date) -> bool:
        """Whether the year's notice is out."""
        ...


class Times(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of a hall that decides when it is open. Kiosks in the open follow no holidays."""

    hours: Sequence[Hours]
    follows_holidays: bool
    closed_dates: Collection[date]
    active: bool = True


def of_day(times: Times, day: date, calendar: Calendar) -> list[Stretch]:
    """The stretches of a day, in order; none when it is closed.

    A weekend on which offices work (调休) has its own hours if it has any, else Monday's. A weekend inside a holiday
    is closed, also where Saturdays are usually open.
    """
    if not times.active or day in times.closed_dates:
        return []
    weekday = day.isoweekday()
    if times.follows_holidays:
        if calendar.is_working(day):
            known = any(one.weekday == weekday for one in times.hours)
            weekday = weekday if known or weekday <= FRIDAY else MONDAY
        elif weekday <= FRIDAY or _in_holiday(day, calendar):
            return []
    found = [one for one in times.hours if one.weekday == weekday]
    return [Stretch(opens=one.opens, closes=one.closes) for one in sorted(found, key=lambda one: one.opens)]


def is_open(times: Times, at: datetime, calendar: Calendar) -> bool:
    """Whether somebody who comes now finds it open."""
    local = local_time(at)
    clock = f"{local:%H:%M}"
    return any(one.opens <= clock < one.closes for one in of_day(times, local.date(), calendar))


def opens_next(times: Times, at: datetime, calendar: Calendar) -> datetime | None:
    """The next moment at which it opens; None when it is open now, or stays closed as far as we look."""
    if is_open(times, at, calendar):
        return None
    today = local_time(at).date()
    for number in range(LOOK_AHEAD + 1):
        day = today + timedelta(days=number)
        for one in of_day(times, day, calendar):
            moment = datetime.combine(day, time.fromisoformat(one.opens), PROVINCE_TIME)
            if moment > at:
                return moment
    return None


def closed_between(times: Times, first: date, *, days: int, calendar: Calendar) -> list[date]:
    """The days from `first` on on which it stays closed."""
    span = (first + timedelta(days=number) for number in range(days))
    return [day for day in span if not of_day(times, day, calendar)]


def clash(hours: Sequence[Hours]) -> int | None:
    """The first weekday whose stretches overlap or are empty; None when they can be used."""
    last: dict[int, str] = {}
    for one in sorted(hours, key=lambda one: (one.weekday, one.opens)):
        if one.opens >= one.closes or one.opens < last.get(one.weekday, ""):
            return one.weekday
        last[one.weekday] = one.closes
    return None


def _in_holiday(day: date, calendar: Calendar) -> bool:
    """Whether the days off around this weekend reach into a week: then it is part of a holiday."""
    for step in (timedelta(days=-1), timedelta(days=1)):
        other = day
        for _ in range(RUN_MOST):
            other += step
            if calendar.is_working(other):
                break
            if other.isoweekday() <= FRIDAY:
                return True
    return False
