"""The calendar as it is known now, kept in every process; and how a year's notice comes into it."""

import asyncio
import time
from collections.abc import Sequence
from datetime import date, timedelta, timezone
from typing import Final

from asyncpg import Record

from backend.core import database
from backend.core.attempts import Attempt, once
from backend.core.audit import log as audit
from backend.core.jobs import emit
from backend.core.structs import Evidence, now
from backend.reference.calendar import clocks, holidays, lines, queries, seeds
from backend.reference.calendar.errors import LinesWrong, OneFormOnly
from backend.reference.calendar.structs import (
    CalendarYear,
    ChangedDay,
    Clock,
    DayKind,
    HolidayNotice,
    LoadedYear,
    LoadYear,
    Reading,
    YearLoaded,
)
from backend.reference.calendar.working_days import WorkingDays

# One zone in the whole country and no summer time since 1991, so no zone database is needed.
PROVINCE_TIME: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
FRESH_SECONDS: Final = 5.0  # a load in another process is seen this much later; it happens once a year
BY_LAW: Final = "全国年节及纪念日放假办法（国务院令第 795 号），通知公布前的暂定安排"


class _Kept:
    """What this process remembers of the calendar."""

    calendar: WorkingDays | None = None
    revision = -1
    checked = 0.0


def today() -> date:
    """The date in the province."""
    return now().astimezone(PROVINCE_TIME).date()


async def current() -> WorkingDays:
    """The calendar as it is now: immutable, one object for all until a year is loaded."""
    moment = time.monotonic()
    kept = _Kept.calendar
    if kept is not None and moment - _Kept.checked < FRESH_SECONDS:
        return kept
    revision = await queries.revision()
    if kept is None or revision != _Kept.revision:
        kept = await _read()
        _Kept.calendar, _Kept.revision = kept, revision
    _Kept.checked = moment
    return kept


async def year(number: int) -> CalendarYear:
    """The year as its notice arranges it, or as law alone makes it."""
    row, calendar = await queries.year(number), await current()
    days = [_changed(one) for one in await queries.days_of(number)] if row else _by_law(number)
    return CalendarYear(
        year=number,
        provisional=row is None,
        notice=_notice(row) if row else None,
        working_days=calendar.in_year(number),
        days=days,
    )


async def read(clock: Clock, *, on: date | None = None) -> Reading:
    """A clock, read today or on another day."""
    return clocks.reading(clock, await current(), today=on or today())


async def load(command: LoadYear, *, attempt: Attempt) -> LoadedYear:
    """Let a year be what its notice says, or, with `check_only`, say what would come of it.

    Raises:
        OneFormOnly: CSV and days, or neither.
        LinesWrong: every mistake of the file; nothing is loaded.
    """
    if (command.csv is None) == (command.days is None):
        raise OneFormOnly
    judged = lines.judge(command)
    if judged.mistakes:
        raise _wrong(judged.mistakes)

    async def work() -> LoadedYear:
        await queries.lock()
        await _refuse_others(command.year, judged.days)
        if not command.check_only:
            await _replace(command.year, _notice_of(command), judged.days, by=attempt.caller)
        return await _outcome(command, judged.days)

    answer = await once(attempt, LoadedYear, work)
    _forget()
    return answer


async def seed() -> int:
    """Load the seeded years that differ from what is there, but for those an operator loaded; how many were."""
    changed = 0
    wanted = await asyncio.to_thread(seeds.seeds)
    async with database.transaction():
        await queries.lock()
        for one in wanted:
            if await _differs(one):
                await _replace(one.year, one.notice, one.days, by=None)
                changed += 1
    _forget()
    return changed


def _forget() -> None:
    """Look again at the next question."""
    _Kept.checked = -FRESH_SECONDS


async def _read() -> WorkingDays:
    published = [row["year"] for row in await queries.years()]
    return WorkingDays(published, {row["day"]: row["kind"] == DayKind.WORKDAY for row in await queries.days()})


async def _replace(number: int, notice: HolidayNotice, days: Sequence[ChangedDay], *, by: str | None) -> None:
    await queries.replace(number, notice=notice, days=days, loaded_by=by)
    await audit.record(action="calendar.year-loaded", actor=by or "operator", subject=f"calendar:{number}")
    await emit(YearLoaded(year=number))


async def _refuse_others(number: int, days: Sequence[ChangedDay]) -> None:
    """A day belongs to one notice; what another year's notice said about it must be settled by people."""
    taken = await queries.of_other_notices(number, days)
    if taken:
        raise _wrong(
            [lines.Mistake(line=0, column="day", reason="of-another-notice", about=day) for day in sorted(taken)]
        )


async def _outcome(command: LoadYear, days: Sequence[ChangedDay]) -> LoadedYear:
    known = {row["day"]: row["kind"] == DayKind.WORKDAY for row in await queries.days()}
    own = {one.day: one.kind is DayKind.WORKDAY for one in days}
    workdays = sum(own.values())
    return LoadedYear(
        year=command.year,
        loaded=not command.check_only,
        holidays=len(own) - workdays,
        workdays=workdays,
        working_days=WorkingDays([command.year], known | own).in_year(command.year),
    )


async def _differs(seeded: seeds.SeededYear) -> bool:
    row = await queries.year(seeded.year)
    if row is None:
        return True
    if row["loaded_by"] is not None:
        return False
    return _notice(row) != seeded.notice or [_changed(one) for one in await queries.days_of(seeded.year)] != seeded.days


def _wrong(mistakes: Sequence[lines.Mistake]) -> LinesWrong:
    return LinesWrong([one.told() for one in mistakes])


def _notice_of(command: LoadYear) -> HolidayNotice:
    return HolidayNotice(
        document=command.document, issued_on=command.issued_on, source=command.source, evidence=command.evidence
    )


def _notice(row: Record) -> HolidayNotice:
    return HolidayNotice(
        document=row["document"],
        issued_on=row["issued_on"],
        source=row["source"],
        evidence=Evidence(row["evidence"]),
    )


def _changed(row: Record) -> ChangedDay:
    return ChangedDay(
        day=row["day"],
        kind=DayKind(row["kind"]),
        name=row["name"],
        source=row["source"],
        evidence=Evidence(row["evidence"]),
    )


def _by_law(number: int) -> list[ChangedDay]:
    return [
        ChangedDay(day=day, kind=DayKind.HOLIDAY, name=name, source=BY_LAW, evidence=Evidence.RECALLED)
        for day, name in holidays.of(number).items()
    ]
