"""All SQL of calendar."""

from collections.abc import Sequence

from asyncpg import Record

from backend.core import database
from backend.reference.calendar.structs import ChangedDay, HolidayNotice

UPSERT_YEAR = """
insert into calendar_year as old (year, document, issued_on, source, evidence, loaded_by, loaded_at)
values ($1, $2, $3, $4, $5, $6, now())
on conflict (year) do update set document = excluded.document, issued_on = excluded.issued_on,
    source = excluded.source, evidence = excluded.evidence, loaded_by = excluded.loaded_by, loaded_at = now(),
    revision = old.revision + 1
"""
INSERT_DAYS = """
insert into calendar_day (day, year, kind, name, source, evidence)
select day, $1, kind, name, source, evidence
from unnest($2::date[], $3::text[], $4::text[], $5::text[], $6::text[]) as given (day, kind, name, source, evidence)
"""


async def revision() -> int:
    """Grows with every load: years are replaced, never taken away."""
    row = await database.fetch_one("select coalesce(sum(revision), 0) as revision from calendar_year")
    return int(row["revision"]) if row else 0


async def years() -> Sequence[Record]:
    """Every year with a notice; a few dozen in the life of the product."""
    return await database.fetch("select year, loaded_by from calendar_year order by year")


async def days() -> Sequence[Record]:
    """Every changed day of all years; some forty a year."""
    return await database.fetch("select day, kind from calendar_day")


async def year(number: int) -> Record | None:
    """The year's notice."""
    return await database.fetch_one("select * from calendar_year where year = $1", number)


async def days_of(number: int) -> Sequence[Record]:
    """The days that the year's notice changes, in order."""
    return await database.fetch(
        "select day, kind, name, source, evidence from calendar_day where year = $1 order by day", number
    )


async def lock() -> None:
    """One load at a time; held until the transaction ends."""
    await database.execute("select pg_advisory_xact_lock(hashtextextended('calendar.load', 0))")


async def of_other_notices(number: int, days: Sequence[ChangedDay]) -> set[str]:
    """Which of the days the notice of another year arranges, as ISO dates."""
    rows = await database.fetch(
        "select day from calendar_day where year <> $1 and day = any($2)", number, [one.day for one in days]
    )
    return {row["day"].isoformat() for row in rows}


async def replace(number: int, *, notice: HolidayNotice, days: Sequence[ChangedDay], loaded_by: str | None) -> None:
    """Let the year be what the notice says."""
    await database.execute(
        UPSERT_YEAR, number, notice.document, notice.issued_on, notice.source, notice.evidence.value, loaded_by
    )
    await database.execute("delete from calendar_day where year = $1", number)
    await database.execute(
        INSERT_DAYS,
        number,
        [one.day for one in days],
        [one.kind.value for one in days],
        [one.name for one in days],
        [one.source for one in days],
        [one.evidence.value for one in days],
    )
