"""SQL of those who keep the catalogue."""

# ruff: noqa: S608 - braces in the statements hold constants of this module; values travel as parameters

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core import database

COLUMNS = (
    "id, kind, code, region_code, version, state, valid_from, valid_to, name, batch, edited_by, submitted_by, "
    "approved_by, reason, illegal, changed_at, body"
)
OPEN = "state in ('draft', 'submitted', 'rejected')"
LIVE = "state in ('published', 'changing')"
AFTER_ALL = "~"  # sorts behind every digit

# One writer of the catalogue at a time: imports and approvals look at many versions together.
LOCK = "select revision, seeded from items_revision where id = 1 for update"
MOVE_ON = (
    "update items_revision set revision = revision + 1, seeded = coalesce($1, seeded) where id = 1 returning revision"
)
NEWEST = f"""
    select distinct on (kind, code, region_code) {COLUMNS} from items_version
    where (kind, code, region_code) in (select * from unnest($1::text[], $2::text[], $3::text[]))
    order by kind, code, region_code, version desc
"""
# The newest version in force or about to be: what everything else is judged against.
STANDING = f"""
    select {COLUMNS} from items_version
    where kind = $1 and code = any($2::text[]) and {LIVE} and valid_to is null
    order by code, length(region_code), region_code
"""
STANDING_BUNDLES = (
    f"select {COLUMNS} from items_version where kind = 'bundle' and {LIVE} and valid_to is null order by code"
)
PAPERS = f"""
    select distinct on (paper ->> 'code') paper ->> 'code' as code, paper ->> 'name' as name,
        paper ->> 'licenceType' as licence_type
    from items_version, jsonb_array_elements(body -> 'materials') paper
    where kind = 'item' and {LIVE} and valid_to is null and paper ->> 'code' = any($1::text[])
        and code <> all($2::text[])
    order by paper ->> 'code', items_version.code
"""
_TYPES = {
    "id": "uuid", "kind": "text", "code": "text", "region_code": "text", "version": "integer", "state": "text",
    "valid_from": "date", "name": "text", "sector": "text", "audiences": "text[]", "levels": "text[]",
    "body": "jsonb", "batch": "uuid", "edited_by": "text", "approved_by": "text", "changed_at": "timestamptz",
}  # fmt: skip
INSERT = f"""
    insert into items_version ({", ".join(_TYPES)})
    select {", ".join(_TYPES)}
    from jsonb_to_recordset($1::jsonb) as given({", ".join(f"{name} {kind}" for name, kind in _TYPES.items())})
"""
REWRITE = """
    update items_version set body = $2, name = $3, sector = $4, audiences = $5, levels = $6, batch = $7, edited_by = $8,
        submitted_by = null, state = 'draft', reason = '', changed_at = $9
    where id = $1
"""
MARK_CHANGING = """
    update items_version live set state = 'changing', changed_at = $2 from items_version draft
    where draft.id = any($1::uuid[]) and live.kind = draft.kind and live.code = draft.code
        and live.region_code = draft.region_code and live.state = 'published' and live.valid_to is null
"""
UNMARK_CHANGING = f"""
    update items_version live set state = 'published', changed_at = $2 from items_version draft
    where draft.id = any($1::uuid[]) and live.kind = draft.kind and live.code = draft.code
        and live.region_code = draft.region_code and live.state = 'changing'
        and not exists (
            select 1 from items_version one where one.kind = live.kind and one.code = live.code
                and one.region_code = live.region_code and one.{OPEN}
        )
"""
CHOSEN = f"select {COLUMNS} from items_version where id = any($1::uuid[]) order by kind, code, region_code for update"
OF_BATCH = f"""
    select {COLUMNS} from items_version where batch = $1 and state = any($2::text[])
    order by kind, code, region_code limit $3 for update
"""
SUBMIT = """
    update items_version set state = 'submitted', submitted_by = $2, reason = '', changed_at = $3
    where id = any($1::uuid[])
"""
REJECT = "update items_version set state = 'rejected', reason = $2, changed_at = $3 where id = any($1::uuid[])"
CANCEL = """
    update items_version set state = 'cancelled', reason = $2, changed_at = $3,
        valid_to = case when valid_from is null then null else greatest(valid_from, $4) end
    where id = any($1::uuid[])
"""
CLOSE_EARLIER = f"""
    update items_version old set valid_to = greatest(old.valid_from, $2::date), state = 'published', changed_at = $3
    from items_version new
    where new.id = any($1::uuid[]) and old.id <> new.id and old.kind = new.kind and old.code = new.code
        and old.region_code = new.region_code and old.{LIVE} and (old.valid_to is null or old.valid_to > $2)
"""
PUBLISH = """
    update items_version set state = 'published', valid_from = $2, approved_by = $3, changed_at = $4, illegal = '{}'
    where id = any($1::uuid[])
"""
FLAG = "update items_version set illegal = $2 where id = $1"
VERSIONS = f"""
    select {COLUMNS} from items_version
    where ($1::text is null or state = $1) and ($2::text is null or kind = $2) and ($3::text is null or code = $3)
        and ($4::text is null or region_code = $4) and (changed_at, id) < ($5, $6)
    order by changed_at desc, id desc limit $7
"""
BY_ID = f"select {COLUMNS} from items_version where id = any($1::uuid[]) order by kind, code, region_code"
DIFFERING = f"""
    select {COLUMNS} from items_version
    where kind = 'override' and {LIVE} and valid_to is null
        and ((region_code collate "C" >= $1 and region_code collate "C" < $2) or region_code = any($3::text[]))
        and (code, region_code) > ($4, $5)
    order by code, region_code limit $6
"""
OVERVIEW = f"""
    select left(region_code, 6) as county, count(distinct code) as differing,
        count(distinct code) filter (where illegal <> '{{}}') as forbidden
    from items_version where kind = 'override' and {LIVE} and valid_to is null group by 1 order by 1
"""
STANDARD_ITEMS = f"select count(*) as items from items_version where kind = 'item' and {LIVE} and valid_to is null"
BODIES = f"""
    select code, body from items_version where kind = $1 and code > $2 and {LIVE} and valid_to is null
    order by code, region_code limit $3
"""
BODIES_OF = f"""
    select body from items_version where kind = 'override' and code = any($1::text[]) and {LIVE} and valid_to is null
        and ($2::text is null or left(region_code, length($2)) = $2)
    order by code, region_code
"""


class NewVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A row to be written; its fields are the table's columns."""

    id: UUID
    kind: str
    code: str
    region_code: str
    version: int
    state: str
    valid_from: date | None
    name: str
    sector: str
    audiences: list[str]
    levels: list[str]
    body: dict[str, Any]
    batch: UUID | None
    edited_by: str
    approved_by: str | None
    changed_at: datetime


async def lock() -> str:
    """Be the one who writes, until the transaction ends; the digest of the seed that was last taken in."""
    row = await database.fetch_one(LOCK)
    return str(row["seeded"]) if row else ""


async def move_on(*, seeded: str | None = None) -> int:
    """Count a publication; the new revision."""
    row = await database.fetch_one(MOVE_ON, seeded)
    return int(row["revision"]) if row else 0


async def newest(keys: Sequence[tuple[str, str, str]]) -> Sequence[Record]:
    """The newest version of each kind, code and place, whatever its state."""
    kinds, codes, places = ([key[index] for key in keys] for index in range(3))
    return await database.fetch(NEWEST, kinds, codes, places)


async def standing(kind: str, codes: Sequence[str]) -> Sequence[Record]:
    """The live versions of these codes."""
    return await database.fetch(STANDING, kind, list(codes))


async def standing_bundles() -> Sequence[Record]:
    """Every live bundle."""
    return await database.fetch(STANDING_BUNDLES)


