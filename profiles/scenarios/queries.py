"""All SQL of open scenarios and the cases of their steps."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from asyncpg import Record

from backend.core import database

Pairs = tuple[Sequence[str], Sequence[str]] | None
"""What may be behind what is shown: uses and attributes side by side, an empty name is a case. None: anything."""

OPEN = """
insert into profiles_scenario (id, subject_kind, subject_id, event_id, code, version, told, attribute, purpose, content,
    opened_at, changed_at)
select one.id, one.subject_kind, one.subject_id, one.event_id, one.code, one.version, one.told, one.attribute,
    one.purpose, one.content, one.opened_at, one.opened_at
from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::int[], $7::text[], $8::text[], $9::text[],
    $10::bytea[], $11::timestamptz[])
    as one (id, subject_kind, subject_id, event_id, code, version, told, attribute, purpose, content, opened_at)
on conflict (event_id, code) do nothing
"""
PAGE = """
select s.* from profiles_scenario s
where s.subject_id = $1 and ($4::uuid is null or s.id < $4)
    and ($2::text[] is null or s.told = 'said' or exists (
        select 1 from unnest($2::text[], $3::text[]) as may (purpose, name)
        where may.purpose = s.purpose and may.name = coalesce(s.attribute, '')))
order by s.id desc limit $5
"""
KEEP_CASE = """
insert into profiles_step_case as c (case_id, subject_id, basic_code, standing, began_on, version)
values ($1, $2, $3, $4, $5, $6)
on conflict (case_id) do update set standing = excluded.standing, version = excluded.version
    where excluded.version > c.version
"""


async def insert(rows: Sequence[tuple[object, ...]]) -> None:
    """Open scenarios that their event has not opened yet."""
    await database.execute(OPEN, *[list(column) for column in zip(*rows, strict=True)])


async def page(subject_id: UUID, *, pairs: Pairs, before: UUID | None, limit: int) -> Sequence[Record]:
    """The scenarios that may be shown, the last opened first."""
    purposes, names = pairs if pairs is not None else (None, None)
    return await database.fetch(PAGE, subject_id, purposes, names, before, limit)


async def of_event(event_id: UUID) -> Sequence[Record]:
    """The scenarios that the event opened."""
    return await database.fetch("select * from profiles_scenario where event_id = $1 order by id limit 100", event_id)


async def held(subject_id: UUID) -> Sequence[Record]:
    """Every scenario of a subject, held until the transaction ends: whoever writes one writes it whole."""
    return await database.fetch(
        "select * from profiles_scenario where subject_id = $1 order by id limit 1000 for update", subject_id
    )


async def hold(scenario_id: UUID, *, subject_id: UUID) -> Record | None:
    """One, held until the transaction ends."""
    return await database.fetch_one(
        "select * from profiles_scenario where id = $1 and subject_id = $2 for update", scenario_id, subject_id
    )


async def write(rows: Sequence[tuple[UUID, bytes]], *, at: datetime) -> None:
    """Keep what has changed of these."""
    await database.execute(
        "update profiles_scenario s set content = one.content, changed_at = $3 "
        "from unnest($1::uuid[], $2::bytea[]) as one (id, content) where s.id = one.id",
        [one[0] for one in rows],
        [one[1] for one in rows],
        at,
    )


async def close(event_id: UUID) -> int:
    """Forget what the event opened, answers too; how many scenarios."""
    return await database.execute("delete from profiles_scenario where event_id = $1", event_id)


async def keep_case(
    case_id: UUID, *, subject_id: UUID, basic_code: str, standing: str, began_on: date, version: int
) -> None:
    """How the case stands now, unless something newer is known."""
    await database.execute(KEEP_CASE, case_id, subject_id, basic_code, standing, began_on, version)


async def cases(subject_id: UUID) -> Sequence[Record]:
    """The cases of a subject that may be steps, the latest thousand, the earliest of them first."""
    return await database.fetch(
        "select * from (select basic_code, standing, began_on, case_id from profiles_step_case where subject_id = $1 "
        "order by began_on desc, case_id desc limit 1000) latest order by began_on, case_id",
        subject_id,
    )


async def forget_cases(before: date, *, limit: int) -> int:
    """Forget cases that began before this day: no scenario looks back so far."""
    return await database.execute(
        "delete from profiles_step_case where case_id in (select case_id from profiles_step_case where began_on < $1 "
        "order by began_on limit $2)",
        before,
        limit,
    )
