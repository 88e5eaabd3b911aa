"""All SQL of life events. Everything is done for any number of subjects in one statement."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core import database

WATCH = """
insert into profiles_event_watch (id, kind, seen)
select distinct on (one.id) one.id, one.kind, '{}'::jsonb from unnest($1::uuid[], $2::text[]) as one (id, kind)
order by one.id on conflict (id) do nothing
"""
INSERT = """
insert into profiles_event (id, subject_kind, subject_id, kind, about, told, attribute, purpose, content, hidden,
    opened_at)
select one.id, one.subject_kind, one.subject_id, one.kind, one.about, one.told, one.attribute, one.purpose,
    one.content, false, one.opened_at
from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::bytea[], $6::text[], $7::text[], $8::text[],
    $9::bytea[], $10::timestamptz[])
    as one (id, subject_kind, subject_id, kind, about, told, attribute, purpose, content, opened_at)
on conflict (subject_id, kind, about) do nothing
returning id, subject_kind, subject_id, kind
"""
PAGE = """
select e.* from profiles_event e
where e.subject_id = $1 and not e.hidden and ($4::uuid is null or e.id < $4)
    and ($2::text[] is null or e.told = 'said' or exists (
        select 1 from unnest($2::text[], $3::text[]) as may (purpose, name)
        where may.purpose = e.purpose and may.name = coalesce(e.attribute, '')))
order by e.id desc limit $5
"""
NOTE = """
update profiles_event_watch w set seen = one.seen::jsonb, look_on = one.look_on
from unnest($1::uuid[], $2::text[], $3::date[]) as one (id, seen, look_on) where w.id = one.id
"""
Pairs = tuple[Sequence[str], Sequence[str]] | None


async def lock(subjects: Sequence[tuple[UUID, str]]) -> Mapping[UUID, Record]:
    """Make the subjects' watches and hold them: one at a time changes a subject's events."""
    ids = [one[0] for one in subjects]
    await database.execute(WATCH, ids, [one[1] for one in subjects])
    rows = await database.fetch(
        "select id, kind, seen, look_on from profiles_event_watch where id = any($1) order by id for update", ids
    )
    return {row["id"]: row for row in rows}


async def due(on: date, *, limit: int) -> Sequence[Record]:
    """Subjects for whom something may change by this day; the index holds no others."""
    return await database.fetch(
        "select id, kind from profiles_event_watch where look_on <= $1 order by look_on limit $2", on, limit
    )


async def note(rows: Sequence[tuple[UUID, Mapping[str, str], date | None]]) -> None:
    """Remember what was seen, and when to look again."""
    ids, seen, days = ([list(column) for column in zip(*rows, strict=True)]) if rows else ([], [], [])
    await database.execute(NOTE, ids, [msgspec.json.encode(one).decode() for one in seen], days)


async def of(ids: Collection[UUID]) -> Sequence[Record]:
    """Every event of these subjects, hidden ones too; nobody's life has more than some dozens."""
    return await database.fetch(
        "select * from profiles_event where subject_id = any($1) order by opened_at desc, id desc limit 100000",
        list(ids),
    )


async def page(subject_id: UUID, *, pairs: Pairs, before: UUID | None, limit: int) -> Sequence[Record]:
    """Events that may be shown, the last kept first; `pairs`: what may be behind one, None: anything."""
    purposes, names = pairs if pairs is not None else (None, None)
    return await database.fetch(PAGE, subject_id, purposes, names, before, limit)


async def one(event_id: UUID, *, subject_id: UUID) -> Record | None:
    """An event of this subject."""
    return await database.fetch_one(
        "select * from profiles_event where id = $1 and subject_id = $2 for update", event_id, subject_id
    )


async def by_id(event_id: UUID) -> Record | None:
    """An event, unless it is hidden; in a transaction it stays as it is until that ends."""
    return await database.fetch_one("select * from profiles_event where id = $1 and not hidden for share", event_id)


async def insert(rows: Sequence[tuple[object, ...]]) -> Sequence[Record]:
    """Keep events that are not kept yet; those that were not."""
    return await database.fetch(INSERT, *[list(column) for column in zip(*rows, strict=True)])


async def replace_said(event_id: UUID, *, content: bytes) -> None:
    """Say it again, of another day."""
    await database.execute("update profiles_event set content = $2, hidden = false where id = $1", event_id, content)


async def hide(event_id: UUID) -> None:
    """Keep it from coming back."""
    await database.execute("update profiles_event set hidden = true where id = $1", event_id)


async def delete(ids: Collection[UUID]) -> Sequence[Record]:
    """Forget events; those that there were."""
    return await database.fetch(
        "delete from profiles_event where id = any($1) returning id, subject_kind, subject_id, kind, hidden", list(ids)
    )


async def forget_told(subject_id: UUID, *, purpose: str, but: str) -> Sequence[Record]:
    """Forget what was not said by the person and is for this use; what there was."""
    return await database.fetch(
        "delete from profiles_event where subject_id = $1 and purpose = $2 and told <> $3 "
        "returning id, subject_kind, subject_id, kind, hidden",
        subject_id,
        purpose,
        but,
    )