async def papers(codes: Sequence[str], *, but_of: Sequence[str]) -> Sequence[Record]:
    """What the catalogue calls these materials, in other items than the named ones."""
    return await database.fetch(PAPERS, list(codes), list(but_of))


async def insert(rows: Sequence[NewVersion]) -> None:
    """Write new versions."""
    await database.execute(INSERT, msgspec.json.encode(rows).decode())


async def rewrite(row_id: UUID, row: NewVersion) -> None:
    """Put other content into a draft."""
    await database.execute(
        REWRITE, row_id, row.body, row.name, row.sector, row.audiences, row.levels, row.batch, row.edited_by,
        row.changed_at,
    )  # fmt: skip


async def mark_changing(drafts: Sequence[UUID], *, at: datetime, changing: bool) -> None:
    """Say of the live versions beside these drafts that a change is under way, or is not any more."""
    await database.execute(MARK_CHANGING if changing else UNMARK_CHANGING, list(drafts), at)


async def chosen(ids: Sequence[UUID]) -> Sequence[Record]:
    """These versions, locked."""
    return await database.fetch(CHOSEN, list(ids))


async def of_batch(batch: UUID, *, states: Sequence[str], limit: int) -> Sequence[Record]:
    """The versions of an import that are in one of these states, locked."""
    return await database.fetch(OF_BATCH, batch, list(states), limit)


async def submit(ids: Sequence[UUID], *, by: str, at: datetime) -> None:
    """Hand them to an approver."""
    await database.execute(SUBMIT, list(ids), by, at)


async def reject(ids: Sequence[UUID], *, reason: str, at: datetime) -> None:
    """Give them back."""
    await database.execute(REJECT, list(ids), reason, at)


async def cancel(ids: Sequence[UUID], *, reason: str, at: datetime, day: date) -> None:
    """End them; what was in force has been so until `day`."""
    await database.execute(CANCEL, list(ids), reason, at, day)


async def publish(ids: Sequence[UUID], *, by: str, at: datetime, day: date) -> None:
    """Put them in force from `day`, and end what they replace."""
    await database.execute(CLOSE_EARLIER, list(ids), day, at)
    await database.execute(PUBLISH, list(ids), day, by, at)


async def flag(row_id: UUID, illegal: Sequence[str]) -> None:
    """Write down what of a live version the standard no longer allows."""
    await database.execute(FLAG, row_id, list(illegal))


async def versions(
    *,
    state: str | None,
    kind: str | None,
    code: str | None,
    region_code: str | None,
    before: tuple[datetime, UUID],
    limit: int,
) -> Sequence[Record]:
    """Versions, the last changed first."""
    return await database.fetch(VERSIONS, state, kind, code, region_code, *before, limit)


async def by_id(ids: Sequence[UUID]) -> Sequence[Record]:
    """These versions."""
    return await database.fetch(BY_ID, list(ids))


async def differing(prefix: str, *, above: Sequence[str], after: tuple[str, str], limit: int) -> Sequence[Record]:
    """Live differences of the places whose code begins so, and of those above them."""
    return await database.fetch(DIFFERING, prefix, prefix + AFTER_ALL, list(above), *after, limit)


async def overview() -> Sequence[Record]:
    """How many items differ in each county or city."""
    return await database.fetch(OVERVIEW)


async def standard_items() -> int:
    """How many items the standard has."""
    row = await database.fetch_one(STANDARD_ITEMS)
    return int(row["items"]) if row else 0


async def bodies(kind: str, *, after: str, limit: int) -> Sequence[Record]:
    """Live contents by code."""
    return await database.fetch(BODIES, kind, after, limit)


async def bodies_of(codes: Sequence[str], *, prefix: str | None) -> Sequence[Record]:
    """Live differences of these items, in places whose code begins so."""
    return await database.fetch(BODIES_OF, list(codes), prefix)
