"""All SQL of delegations."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from asyncpg import Record

from backend.core import database

INSERT = """
insert into identity_delegation (id, principal_kind, principal_id, given_by, agent_id, actions, basic_codes, from_date,
    to_date, given_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp())
returning *
"""
# An end updates the row, so it waits for the share lock, and we for it: every act is wholly before or wholly after.
# PostgreSQL judges the condition again after the wait, and `limit` counts only what is locked.
COVERING_SHARED = """
select id, to_date from identity_delegation
where agent_id = $1 and principal_kind = $2 and principal_id = $3 and ended_at is null
    and from_date <= $5 and $5 <= to_date and $4 = any(actions)
    and (basic_codes = '{}' or $6::text = any(basic_codes))
order by to_date desc, id
limit 1
for share
"""
# The same for everything that the agent may do for one principal.
HOLDING_SHARED = """
select id, actions, basic_codes, to_date from identity_delegation
where agent_id = $1 and principal_kind = $2 and principal_id = $3 and ended_at is null
    and from_date <= $4 and $4 <= to_date
order by to_date desc, id limit $5
for share
"""
SAME = """
select * from identity_delegation
where principal_kind = $1 and principal_id = $2 and agent_id = $3 and actions = $4 and basic_codes = $5
    and from_date = $6 and to_date = $7 and ended_at is null
"""
IN_FORCE = """
select * from identity_delegation
where agent_id = $1 and ended_at is null and from_date <= $2 and $2 <= to_date and ($3::uuid is null or id < $3)
order by id desc limit $4
"""


async def lock_principal(principal_id: UUID) -> None:
    """One at a time is given for a principal; held until the transaction ends."""
    await database.execute(
        "select pg_advisory_xact_lock(hashtextextended('identity.delegation:' || $1, 0))", str(principal_id)
    )


async def insert(
    delegation_id: UUID,
    *,
    principal_kind: str,
    principal_id: UUID,
    given_by: UUID,
    agent_id: UUID,
    actions: Sequence[str],
    basic_codes: Sequence[str],
    from_date: date,
    to_date: date,
) -> Record:
    """Keep a delegation as it was given."""
    row = await database.fetch_one(
        INSERT,
        delegation_id,
        principal_kind,
        principal_id,
        given_by,
        agent_id,
        list(actions),
        list(basic_codes),
        from_date,
        to_date,
    )
    assert row is not None  # noqa: S101 - an INSERT without ON CONFLICT returns its row or raises
    return row


async def same(
    *,
    principal_kind: str,
    principal_id: UUID,
    agent_id: UUID,
    actions: Sequence[str],
    basic_codes: Sequence[str],
    from_date: date,
    to_date: date,
) -> Record | None:
    """One that stands already and says the same."""
    return await database.fetch_one(
        SAME, principal_kind, principal_id, agent_id, list(actions), list(basic_codes), from_date, to_date
    )


async def standing(principal_id: UUID, *, on: date) -> int:
    """How many of the principal's delegations are neither ended nor over."""
    row = await database.fetch_one(
        "select count(*) as number from identity_delegation "
        "where principal_id = $1 and ended_at is null and to_date >= $2",
        principal_id,
        on,
    )
    return row["number"] if row else 0


async def covering_shared(
    *, agent_id: UUID, principal_kind: str, principal_id: UUID, action: str, at: date, basic_code: str | None
) -> Record | None:
    """The delegation that covers the act, the longest first, kept from being ended until the transaction ends."""
    return await database.fetch_one(COVERING_SHARED, agent_id, principal_kind, principal_id, action, at, basic_code)


async def holding_shared(
    *, agent_id: UUID, principal_kind: str, principal_id: UUID, at: date, limit: int
) -> Sequence[Record]:
    """Everything that the agent holds of the principal, kept from being ended until the transaction ends."""
    return await database.fetch(HOLDING_SHARED, agent_id, principal_kind, principal_id, at, limit)


async def for_update(delegation_id: UUID) -> Record | None:
    """The delegation, after every act under way has ended."""
    return await database.fetch_one("select * from identity_delegation where id = $1 for update", delegation_id)


async def end(delegation_id: UUID, *, by: str) -> None:
    """End it now; call with the row locked, so that the time is later than that of every act."""
    await database.execute(
        "update identity_delegation set ended_at = clock_timestamp(), ended_by = $2 where id = $1", delegation_id, by
    )


async def given_by(principals: Sequence[UUID], *, before: UUID | None, limit: int) -> Sequence[Record]:
    """What these principals have given, the newest first."""
    return await database.fetch(
        "select * from identity_delegation where principal_id = any($1) and ($2::uuid is null or id < $2) "
        "order by id desc limit $3",
        list(principals),
        before,
        limit,
    )


async def received_by(agent_id: UUID, *, before: UUID | None, limit: int) -> Sequence[Record]:
    """What the agent was given, the newest first."""
    return await database.fetch(
        "select * from identity_delegation where agent_id = $1 and ($2::uuid is null or id < $2) "
        "order by id desc limit $3",
        agent_id,
        before,
        limit,
    )


async def in_force(agent_id: UUID, *, on: date, before: UUID | None, limit: int) -> Sequence[Record]:
    """What the agent may do for others on that day, the newest first."""
    return await database.fetch(IN_FORCE, agent_id, on, before, limit)
