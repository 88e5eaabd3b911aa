"""All SQL of records."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import asyncpg

from backend.core import database

Position = tuple[date, UUID]  # of a record in the order of every list: the day, then the random id
NEWEST_FIRST: Position = (date.max, UUID(int=2**128 - 1))
TALLIES = "0123456789abcdef"

INSERT = """
insert into host_record (id, app_id, collection, value, version, created_on) values ($1, $2, $3, $4, 1, $5)
"""
UPDATE = """
update host_record set value = $4, version = version + 1
where id = $1 and app_id = $2 and collection = $3 and version = $5
"""
ONE = """
select id, value, version, created_on from host_record where id = $1 and app_id = $2 and collection = $3
"""
PAGE = """
select id, value, version, created_on from host_record
where app_id = $1 and collection = $2 and (created_on, id) < ($3, $4)
order by created_on desc, id desc limit $5
"""
PAGE_WHERE = """
select id, value, version, created_on from host_record
where app_id = $1 and collection = $2 and (created_on, id) < ($3, $4) and value @> $6
order by created_on desc, id desc limit $5
"""
TALLY = """
insert into host_record_tally as tally (id, kept) values ($1, 1) on conflict (id) do update set kept = tally.kept + 1
"""


async def insert(record_id: UUID, *, app_id: str, collection: str, value: object, created_on: date) -> None:
    """Add a record and count it."""
    await database.execute(INSERT, record_id, app_id, collection, value, created_on)
    await database.execute(TALLY, _tally(app_id, collection, record_id.hex[0]))


async def update(record_id: UUID, *, app_id: str, collection: str, value: object, seen_version: int) -> bool:
    """Replace the value if the record still has that version; False when it has not."""
    return await database.execute(UPDATE, record_id, app_id, collection, value, seen_version) == 1


async def one(record_id: UUID, *, app_id: str, collection: str) -> asyncpg.Record | None:
    """The record, if it is of this collection."""
    return await database.fetch_one(ONE, record_id, app_id, collection)


async def page(app_id: str, collection: str, *, before: Position, limit: int) -> Sequence[asyncpg.Record]:
    """The records behind `before`, the newest day first."""
    return await database.fetch(PAGE, app_id, collection, *before, limit)


async def page_where(
    app_id: str, collection: str, *, before: Position, limit: int, where: object
) -> Sequence[asyncpg.Record]:
    """Of those the ones whose value has these fields. Inside a transaction of its own.

    Planned afresh each time: a plan for any `where` cannot know whether a value is rare (then the index of values is
    quick, and walking by day would read everything) or common (then the other way round).
    """
    await database.execute("set local plan_cache_mode = force_custom_plan")
    return await database.fetch(PAGE_WHERE, app_id, collection, *before, limit, where)


async def kept(app_id: str, collection: str) -> int:
    """How many records the collection holds."""
    row = await database.fetch_one(
        "select coalesce(sum(kept), 0) as n from host_record_tally where id = any($1)",
        [_tally(app_id, collection, part) for part in TALLIES],
    )
    return 0 if row is None else int(row["n"])


def _tally(app_id: str, collection: str, part: str) -> str:
    return f"{app_id} {collection} {part}"
