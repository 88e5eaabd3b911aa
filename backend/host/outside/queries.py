"""All SQL of the register of outside applications."""

# ruff: noqa: S608 - braces in the statements hold constants of this module; values travel as parameters

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core import database
from backend.core.ids import new_id
from backend.host.outside.structs import OutsideEntry, SeedOutsideApp

FIELDS = (
    "name, department, region_code, kind, link, users, users_as_of, item_codes, services, state, planned_on,"
    " merged_into, exempt_reason, exempt_until, contact"
)
OVERDUE = "(state in ('planned', 'migrating') and planned_on < $1) or (state = 'exempt' and exempt_until < $1)"
LISTED = """
    select * from outside_app
    where (name, id) > ($1, $2) and ($3::text[] is null or region_code = any($3)) and ($4::text is null or state = $4)
        and ($5::text is null or $5 = any(item_codes))
        and ($6::text is null or strpos(name || ' ' || services || ' ' || department, $6) > 0)
    order by name, id limit $7
"""
INSERT = f"""
    insert into outside_app (id, {FIELDS}, changed_at, source, evidence)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
        $18, $19) on conflict do nothing
"""
CHANGE = f"""
    update outside_app set ({FIELDS}) = ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17),
        changed_at = $18, evidence = 'read', source = $4, version = version + 1
    where id = $1 and version = $2 returning version
"""
FIGURES = f"""
    select state, count(*) as many, count(*) filter (where {OVERDUE}) as late from outside_app group by state
"""


async def listed(
    *,
    after: tuple[str, UUID],
    regions: Sequence[str] | None,
    state: str | None,
    item: str | None,
    text: str | None,
    limit: int,
) -> Sequence[Record]:
    """Applications by name."""
    return await database.fetch(LISTED, *after, regions, state, item, text, limit)


async def one(app_id: UUID) -> Record | None:
    """One application."""
    return await database.fetch_one("select * from outside_app where id = $1", app_id)


async def history(app_id: UUID) -> Sequence[Record]:
    """What was registered about it, the newest first."""
    return await database.fetch(
        "select version, at, state, planned_on from outside_step where app_id = $1 order by version desc limit 100",
        app_id,
    )


async def figures(today: date) -> Sequence[Record]:
    """How many stand where, and how many of these are late."""
    return await database.fetch(FIGURES, today)


async def insert(app_id: UUID, entry: OutsideEntry, *, source: str, evidence: str, at: datetime) -> bool:
    """Register one; False when it is there."""
    return bool(await database.execute(INSERT, app_id, *_said(entry), at, source, evidence))


async def change(app_id: UUID, entry: OutsideEntry, *, version: int, at: datetime) -> int | None:
    """Replace what is registered; the new version, or None when somebody changed it since."""
    row = await database.fetch_one(CHANGE, app_id, version, *_said(entry), at)
    return None if row is None else int(row["version"])


async def note(app_id: UUID, entry: OutsideEntry, *, version: int, actor: UUID | None, at: datetime) -> None:
    """Keep what was registered."""
    await database.execute(
        """
        insert into outside_step (id, app_id, version, at, actor_id, state, planned_on, entry)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        new_id(),
        app_id,
        version,
        at,
        actor,
        entry.state,
        entry.planned_on,
        msgspec.to_builtins(entry),
    )


async def seed(wanted: SeedOutsideApp, *, at: datetime) -> bool:
    """Register a seeded one; False when it is there."""
    return await insert(wanted.id, wanted, source=wanted.source, evidence=wanted.evidence, at=at)


def _said(entry: OutsideEntry) -> tuple[object, ...]:
    return (
        entry.name, entry.department, entry.region_code, entry.kind, entry.link, entry.users, entry.users_as_of,
        list(entry.item_codes), entry.services, entry.state, entry.planned_on, entry.merged_into, entry.exempt_reason,
        entry.exempt_until, entry.contact,
    )  # fmt: skip
