"""All SQL of sessions."""

from collections.abc import Sequence
from uuid import UUID

from asyncpg import Record

from backend.core import database

INSERT_SESSION = """
insert into identity_session (id, person_id, device_id, device_name, way, level, expires_at)
values ($1, $2, $3, $4, $5, $6, now() + make_interval(days => $7))
"""
# Both rows are locked: the waiter of two exchanges must see what the winner wrote in the token's row, too.
EXCHANGE = """
select t.digest, t.used_at, t.issued_at < now() - make_interval(days => $2) or s.expires_at < now() as expired,
    s.id as session_id, s.person_id, s.ended_at
from identity_refresh_token t join identity_session s on s.id = t.session_id
where t.digest = $1 for update of s, t
"""
# By the clock, not by the transaction's beginning: the feeds look back from the clock.
END = """
update identity_session set ended_at = clock_timestamp(), end_reason = $2
where {which} and ended_at is null returning id
"""
LIVE = "ended_at is null and expires_at > now() and last_used_at > now() - make_interval(days => $2)"


async def insert_session(
    session_id: UUID, *, person_id: UUID, device_id: UUID, device_name: str, way: str, level: int, days: int
) -> None:
    """Begin a session that ends by itself after `days`."""
    await database.execute(INSERT_SESSION, session_id, person_id, device_id, device_name, way, level, days)


async def insert_token(digest: bytes, *, session_id: UUID) -> None:
    """Remember an issued refresh token."""
    await database.execute(
        "insert into identity_refresh_token (digest, session_id) values ($1, $2)", digest, session_id
    )


async def token_for_update(digest: bytes, *, idle_days: int) -> Record | None:
    """The token and its session, kept from all other exchanges of this session until the transaction ends."""
    return await database.fetch_one(EXCHANGE, digest, idle_days)


async def use_token(digest: bytes, *, session_id: UUID, level: int) -> None:
    """The token has done its work, and the session is alive."""
    await database.execute("update identity_refresh_token set used_at = now() where digest = $1", digest)
    await database.execute(
        "update identity_session set last_used_at = now(), level = $2 where id = $1", session_id, level
    )


async def is_unused(digest: bytes, *, session_id: UUID) -> bool:
    """Whether this token of the session was issued and not yet used."""
    row = await database.fetch_one(
        "select 1 from identity_refresh_token where digest = $1 and session_id = $2 and used_at is null",
        digest,
        session_id,
    )
    return row is not None


async def end(session_id: UUID, *, reason: str) -> bool:
    """End the session; False when it had ended."""
    return await database.fetch_one(END.format(which="id = $1"), session_id, reason) is not None


async def end_of_person(person_id: UUID, *, session_id: UUID, reason: str) -> bool:
    """End the session if it is this person's; False when it is not, or had ended."""
    row = await database.fetch_one(END.format(which="id = $1 and person_id = $3"), session_id, reason, person_id)
    return row is not None


async def end_on_device(person_id: UUID, *, device_id: UUID, reason: str) -> Sequence[UUID]:
    """End the person's sessions on the device; their ids."""
    rows = await database.fetch(END.format(which="person_id = $1 and device_id = $3"), person_id, reason, device_id)
    return [row["id"] for row in rows]


async def end_all_but(person_id: UUID, *, kept: UUID, reason: str) -> Sequence[UUID]:
    """End all sessions of the person except one; their ids."""
    rows = await database.fetch(END.format(which="person_id = $1 and id <> $3"), person_id, reason, kept)
    return [row["id"] for row in rows]


async def live_of(person_id: UUID, *, idle_days: int, before: UUID | None, limit: int) -> Sequence[Record]:
    """The person's live sessions, the newest first."""
    return await database.fetch(
        f"select id, device_name, created_at, last_used_at from identity_session where person_id = $1 and {LIVE} "  # noqa: S608
        "and ($3::uuid is null or id < $3) order by id desc limit $4",
        person_id,
        idle_days,
        before,
        limit,
    )


async def is_live(session_id: UUID) -> bool:
    """Whether the session exists and nobody ended it."""
    row = await database.fetch_one("select 1 from identity_session where id = $1 and ended_at is null", session_id)
    return row is not None


async def ended_within(seconds: float) -> Sequence[UUID]:
    """Sessions that were ended in the last seconds, by the database's clock."""
    rows = await database.fetch(
        "select id from identity_session where ended_at > clock_timestamp() - make_interval(secs => $1)", seconds
    )
    return [row["id"] for row in rows]


async def forget_over(days: int) -> int:
    """Remove the tokens of sessions that were over `days` ago; the number removed."""
    return await database.execute(
        """
        delete from identity_refresh_token using identity_session s
        where s.id = session_id and least(s.ended_at, s.expires_at) < now() - make_interval(days => $1)
        """,
        days,
    )
