"""Days, notices and clocks, between rooms and on the wire."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from backend.core.jobs import Event
from backend.core.structs import Command, Evidence, Wire

EARLIEST_YEAR, LATEST_YEAR = 1949, 2200  # what people may ask for; the arithmetic itself knows no such bounds
LIMIT_MOST = 10_000  # forty years of working days; a longer limit is a typing error
FILE_MOST = 64_000  # a year's notice changes some forty days, about 3 kB
LINES_MOST = 400

Year = Annotated[int, Meta(ge=EARLIEST_YEAR, le=LATEST_YEAR)]


class DayKind(StrEnum):
    """How a notice changes a day."""

    HOLIDAY = "holiday"
    WORKDAY = "workday"  # 调休: a Saturday or Sunday on which offices work


class LimitUnit(StrEnum):
    """What a limit counts."""

    WORKING_DAYS = "working-days"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"


class Light(StrEnum):
    """How a clock stands at a glance."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class Day(msgspec.Struct, frozen=True):
    """A day, and whether it rests on a year whose notice is not out."""

    day: date
    provisional: bool


class Count(msgspec.Struct, frozen=True):
    """A number of working days, and whether it rests on a year whose notice is not out."""

    days: int
    provisional: bool


class Limit(Wire, frozen=True, kw_only=True):
    """How long something may take, as law or a promise says it."""

    amount: Annotated[int, Meta(ge=0, le=LIMIT_MOST)]
    unit: LimitUnit = LimitUnit.WORKING_DAYS


class Pause(Wire, frozen=True, kw_only=True):
    """A suspension: the days after `since` up to and including `until` do not count; None while it lasts."""

    since: date
    until: date | None = None


class Clock(Wire, frozen=True, kw_only=True):
    """A limit that runs: from when, how far it was extended (in the limit's own unit), and when it stood still."""

    started_on: date
    limit: Limit
    extended: int = 0
    pauses: tuple[Pause, ...] = ()


class Due(Wire, frozen=True, kw_only=True):
    """The last day on which it is in time; no day while the clock is paused."""

    day: date | None
    provisional: bool


class Remaining(Wire, frozen=True, kw_only=True):
    """How much is left: in working days for such limits, else in days. `days` is negative when it is too late."""

    days: int
    unit: LimitUnit
    overdue: bool
    provisional: bool


class Reading(Wire, frozen=True, kw_only=True):
    """A clock, read on a day."""

    day: date | None
    provisional: bool
    paused: bool
    remaining: Remaining
    light: Light


class HolidayNotice(Wire, frozen=True, kw_only=True):
    """The State Council's notice that arranges a year's holidays."""

    document: str
    issued_on: date
    source: str
    evidence: Evidence


class ChangedDay(Wire, frozen=True, kw_only=True):
    """A day that is not what its weekday says."""

    day: date
    kind: DayKind
    name: str
    source: str
    evidence: Evidence


class CalendarYear(Wire, frozen=True, kw_only=True):
    """A year: as its notice arranges it, or, while there is none, as law alone makes it (`provisional`)."""

    year: int
    provisional: bool
    notice: HolidayNotice | None
    working_days: int
    days: list[ChangedDay]


class DayLine(Command, frozen=True, kw_only=True):
    """One line of a file, as typed: judged line by line, so that every mistake is named at once."""

    day: Annotated[str, Meta(max_length=40)] = ""
    kind: Annotated[str, Meta(max_length=40)] = ""
    name: Annotated[str, Meta(max_length=200)] = ""
    source: Annotated[str, Meta(max_length=400)] = ""
    evidence: Annotated[str, Meta(max_length=40)] = ""


class LoadYear(Command, frozen=True, kw_only=True):
    """A year's notice with its days, as CSV (columns day,kind,name[,source,evidence]) or as `days`; one of the two.

    It takes the place of what was loaded for that year. With `check_only` nothing is written.
    """

    year: Year
    document: Annotated[str, Meta(min_length=1, max_length=80)]
    issued_on: date
    source: Annotated[str, Meta(min_length=1, max_length=200)]
    evidence: Evidence = Evidence.READ
    csv: Annotated[str, Meta(max_length=FILE_MOST)] | None = None
    days: Annotated[list[DayLine], Meta(max_length=LINES_MOST)] | None = None
    check_only: bool = False


class LoadedYear(Wire, frozen=True, kw_only=True):
    """What the file makes of the year."""

    year: int
    loaded: bool
    holidays: int
    workdays: int
    working_days: int


class YearLoaded(Event, frozen=True, kw_only=True):
    """Days of this year may have changed: whoever keeps computed deadlines computes them again."""

    year: int
