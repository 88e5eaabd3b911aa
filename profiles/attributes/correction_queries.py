"""All SQL of corrections."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from asyncpg import Record

from backend.core import database

INSERT = """
insert into profiles_correction (id, person_id, subject_kind, subject_id, attribute, source, owner, region_code,
    content, files, state, asked_at, started_on, limit_days)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open', $11, $12, $13)
on conflict (subject_id, attribute, source) where state = 'open' do nothing
returning *
"""
# Owners and stems of region codes stand side by side: one pair for each post and each source it answers for.
AT_DESK = """
select c.* from profiles_correction c
where (c.state = 'open') = $3 and ($4::uuid is null or case when $3 then c.id > $4 else c.id < $4 end)
    and c.owner = any($1::text[]) and exists (
        select 1 from unnest($1::text[], $2::text[]) as mine (owner, stem)
        where mine.owner = c.owner and c.region_code like mine.stem || '%')
order by case when $3 then c.id end, case when not $3 then c.id end desc
limit $5
"""


async def insert(
    correction_id: UUID,
    *,
    person_id: UUID,
    subject_kind: str,
    subject_id: UUID,
    attribute: str,
    source: str,
    owner: str,
    region_code: str,
    content: bytes,
    files: Sequence[UUID],
    at: datetime,
    started_on: date,
    limit_days: int,
) -> Record | None:
    """Keep a request; None when the same value is being checked already."""
    return await database.fetch_one(
        INSERT, correction_id, person_id, subject_kind, subject_id, attribute, source, owner, region_code, content,
        list(files), at, started_on, limit_days,
    )  # fmt: skip


async def of_person(person_id: UUID, *, before: UUID | None, limit: int) -> Sequence[Record]:
    """What the person asked for, the newest first."""
    return await database.fetch(
        "select * from profiles_correction where person_id = $1 and ($2::uuid is null or id < $2) "
        "order by id desc limit $3",
        person_id,
        before,
        limit,
    )


async def at_desk(
    owners: Sequence[str], stems: Sequence[str], *, is_open: bool, after: UUID | None, limit: int
) -> Sequence[Record]:
    """Requests for these owners in these places: open ones the oldest first, answered ones the newest first."""
    return await database.fetch(AT_DESK, list(owners), list(stems), is_open, after, limit)


async def one(correction_id: UUID, *, lock: bool = False) -> Record | None:
    """A request, held until the transaction ends if it is to be answered."""
    return await database.fetch_one(
        f"select * from profiles_correction where id = $1{' for update' if lock else ''}",  # noqa: S608 - no value in it
        correction_id,
    )


async def answer(correction_id: UUID, *, state: str, by: UUID, department: str, text: str, at: datetime) -> None:
    """Keep the answer."""
    await database.execute(
        "update profiles_correction set state = $2, answered_by = $3, department = $4, answer = $5, answered_at = $6 "
        "where id = $1",
        correction_id,
        state,
        by,
        department,
        text,
        at,
    )
