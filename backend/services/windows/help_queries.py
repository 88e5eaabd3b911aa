"""All SQL about requests for help."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core import database

OPEN = "('open', 'taken', 'arranged')"
INSERT = """
    insert into windows_help (id, person_id, region_code, way, place, wished_at, basic_code, what, state, created_at,
        changed_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9, $9)
"""
# $3: the worker it must belong to, if any. What is handed back belongs to nobody, and its visit is off.
MOVE = """
    update windows_help set state = $2::text, changed_at = $5,
        worker_id = case when $2::text = 'open' then null else coalesce($6::uuid, worker_id) end,
        visit_at = case when $2::text = 'open' then null else coalesce($7::timestamptz, visit_at) end,
        reason = coalesce($8::text, reason)
    where id = $1 and state = any($4) and ($3::uuid is null or worker_id = $3) returning *
"""


class NewHelp(msgspec.Struct, frozen=True, kw_only=True):
    """A request to be written."""

    id: UUID
    person_id: UUID
    region_code: str
    way: list[str]
    place: str
    wished_at: datetime | None
    basic_code: str | None
    what: str
    created_at: datetime


async def lock_person(person_id: UUID) -> None:
    """One at a time counts a person's open requests; held until the transaction ends."""
    await database.execute(
        "select pg_advisory_xact_lock(hashtextextended('windows.help:' || $1::text, 0))", str(person_id)
    )


async def count_open(person_id: UUID) -> int:
    """How many requests of the person are not at an end."""
    row = await database.fetch_one(
        f"select count(*) as n from windows_help where person_id = $1 and state in {OPEN}",  # noqa: S608 - constant
        person_id,
    )
    return 0 if row is None else int(row["n"])


async def insert(request: NewHelp) -> None:
    """Write a request."""
    await database.execute(INSERT, *msgspec.structs.astuple(request))


async def request(help_id: UUID) -> Record | None:
    """One request."""
    return await database.fetch_one("select * from windows_help where id = $1", help_id)


async def mine(person_id: UUID, *, before: UUID, limit: int) -> Sequence[Record]:
    """The person's requests, the newest first."""
    return await database.fetch(
        "select * from windows_help where person_id = $1 and id < $2 order by id desc limit $3",
        person_id,
        before,
        limit,
    )


async def of_regions(regions: Sequence[str], *, state: str | None, after: UUID, limit: int) -> Sequence[Record]:
    """Requests from these regions and below them, the oldest first; without a state, those not at an end."""
    states = [state] if state else ["open", "taken", "arranged"]
    return await database.fetch(
        "select * from windows_help where way && $1::varchar[] and state = any($2) and id > $3 order by id limit $4",
        list(regions),
        states,
        after,
        limit,
    )


async def move(
    help_id: UUID,
    *,
    state: str,
    from_states: Sequence[str],
    at: datetime,
    of_worker: UUID | None = None,
    worker_id: UUID | None = None,
    visit_at: datetime | None = None,
    reason: str | None = None,
) -> Record | None:
    """Bring a request that stands in one of these states to another; None when it does not stand there."""
    return await database.fetch_one(MOVE, help_id, state, of_worker, list(from_states), at, worker_id, visit_at, reason)


async def insert_message(message_id: UUID, *, help_id: UUID, author_id: UUID, text: str, at: datetime) -> None:
    """Write a message."""
    await database.execute(
        "insert into windows_help_message (id, help_id, author_id, text, at) values ($1, $2, $3, $4, $5)",
        message_id,
        help_id,
        author_id,
        text,
        at,
    )


async def messages(help_id: UUID, *, limit: int) -> Sequence[Record]:
    """The newest messages, in the order of writing."""
    return await database.fetch(
        """
        select * from (
            select * from windows_help_message where help_id = $1 order by id desc limit $2
        ) newest order by id
        """,
        help_id,
        limit,
    )
