"""A year's file, line by line: every mistake is named with its line, so that an operator corrects all at once."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

import msgspec

from backend.core.structs import Evidence
from backend.reference.calendar import holidays
from backend.reference.calendar.holidays import SATURDAY
from backend.reference.calendar.structs import LINES_MOST, ChangedDay, DayKind, DayLine, LoadYear

HEADER: Final = 1
WHOLE_FILE: Final = 0
NAME_MOST, SOURCE_MOST = 60, 200
EVE_DAY: Final = 25  # a notice reaches back at most into the last week of December
NEEDED, ALLOWED = ("day", "kind", "name"), ("day", "kind", "name", "source", "evidence")

REASONS: Final = {
    "no-header": ("第一行应为列名 day,kind,name", "the first line must name the columns day,kind,name"),
    "unknown-column": ("不认识的列", "this column is not known"),
    "wrong-width": ("列数与表头不一致", "the number of values differs from the header"),
    "too-many-lines": (f"行数超过 {LINES_MOST}", f"more than {LINES_MOST} lines"),
    "not-a-date": ("不是 2026-01-01 这样的日期", "not a date like 2026-01-01"),
    "other-year": ("日期不属于这一年", "the day does not belong to this year"),
    "not-a-kind": ("应为 holiday 或 workday", "must be holiday or workday"),
    "missing": ("不能为空", "must not be empty"),
    "too-long": ("内容过长", "too long"),
    "not-an-evidence": ("应为 read、recalled 或 invented", "must be read, recalled or invented"),
    "twice": ("这一天出现了两次", "this day stands here twice"),
    "of-another-notice": ("这一天已由另一年的通知安排", "the notice of another year arranges this day"),
    "working-anyway": (
        "这一天不是周六周日，本来就上班",
        "offices work on this day anyway: it is no Saturday or Sunday",
    ),
    "law-missing": ("缺少法定假日", "a holiday that law names is missing"),
}


class Mistake(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong: `line` counts from 1 as an editor does, 0 is the file as a whole."""

    line: int
    column: str
    reason: str
    about: str = ""

    def told(self) -> dict[str, str | int]:
        """With the words that an operator reads."""
        zh, en = REASONS[self.reason]
        about = f"（{self.about}）" if self.about else ""
        about_en = f" ({self.about})" if self.about else ""
        return {
            "line": self.line,
            "column": self.column,
            "reason": self.reason,
            "zh": zh + about,
            "en": en + about_en,
        }


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """What a file holds; `days` count only when there are no mistakes."""

    days: list[ChangedDay]
    mistakes: list[Mistake]


def judge(command: LoadYear) -> Judged:
    """Read the file, whichever of its two forms it has."""
    mistakes: list[Mistake] = []
    if command.csv is not None:
        numbered = list(_of_csv(command.csv, mistakes))
    else:
        numbered = list(enumerate(command.days or (), HEADER))
    days: dict[date, ChangedDay] = {}
    for number, line in numbered:
        found = _judge_line(number, line, command)
        mistakes += [one for one in found if isinstance(one, Mistake)]
        for day in (one for one in found if isinstance(one, ChangedDay)):
            if day.day in days:
                mistakes.append(Mistake(line=number, column="day", reason="twice", about=str(day.day)))
            days[day.day] = day
    if not mistakes:
        mistakes += _of_the_whole(command.year, days)
    mistakes.sort(key=lambda one: one.line)
    return Judged(days=[days[day] for day in sorted(days)], mistakes=mistakes)


def _of_csv(text: str, mistakes: list[Mistake]) -> Iterator[tuple[int, DayLine]]:
    """The lines below the header, with their numbers; empty ones are passed over."""
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    header = [name.strip() for name in next(rows, [])]
    if not set(NEEDED) <= set(header):
        mistakes.append(Mistake(line=HEADER, column="", reason="no-header"))
        return
    unknown = sorted(set(header) - set(ALLOWED))
    mistakes += [Mistake(line=HEADER, column=name[:40], reason="unknown-column") for name in unknown]
    for count, row in enumerate(rows):
        if count == LINES_MOST:
            mistakes.append(Mistake(line=rows.line_num, column="", reason="too-many-lines"))
            return
        if not any(map(str.strip, row)):
            continue
        if len(row) != len(header):
            mistakes.append(Mistake(line=rows.line_num, column="", reason="wrong-width"))
            continue
        values = dict(zip(header, map(str.strip, row), strict=True))
        yield rows.line_num, DayLine(**{name: values.get(name, "") for name in ALLOWED})


def _judge_line(number: int, line: DayLine, command: LoadYear) -> Sequence[ChangedDay | Mistake]:
    """The day that the line means, or everything that is wrong with it."""
    wrong = [
        Mistake(line=number, column=column, reason=reason, about=about[:40])
        for column, reason, about in _faults(line, command.year)
    ]
    if wrong:
        return wrong
    return [
        ChangedDay(
            day=date.fromisoformat(line.day.strip()),
            kind=DayKind(line.kind.strip()),
            name=line.name.strip(),
            source=line.source.strip() or command.source,
            evidence=Evidence(line.evidence.strip() or command.evidence),
        )
    ]


def _faults(line: DayLine, year: int) -> Iterator[tuple[str, str, str]]:
    """Column, reason and the value it is about."""
    day, kind = _day(line.day), line.kind.strip()
    if day is None:
        yield "day", "not-a-date", line.day
    elif not date(year - 1, 12, EVE_DAY) <= day <= date(year, 12, 31):
        yield "day", "other-year", line.day
    if kind not in set(DayKind):
        yield "kind", "not-a-kind", kind
    elif day and kind == DayKind.WORKDAY and day.weekday() < SATURDAY:
        yield "kind", "working-anyway", line.day
    if not line.name.strip():
        yield "name", "missing", ""
    for column, value, most in (("name", line.name, NAME_MOST), ("source", line.source, SOURCE_MOST)):
        if len(value.strip()) > most:
            yield column, "too-long", ""
    if line.evidence.strip() not in {"", *Evidence}:
        yield "evidence", "not-an-evidence", line.evidence


def _day(text: str) -> date | None:
    """Only the long form: 20260101 and 2026-W01-4 are dates too, but nobody types them on purpose here."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if text.strip() == day.isoformat() else None


def _of_the_whole(year: int, days: dict[date, ChangedDay]) -> Iterator[Mistake]:
    """A notice never leaves out a day that law makes free in every year."""
    for month, day, name in holidays.FIXED:
        wanted = date(year, month, day)
        if wanted not in days or days[wanted].kind is not DayKind.HOLIDAY:
            yield Mistake(line=WHOLE_FILE, column="day", reason="law-missing", about=f"{wanted} {name}")
