"""Working days as plain arithmetic: immutable, synchronous, and it never raises, however far away the days are."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import MAXYEAR, MINYEAR, date, timedelta

from backend.reference.calendar import holidays
from backend.reference.calendar.holidays import SATURDAY
from backend.reference.calendar.structs import Count, Day


class WorkingDays:
    """The calendar of a province as it is known now.

    `published` are the years whose notice is out, `changed` the days that notices name (True: offices work). A notice
    may change the last days of the year before. In other years the days off are those that law names, and whatever is
    computed over them is provisional.
    """

    __slots__ = ("_changed", "_of_year", "_published")

    def __init__(self, published: Iterable[int], changed: Mapping[date, bool]) -> None:
        self._published = frozenset(published)
        self._changed = dict(changed)
        self._of_year: dict[int, tuple[int, ...]] = {}

    def is_working(self, day: date) -> bool:
        """Whether offices work."""
        known = self._changed.get(day)
        if known is not None:
            return known
        return day.weekday() < SATURDAY and (day.year in self._published or day not in holidays.of(day.year))

    def is_published(self, day: date) -> bool:
        """Whether the notice of its year is out."""
        return day.year in self._published

    def add(self, day: date, n: int) -> Day:
        """The `n`th working day after `day`, which itself is not counted; before it when `n` is negative."""
        if n == 0:
            return Day(day, not self.is_published(day))
        year, days = day.year, self._working(day.year)
        at = bisect_right(days, day.toordinal()) + n - 1 if n > 0 else bisect_left(days, day.toordinal()) + n
        while at >= len(days):
            if year == MAXYEAR:
                return Day(date.max, provisional=True)
            at, year = at - len(days), year + 1
            days = self._working(year)
        while at < 0:
            if year == MINYEAR:
                return Day(date.min, provisional=True)
            year -= 1
            days = self._working(year)
            at += len(days)
        found = date.fromordinal(days[at])
        return Day(found, self._provisional(day, found))

    def between(self, start: date, end: date) -> Count:
        """Working days after `start`, up to and including `end`; negative when `end` is the earlier one."""
        if start.year == end.year:
            return Count(self._up_to(end) - self._up_to(start), not self.is_published(start))
        if end < start:
            back = self.between(end, start)
            return Count(-back.days, back.provisional)
        whole = sum(len(self._working(year)) for year in range(start.year, end.year))
        days = whole + self._up_to(end) - self._up_to(start)
        return Count(days, self._provisional(start, end))

    def first_from(self, day: date) -> Day:
        """The day itself when offices work, else the next day on which they do."""
        if self.is_working(day):
            return Day(day, not self.is_published(day))
        return self.add(day, 1)

    def in_year(self, year: int) -> int:
        """How many working days the year has."""
        return len(self._working(year))

    def _up_to(self, day: date) -> int:
        """Working days of the day's year, up to and including the day."""
        return bisect_right(self._working(day.year), day.toordinal())

    def _working(self, year: int) -> tuple[int, ...]:
        """The year's working days as ordinals, worked out when they are first asked for."""
        known = self._of_year.get(year)
        if known is None:
            first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
            known = tuple(one for one in range(first, last + 1) if self.is_working(date.fromordinal(one)))
            self._of_year[year] = known
        return known

    def _provisional(self, one: date, other: date) -> bool:
        """Whether a day after the earlier one, up to the later, lies in a year without notice."""
        if one.year == other.year:
            return one.year not in self._published
        early, late = min(one, other), max(one, other)
        first = early if early == late else early + timedelta(1)
        return any(year not in self._published for year in range(first.year, late.year + 1))
