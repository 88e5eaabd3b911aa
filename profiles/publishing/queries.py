"""All SQL of published definitions."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from asyncpg import Record

from backend.core import database

MOST: Final = 20_000  # versions that a process reads at once: a hundred definitions with two hundred versions each
INSERT = """
insert into profiles_definition (id, kind, code, version, valid_from, body, note, based_on, seeded, editors,
    submitted_by, approved_by, published_at)
values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10, $11, $12, $13)
"""


async def counts() -> dict[str, int]:
    """How many versions there are of each kind: it only grows, so it says whether there is news."""
    rows = await database.fetch("select kind, count(*) as versions from profiles_definition group by kind limit 10")
    return {row["kind"]: row["versions"] for row in rows}


async def bodies(kind: str) -> Sequence[Record]:
    """Every version of a kind, by code and version."""
    return await database.fetch(
        "select code, version, body from profiles_definition where kind = $1 order by code, version limit $2",
        kind,
        MOST,
    )


async def hold(kind: str) -> None:
    """One publication of a kind at a time, until the transaction ends: versions are counted."""
    await database.execute("select pg_advisory_xact_lock(hashtext($1))", f"profiles.definition:{kind}")


async def newest(kind: str) -> dict[str, int]:
    """By code the newest version."""
    rows = await database.fetch(
        "select code, max(version) as version from profiles_definition where kind = $1 group by code limit $2",
        kind,
        MOST,
    )
    return {row["code"]: row["version"] for row in rows}


async def insert(
    row_id: UUID,
    *,
    kind: str,
    code: str,
    version: int,
    valid_from: date,
    body: str,
    note: str,
    based_on: int | None,
    editors: Sequence[UUID],
    submitted_by: UUID | None,
    approved_by: UUID | None,
    at: datetime,
) -> None:
    """Keep a version; without anybody behind it, it is a seed."""
    await database.execute(
        INSERT, row_id, kind, code, version, valid_from, body, note, based_on, approved_by is None, list(editors),
        submitted_by, approved_by, at,
    )  # fmt: skip


async def one(kind: str, code: str, version: int) -> Record | None:
    """One version."""
    return await database.fetch_one(
        "select * from profiles_definition where kind = $1 and code = $2 and version = $3", kind, code, version
    )


async def of_code(kind: str, code: str, *, below: int, limit: int) -> Sequence[Record]:
    """The versions of a code, the newest first."""
    return await database.fetch(
        "select * from profiles_definition where kind = $1 and code = $2 and version < $3 "
        "order by version desc limit $4",
        kind,
        code,
        below,
        limit,
    )
