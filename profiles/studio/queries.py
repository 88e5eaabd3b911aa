"""All SQL of drafts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from backend.core import database

# One open draft of a definition: an index sees to it, and the second to come gets nothing.
INSERT = """
insert into profiles_definition_draft (id, kind, code, state, edit, based_on, body, note, editors, edited_by, edited_at)
values ($1, $2, $3, 'draft', 1, $4, $5::jsonb, $6, array[$7::uuid], $7, $8)
on conflict (kind, code) where state in ('draft', 'submitted', 'refused') do nothing
"""
SAVE = """
update profiles_definition_draft set body = $2::jsonb, note = $3, edit = edit + 1, state = 'draft', edited_by = $4,
    edited_at = $5, editors = case when $4 = any(editors) then editors else array_append(editors, $4) end,
    submitted_by = null, submitted_at = null
where id = $1
"""


async def insert(
    draft_id: UUID, *, kind: str, code: str, based_on: int | None, body: str, note: str, by: UUID, at: datetime
) -> bool:
    """Keep a new draft, unless there is an open one."""
    return bool(await database.execute(INSERT, draft_id, kind, code, based_on, body, note, by, at))


async def one(draft_id: UUID, *, lock: bool = False) -> Record | None:
    """One draft; held, so that nobody changes or decides it meanwhile."""
    wanted = "select * from profiles_definition_draft where id = $1"
    return await database.fetch_one(f"{wanted} for update" if lock else wanted, draft_id)


async def open_ones(kind: str, codes: Sequence[str]) -> Sequence[Record]:
    """The open drafts of these definitions."""
    return await database.fetch(
        "select * from profiles_definition_draft where kind = $1 and code = any($2) "
        "and state in ('draft', 'submitted', 'refused') limit 1000",
        kind,
        list(codes),
    )


async def listed(*, kind: str | None, state: str | None, before: UUID, limit: int) -> Sequence[Record]:
    """Drafts, the newest first."""
    return await database.fetch(
        "select * from profiles_definition_draft where id < $1 and ($2::text is null or kind = $2) "
        "and ($3::text is null or state = $3) order by id desc limit $4",
        before,
        kind,
        state,
        limit,
    )


async def save(draft_id: UUID, *, body: str, note: str, by: UUID, at: datetime) -> None:
    """Keep the draft as it is to stand; whoever saves it is one of its editors."""
    await database.execute(SAVE, draft_id, body, note, by, at)


async def submit(draft_id: UUID, *, note: str, by: UUID, at: datetime) -> None:
    """It waits for a second person."""
    await database.execute(
        "update profiles_definition_draft set state = 'submitted', note = $2, submitted_by = $3, submitted_at = $4, "
        "reason = null, decided_by = null, decided_at = null where id = $1",
        draft_id,
        note,
        by,
        at,
    )


async def publish(draft_id: UUID, *, version: int, by: UUID, at: datetime) -> None:
    """It is published as this version."""
    await database.execute(
        "update profiles_definition_draft set state = 'published', version = $2, decided_by = $3, decided_at = $4 "
        "where id = $1",
        draft_id,
        version,
        by,
        at,
    )


async def refuse(draft_id: UUID, *, reason: str, by: UUID, at: datetime) -> None:
    """It goes back to who wrote it."""
    await database.execute(
        "update profiles_definition_draft set state = 'refused', reason = $2, decided_by = $3, decided_at = $4 "
        "where id = $1",
        draft_id,
        reason,
        by,
        at,
    )


async def drop(draft_id: UUID) -> None:
    """Nobody works on it any more."""
    await database.execute("update profiles_definition_draft set state = 'dropped' where id = $1", draft_id)
