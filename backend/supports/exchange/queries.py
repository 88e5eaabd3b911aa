"""All SQL of the access history."""

from collections.abc import Collection, Sequence
from uuid import UUID

from asyncpg import Record

from backend.core import database
from backend.core.ids import new_id

# One statement, so that a read and those it was about are kept together; the same read again changes nothing.
INSERT = """
with kept as (
    insert into exchange_access (id, at, actor_id, subject_kind, subject_id, purpose, purpose_zh, purpose_en, recipient,
        case_ref, basis, outcome, reason, causal_id)
    values ($1, clock_timestamp(), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    on conflict (id) do nothing returning id
), named as (
    insert into exchange_access_about (id, access_id, about_id, about_kind, names)
    select one.id, kept.id, one.about_id, one.about_kind, string_to_array(one.names, ' ')
    from kept, unnest($14::uuid[], $15::uuid[], $16::text[], $17::text[]) as one (id, about_id, about_kind, names)
)
select id from kept
"""
# The newest reads about any of these, each once, however many of them it was about. The newest of each are enough: what
# is among the newest of all is among the newest of everybody it was about.
HISTORY = """
select x.*, a.about
from (
    select access_id, array_agg(jsonb_build_object('id', about_id, 'kind', about_kind, 'names', names)) as about
    from unnest($1::uuid[]) as one (id) cross join lateral (
        select access_id, about_id, about_kind, names from exchange_access_about
        where about_id = one.id and ($2::uuid is null or access_id < $2)
        order by access_id desc limit $3
    ) newest
    group by access_id order by access_id desc limit $3
) a join exchange_access x on x.id = a.access_id
order by x.id desc
"""


async def insert(
    access_id: UUID,
    *,
    actor_id: UUID,
    subject_kind: str,
    subject_id: UUID,
    purpose: str,
    purpose_zh: str,
    purpose_en: str,
    recipient: str,
    case_ref: str | None,
    basis: str,
    outcome: str,
    reason: str | None,
    causal_id: str,
    about: Sequence[tuple[UUID, str, Sequence[str]]],
) -> bool:
    """Keep who read what of whom; False when this very read is kept already."""
    row = await database.fetch_one(
        INSERT, access_id, actor_id, subject_kind, subject_id, purpose, purpose_zh, purpose_en, recipient, case_ref,
        basis, outcome, reason, causal_id, [new_id() for _ in about], [one[0] for one in about],
        [one[1] for one in about], [" ".join(one[2]) for one in about],
    )  # fmt: skip
    return row is not None


async def history(about: Collection[UUID], *, before: UUID | None, limit: int) -> Sequence[Record]:
    """Reads about any of these, the newest first."""
    return await database.fetch(HISTORY, list(about), before, limit)


async def is_about(access_id: UUID, about: Collection[UUID]) -> bool:
    """Whether a read was about one of these."""
    row = await database.fetch_one(
        "select 1 from exchange_access_about where access_id = $1 and about_id = any($2)", access_id, list(about)
    )
    return row is not None


async def lock_questions(access_id: UUID, *, person_id: UUID) -> int:
    """One at a time asks about a read; how many questions the person has asked already."""
    await database.execute(
        "select pg_advisory_xact_lock(hashtextextended('exchange.question:' || $1, 0))", f"{access_id}{person_id}"
    )
    row = await database.fetch_one(
        "select count(*) as asked from exchange_access_question where access_id = $1 and person_id = $2",
        access_id,
        person_id,
    )
    return int(row["asked"]) if row else 0


async def insert_question(question_id: UUID, *, access_id: UUID, person_id: UUID, text: str) -> Record:
    """Keep a question."""
    row = await database.fetch_one(
        "insert into exchange_access_question (id, access_id, person_id, text, at) "
        "values ($1, $2, $3, $4, clock_timestamp()) returning id, text, at",
        question_id,
        access_id,
        person_id,
        text,
    )
    assert row is not None  # noqa: S101 - an INSERT without ON CONFLICT returns its row or raises
    return row


async def questions(access_ids: Collection[UUID], *, person_id: UUID) -> Sequence[Record]:
    """What the person asked about these reads, the oldest first; each read has a few at the most."""
    return await database.fetch(
        "select id, access_id, text, at from exchange_access_question "
        "where access_id = any($1) and person_id = $2 order by id limit 100000",
        list(access_ids),
        person_id,
    )
