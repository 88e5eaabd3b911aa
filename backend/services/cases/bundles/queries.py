"""All SQL of bundles."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from asyncpg import Record

from backend.core import database

INSERT = """
insert into cases_bundle (id, applicant_id, subject_kind, subject_id, subject_name, code, name, region_code, channel,
    submitted_at, due_on, due_provisional)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""
INSERT_PART = """
insert into cases_bundle_part (id, bundle_id, basic_code, name, department, stage, needs, state, case_version, content)
values ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9)
"""
# Mine: what I handed in, and what was handed in for me.
MINE = """
select * from cases_bundle
where (applicant_id = $1 or (subject_kind = 'person' and subject_id = $1)) and ($2::uuid is null or id < $2)
order by id desc limit $3
"""
PARTS = "select * from cases_bundle_part where bundle_id = any($1) order by stage, id"
BEGUN = """
update cases_bundle_part
set state = 'running', case_id = $2, case_state = $3, case_version = $4, problem = null, content = null
where id = $1
"""
MOVED = "update cases_bundle_part set state = $2, case_state = $3, case_version = $4 where id = $1"
STANDS = "update cases_bundle_part set state = $2, problem = $3 where id = $1"
EMPTY = "update cases_bundle_part set content = null where bundle_id = $1 and content is not null"


async def insert(
    bundle_id: UUID,
    *,
    applicant_id: UUID,
    subject_kind: str,
    subject_id: UUID,
    subject_name: str,
    code: str,
    name: str,
    region_code: str,
    channel: str,
    at: datetime,
    due_on: date | None,
    due_provisional: bool,
) -> None:
    """Keep a bundle that was handed in."""
    await database.execute(
        INSERT, bundle_id, applicant_id, subject_kind, subject_id, subject_name, code, name, region_code, channel, at,
        due_on, due_provisional,
    )  # fmt: skip


async def insert_part(
    part_id: UUID,
    *,
    bundle_id: UUID,
    basic_code: str,
    name: str,
    department: str,
    stage: int,
    needs: Sequence[str],
    state: str,
    content: bytes,
) -> None:
    """Keep a part that has not begun."""
    await database.execute(
        INSERT_PART, part_id, bundle_id, basic_code, name, department, stage, list(needs), state, content
    )


async def one(bundle_id: UUID) -> Record | None:
    """The bundle."""
    return await database.fetch_one("select * from cases_bundle where id = $1", bundle_id)


async def one_locked(bundle_id: UUID) -> Record | None:
    """The bundle; nobody else moves its parts until the transaction ends."""
    return await database.fetch_one("select * from cases_bundle where id = $1 for update", bundle_id)


async def mine(person_id: UUID, *, before: UUID | None, limit: int) -> Sequence[Record]:
    """Bundles that the person handed in, or that were handed in for them; the newest first."""
    return await database.fetch(MINE, person_id, before, limit)


async def parts(bundle_ids: Sequence[UUID]) -> Sequence[Record]:
    """The parts of these bundles, by group."""
    return await database.fetch(PARTS, list(bundle_ids))


async def begun(part_id: UUID, *, case_id: UUID, case_state: str, case_version: int) -> None:
    """The part became a case, which holds from now on what was handed in."""
    await database.execute(BEGUN, part_id, case_id, case_state, case_version)


async def moved(part_id: UUID, *, state: str, case_state: str, case_version: int) -> None:
    """The part's case made a step."""
    await database.execute(MOVED, part_id, state, case_state, case_version)


async def stands(part_id: UUID, *, state: str, problem: str | None = None) -> None:
    """A part without a case stands so now."""
    await database.execute(STANDS, part_id, state, problem)


async def empty(bundle_id: UUID) -> None:
    """Nothing of the bundle will begin any more: forget what would have been handed in."""
    await database.execute(EMPTY, bundle_id)
