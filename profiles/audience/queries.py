"""SQL of segments, snapshots and answers."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from asyncpg import Record

from backend.core import database

INSERT_SEGMENT = """
insert into profiles_audience_segment (id, kind, title, purpose, ground, department, condition, digest, version,
    made_by, made_at, changed_at)
values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, 1, $9, $10, $10)
"""
REVISE_SEGMENT = """
update profiles_audience_segment set title = $3, ground = $4, condition = $5::jsonb, digest = $6, changed_at = $7,
    version = version + 1
where id = $1 and version = $2
"""
INSERT_ANSWER = """
insert into profiles_audience_answer (id, kind, generation, ordinal, purpose, digest, condition, outcome, shown,
    asked_by, asked_at, carried)
values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10, $11, $12)
"""
NEWEST_SNAPSHOT = """
select id, kind, generation, as_of, made_at, answers from profiles_audience_snapshot
where kind = $1 order by generation desc limit 1
"""
# Which answers of the snapshot before are taken over: the population was cut by them, and they are remembered yet.
CARRIED = """
select purpose, digest, condition, shown, asked_by, asked_at from profiles_audience_answer
where kind = $1 and generation = $2 and outcome = 'shown' and asked_at > $3 order by ordinal limit $4
"""
LAST_SHOWN = """
select shown, asked_at from profiles_audience_answer
where kind = $1 and digest = $2 and outcome = 'shown' order by generation desc limit 1
"""
LAST_ANSWER = """
select a.outcome, a.shown, a.generation, s.as_of, s.made_at
from profiles_audience_answer a join profiles_audience_snapshot s on s.kind = a.kind and s.generation = a.generation
where a.kind = $1 and a.digest = $2 and s.made_at > $3 order by a.generation desc limit 1
"""


async def insert_segment(
    segment_id: UUID,
    *,
    kind: str,
    title: str,
    purpose: str,
    ground: str,
    department: str,
    condition: str,
    digest: bytes,
    by: UUID,
    at: datetime,
) -> None:
    """Keep a new segment."""
    await database.execute(
        INSERT_SEGMENT, segment_id, kind, title, purpose, ground, department, condition, digest, by, at
    )


async def revise_segment(
    segment_id: UUID, *, version: int, title: str, ground: str, condition: str, digest: bytes, at: datetime
) -> bool:
    """Change it if nobody did since that version; whether it was done."""
    touched = await database.execute(REVISE_SEGMENT, segment_id, version, title, ground, condition, digest, at)
    return touched == 1


async def segment(segment_id: UUID) -> Record | None:
    """One segment."""
    return await database.fetch_one("select * from profiles_audience_segment where id = $1", segment_id)


async def segments(*, before: UUID, limit: int) -> Sequence[Record]:
    """Segments, the newest first."""
    return await database.fetch(
        "select * from profiles_audience_segment where id < $1 order by id desc limit $2", before, limit
    )


async def snapshot(kind: str, *, lock: bool = False) -> Record | None:
    """The newest snapshot; held, so that one at a time adds an answer."""
    return await database.fetch_one(NEWEST_SNAPSHOT + (" for update" if lock else ""), kind)


async def day_of(kind: str, generation: int) -> date | None:
    """The day of a snapshot."""
    row = await database.fetch_one(
        "select as_of from profiles_audience_snapshot where kind = $1 and generation = $2", kind, generation
    )
    return row["as_of"] if row else None


async def insert_snapshot(
    snapshot_id: UUID, *, kind: str, generation: int, as_of: date, at: datetime, answers: int
) -> bool:
    """Make a snapshot known; False when its number is taken."""
    touched = await database.execute(
        "insert into profiles_audience_snapshot (id, kind, generation, as_of, made_at, answers) "
        "values ($1, $2, $3, $4, $5, $6) on conflict (kind, generation) do nothing",
        snapshot_id,
        kind,
        generation,
        as_of,
        at,
        answers,
    )
    return touched == 1


async def count_answer(snapshot_id: UUID) -> int:
    """One answer more; its ordinal."""
    row = await database.fetch_one(
        "update profiles_audience_snapshot set answers = answers + 1 where id = $1 returning answers", snapshot_id
    )
    assert row is not None  # noqa: S101 - the row is held
    return int(row["answers"])


async def insert_answers(rows: Sequence[tuple[object, ...]]) -> None:
    """Keep answers; the members stand in the order of `INSERT_ANSWER`."""
    async with database.connection() as own:
        await own.executemany(INSERT_ANSWER, rows)


async def answer_on(kind: str, generation: int, *, digest: bytes) -> Record | None:
    """What was said of the condition on this snapshot."""
    return await database.fetch_one(
        "select outcome, shown from profiles_audience_answer where kind = $1 and generation = $2 and digest = $3",
        kind,
        generation,
        digest,
    )


async def answers_after(kind: str, generation: int, *, ordinal: int, limit: int) -> Sequence[Record]:
    """The answers that cut the population after the first so many, in order."""
    return await database.fetch(
        "select ordinal, condition from profiles_audience_answer where kind = $1 and generation = $2 "
        "and ordinal > $3 and outcome = 'shown' order by ordinal limit $4",
        kind,
        generation,
        ordinal,
        limit,
    )


async def carried(kind: str, generation: int, *, since: datetime, limit: int) -> Sequence[Record]:
    """The remembered answers of a snapshot, in order."""
    return await database.fetch(CARRIED, kind, generation, since, limit)


async def asked(kind: str, generation: int, *, purpose: str) -> int:
    """How many conditions were asked anew for a purpose on this snapshot, whatever came of it."""
    row = await database.fetch_one(
        "select count(*) as many from profiles_audience_answer "
        "where kind = $1 and generation = $2 and purpose = $3 and not carried",
        kind,
        generation,
        purpose,
    )
    return int(row["many"]) if row else 0


async def last_shown(kind: str, *, digest: bytes) -> Record | None:
    """The last count that was told of the condition, on whichever snapshot."""
    return await database.fetch_one(LAST_SHOWN, kind, digest)


async def last_answer(kind: str, *, digest: bytes, since: datetime) -> Record | None:
    """What was said last of the condition, on a snapshot made since."""
    return await database.fetch_one(LAST_ANSWER, kind, digest, since)
