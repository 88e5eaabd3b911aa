"""All SQL of runs."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from backend.core import database

CALLS = """
select id, at, version, failure, record->'request'->>'kind' as kind, record->'request'->>'name' as name,
    record->'figures' as figures
from host_call where app_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3
"""
TRIM_CALLS = """
delete from host_call where app_id = $1 and id < (
    select id from host_call where app_id = $1 order by id desc offset $2 limit 1
)
"""


async def spend(nonce: bytes, *, expires_at: datetime) -> bool:
    """Use the nonce up; False when somebody did before. One of two at once waits for the other's transaction."""
    return (
        await database.execute(
            "insert into host_spent (nonce, expires_at) values ($1, $2) on conflict do nothing", nonce, expires_at
        )
        == 1
    )


async def is_spent(nonce: bytes) -> bool:
    """Whether the nonce was used up."""
    return await database.fetch_one("select 1 from host_spent where nonce = $1", nonce) is not None


async def forget_spent(*, before: datetime) -> int:
    """Remove nonces of texts that had expired by then; the number removed."""
    return await database.execute("delete from host_spent where expires_at < $1", before)


async def keep_call(call_id: UUID, *, app_id: str, version: str, failure: str, record: str, most: int) -> None:
    """Keep a record, and of the mini-app's records only the newest `most`."""
    await database.execute(
        "insert into host_call (id, app_id, version, failure, record) values ($1, $2, $3, $4, $5::jsonb)",
        call_id,
        app_id,
        version,
        failure,
        record,
    )
    await database.execute(TRIM_CALLS, app_id, most - 1)


async def calls_of(app_id: str, *, before: UUID | None, limit: int) -> Sequence[Record]:
    """The mini-app's records, the newest first."""
    return await database.fetch(CALLS, app_id, before, limit)


async def call(call_id: UUID, *, app_id: str) -> Record | None:
    """One record of the mini-app."""
    return await database.fetch_one("select record from host_call where id = $1 and app_id = $2", call_id, app_id)


async def forget_calls(*, before: datetime) -> int:
    """Remove records from before then; the number removed."""
    return await database.execute("delete from host_call where at < $1", before)
