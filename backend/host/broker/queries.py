"""All SQL of the store, and the lock under which open bookings are counted."""

import asyncpg

from backend.core import database

INSERT = """
insert into host_stored (id, value, version) values ($1, $2, 1) on conflict (id) do nothing
"""
UPDATE = """
update host_stored set value = $2, version = version + 1, changed_at = now() where id = $1 and version = $3
"""


async def read(row_id: str) -> asyncpg.Record | None:
    """Value and version under an id, or None."""
    return await database.fetch_one("select value, version from host_stored where id = $1", row_id)


async def count(prefix: str) -> int:
    """How many keys one mini-app keeps for one person."""
    row = await database.fetch_one("select count(*) as n from host_stored where id like $1 || '%'", _literal(prefix))
    return 0 if row is None else int(row["n"])


async def write(row_id: str, *, value: str, seen_version: int) -> bool:
    """Write if nobody wrote since `seen_version` (0: there was nothing); False when somebody did."""
    if seen_version == 0:
        return await database.execute(INSERT, row_id, value) == 1
    return await database.execute(UPDATE, row_id, value, seen_version) == 1


async def lock(name: str) -> None:
    """Let nobody else pass here under this name until the transaction ends."""
    await database.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", name)


def _literal(prefix: str) -> str:
    return prefix.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%")
