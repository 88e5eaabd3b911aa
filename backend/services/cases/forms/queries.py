"""All SQL of forms."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from backend.core import database

INSERT = """
insert into cases_draft (id, person_id, subject_kind, subject_id, kind, code, name, region_code, step, version, content,
    created_at, saved_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11, $11)
"""
ONE = "select * from cases_draft where id = $1 and person_id = $2"
OPEN = """
select id, version, kind, code, name, region_code, step, saved_at, person_id, subject_id from cases_draft
where person_id = $1 and case_id is null and (saved_at, id) < ($2, $3)
order by saved_at desc, id desc limit $4
"""
# The same of one subject, for those who may still apply for these items.
OPEN_FOR = """
select id, version, kind, code, name, region_code, step, saved_at, person_id, subject_id from cases_draft
where person_id = $1 and subject_id = $2 and subject_kind = $3 and case_id is null
    and ($4::text[] is null or (kind = 'item' and code = any($4)))
order by saved_at desc, id desc limit $5
"""
UPDATE = """
update cases_draft set content = $2, step = $3, name = $4, version = version + 1, saved_at = $5, warned_at = null
where id = $1
"""
SUBMITTED = "update cases_draft set content = null, case_id = $2, saved_at = $3, version = version + 1 where id = $1"
TO_WARN = """
update cases_draft set warned_at = $2 where id in (
    select id from cases_draft where saved_at <= $1 and case_id is null and warned_at is null
    order by saved_at limit $3 for update skip locked)
returning id, person_id, name, saved_at
"""
FORGET = """
delete from cases_draft where id in (
    select id from cases_draft where saved_at <= $1 and (case_id is not null or warned_at <= $2)
    order by saved_at limit $3 for update skip locked)
returning id, person_id, name, case_id
"""


async def lock_person(person_id: UUID) -> None:
    """One at a time begins drafts for a person, so that they can be counted; held until the transaction ends."""
    await database.execute("select pg_advisory_xact_lock(hashtextextended('cases.draft:' || $1, 0))", str(person_id))


async def open_count(person_id: UUID) -> int:
    """How many drafts the person has."""
    row = await database.fetch_one(
        "select count(*) as held from cases_draft where person_id = $1 and case_id is null", person_id
    )
    return int(row["held"]) if row else 0


async def insert(
    draft_id: UUID,
    *,
    person_id: UUID,
    subject_kind: str,
    subject_id: UUID,
    kind: str,
    code: str,
    name: str,
    region_code: str,
    step: str,
    content: bytes,
    at: datetime,
) -> None:
    """Keep a new draft."""
    await database.execute(
        INSERT, draft_id, person_id, subject_kind, subject_id, kind, code, name, region_code, step, content, at
    )


async def one(draft_id: UUID, *, person_id: UUID) -> Record | None:
    """The draft, if it is this person's."""
    return await database.fetch_one(ONE, draft_id, person_id)


async def one_locked(draft_id: UUID, *, person_id: UUID) -> Record | None:
    """The draft, and nobody else changes it until the transaction ends."""
    return await database.fetch_one(f"{ONE} for update", draft_id, person_id)


async def open_drafts(person_id: UUID, *, before: tuple[datetime, UUID], limit: int) -> Sequence[Record]:
    """The person's drafts, the last saved first."""
    return await database.fetch(OPEN, person_id, *before, limit)


async def open_for(
    person_id: UUID, *, subject_id: UUID, subject_kind: str, codes: Sequence[str] | None, limit: int
) -> Sequence[Record]:
    """The drafts that the person began for a subject, the last saved first."""
    return await database.fetch(OPEN_FOR, person_id, subject_id, subject_kind, codes, limit)


async def update(draft_id: UUID, *, content: bytes, step: str, name: str, at: datetime) -> None:
    """Keep what the draft holds now, as its next version."""
    await database.execute(UPDATE, draft_id, content, step, name, at)


async def empty(draft_id: UUID, *, case_id: UUID, at: datetime) -> None:
    """The draft became a case: nothing of it stays but that."""
    await database.execute(SUBMITTED, draft_id, case_id, at)


async def delete(draft_id: UUID, *, person_id: UUID) -> bool:
    """Forget the draft; False when there is none of this person that could be forgotten."""
    return bool(
        await database.execute(
            "delete from cases_draft where id = $1 and person_id = $2 and case_id is null", draft_id, person_id
        )
    )


async def note_warned(*, saved_before: datetime, at: datetime, limit: int) -> Sequence[Record]:
    """Drafts that will be forgotten soon and whose people were not told yet; they are noted as told."""
    return await database.fetch(TO_WARN, saved_before, at, limit)


async def forget(*, saved_before: datetime, warned_before: datetime, limit: int) -> Sequence[Record]:
    """Remove drafts that nobody saved since, but none whose person was told only just now."""
    return await database.fetch(FORGET, saved_before, warned_before, limit)
