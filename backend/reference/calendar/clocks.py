"""Clocks: when something is due, how much is left, and how that looks. Pure; every rule of counting stands here.

- The day on which a limit starts is not counted. A limit in working days ends on one. A limit in days, months or years
  that would end on a day off ends on the next working day; one in months ends on the day of the same number, or on the
  last of a shorter month (民法典 201 to 203). Hours are judged by the day: whole days, begun ones not counted.
- The days after a suspension began, up to and including the day of resumption, do not count. One that begins after the
  last day has come too late and changes nothing.
- A clock is read as it was known on `today`: later suspensions do not exist yet, one that ends later lasts still.
- While it is suspended nothing is due, and what is left stays as it was on the day of the suspension.
- A special procedure (特别程序: hearing, test, expert review) is a suspension that has a limit of its own: another
  clock, which starts on the day of the suspension.

Nothing here raises: a day beyond the calendar's end is the last one there is.
"""

from calendar import monthrange
from datetime import MAXYEAR, date
from typing import Final

from backend.reference.calendar.structs import (
    Clock,
    Day,
    Due,
    Light,
    Limit,
    LimitUnit,
    Pause,
    Reading,
    Remaining,
)
from backend.reference.calendar.working_days import WorkingDays

__all__ = (
    "Clock", "Due", "Light", "Limit", "LimitUnit", "Pause", "Reading", "Remaining", "WorkingDays", "due", "light",
    "reading", "remaining",
)  # fmt: skip

MONTHS_OF_YEAR: Final = 12
HOURS_OF_DAY: Final = 24
YELLOW_SHARE: Final = 5  # a fifth of the limit or less
YELLOW_DAYS: Final = 1  # or the last day but one, however short the limit is
FOREVER: Final = date.max


def due(clock: Clock, calendar: WorkingDays, *, today: date) -> Due:
    """The last day in time; none while the clock is paused."""
    stretches = _stretches(clock, today)
    end = _end(clock, calendar, stretches)
    return Due(day=None if _open(stretches) else end.day, provisional=end.provisional)


def remaining(clock: Clock, calendar: WorkingDays, *, today: date) -> Remaining:
    """What is left after today; while the clock is paused, after the day on which it was paused."""
    stretches = _stretches(clock, today)
    return _left(clock, calendar, stretches, _end(clock, calendar, stretches), today)


def light(clock: Clock, calendar: WorkingDays, *, today: date) -> Light:
    """Red when overdue, yellow when a fifth of the limit or one day is left; a paused clock keeps its colour."""
    return _light(clock, calendar, remaining(clock, calendar, today=today))


def reading(clock: Clock, calendar: WorkingDays, *, today: date) -> Reading:
    """All of it at once, as pages show it."""
    stretches = _stretches(clock, today)
    end, paused = _end(clock, calendar, stretches), _open(stretches)
    left = _left(clock, calendar, stretches, end, today)
    return Reading(
        day=None if paused else end.day,
        provisional=end.provisional,
        paused=paused,
        remaining=left,
        light=_light(clock, calendar, left),
    )


def _left(clock: Clock, calendar: WorkingDays, stretches: list[Pause], end: Day, today: date) -> Remaining:
    on = max(clock.started_on, stretches[-1].since if _open(stretches) else today)
    if clock.limit.unit is LimitUnit.WORKING_DAYS:
        days, unit = calendar.between(on, end.day).days, LimitUnit.WORKING_DAYS
    else:
        days, unit = (end.day - on).days, LimitUnit.DAYS
    return Remaining(days=days, unit=unit, overdue=on > end.day, provisional=end.provisional)


def _light(clock: Clock, calendar: WorkingDays, left: Remaining) -> Light:
    if left.overdue:
        return Light.RED
    close = left.days <= YELLOW_DAYS or left.days * YELLOW_SHARE <= _whole(clock, calendar)
    return Light.YELLOW if close else Light.GREEN


def _whole(clock: Clock, calendar: WorkingDays) -> int:
    """The length of the limit in the days that `remaining` counts."""
    if clock.limit.unit is LimitUnit.WORKING_DAYS:
        return _amount(clock)
    return (_rolled(_run_out(clock), calendar).day - clock.started_on).days


def _amount(clock: Clock) -> int:
    return max(0, clock.limit.amount + clock.extended)


def _open(stretches: list[Pause]) -> bool:
    return bool(stretches) and stretches[-1].until is None


def _stretches(clock: Clock, today: date) -> list[Pause]:
    """The clock's pauses as known today: in order, without overlaps, none before its start; only the last may last."""
    known = sorted(
        (max(one.since, clock.started_on), FOREVER if one.until is None or one.until > today else one.until)
        for one in clock.pauses
        if one.since <= today
    )
    joined: list[tuple[date, date]] = []
    for since, until in known:
        if joined and since <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], until)
        elif since <= until:
            joined.append((since, until))
    return [Pause(since=since, until=None if until == FOREVER else until) for since, until in joined]


def _end(clock: Clock, calendar: WorkingDays, stretches: list[Pause]) -> Day:
    """The last day in time, all pauses that are over taken into account."""
    if clock.limit.unit is LimitUnit.WORKING_DAYS:
        return _end_in_working_days(clock, calendar, stretches)
    last = _run_out(clock)
    end = _rolled(last, calendar)
    for since, until in _over(stretches):
        if since > end.day:
            break
        # A pause that began on the days off after the last day still leaves the day of its resumption.
        last = max(_later(last, (until - since).days), until)
        end = _rolled(last, calendar)
    return end


def _end_in_working_days(clock: Clock, calendar: WorkingDays, stretches: list[Pause]) -> Day:
    amount = _amount(clock)
    end = calendar.add(clock.started_on, amount)
    for since, until in _over(stretches):
        if since > end.day:
            break
        amount += calendar.between(since, until).days
        end = calendar.add(clock.started_on, amount)
    return end


def _over(stretches: list[Pause]) -> list[tuple[date, date]]:
    return [(one.since, one.until) for one in stretches if one.until is not None]


def _run_out(clock: Clock) -> date:
    """The day on which a limit in days, months, years or hours runs out by counting alone."""
    start, amount = clock.started_on, _amount(clock)
    match clock.limit.unit:
        case LimitUnit.MONTHS:
            return _months_later(start, amount)
        case LimitUnit.YEARS:
            return _months_later(start, amount * MONTHS_OF_YEAR)
        case LimitUnit.HOURS:
            return _later(start, amount // HOURS_OF_DAY)
        case _:
            return _later(start, amount)


def _rolled(last: date, calendar: WorkingDays) -> Day:
    return calendar.first_from(last)


def _later(day: date, days: int) -> date:
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * MONTHS_OF_YEAR + day.month - 1 + months, MONTHS_OF_YEAR)
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
