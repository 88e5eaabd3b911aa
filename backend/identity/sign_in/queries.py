"""All SQL of signing in."""

from collections.abc import Sequence
from uuid import UUID

from asyncpg import Record

from backend.core import database

# One statement decides and counts: tries in parallel wait for each other on the row, so five are five.
TRY_NEWEST = """
update identity_phone_code set tries = tries + 1, used_at = case when code_fingerprint = $2 then now() end
where id = (
    select id from identity_phone_code where phone_fingerprint = $1 order by created_at desc, id desc limit 1
) and used_at is null and tries < $3 and expires_at > now()
returning used_at is not null as used
"""


async def insert_code(code_id: UUID, *, phone_fingerprint: bytes, code_fingerprint: bytes, life_seconds: int) -> None:
    """Keep a code; it takes the place of the ones sent before."""
    await database.execute(
        """
        insert into identity_phone_code (id, phone_fingerprint, code_fingerprint, created_at, expires_at)
        values ($1, $2, $3, clock_timestamp(), clock_timestamp() + make_interval(secs => $4))
        """,
        code_id,
        phone_fingerprint,
        code_fingerprint,
        life_seconds,
    )


async def try_newest_code(*, phone_fingerprint: bytes, code_fingerprint: bytes, most_tries: int) -> bool:
    """Count a try at the phone's newest code and use it up if it is the right one; whether it was."""
    row = await database.fetch_one(TRY_NEWEST, phone_fingerprint, code_fingerprint, most_tries)
    return row is not None and bool(row["used"])


async def forget_codes(hours: int) -> int:
    """Remove codes that ended `hours` ago; the number removed."""
    return await database.execute(
        "delete from identity_phone_code where created_at < now() - make_interval(hours => $1)", hours
    )


async def insert_text(text_id: UUID, *, phone_fingerprint: bytes, text: str) -> None:
    """Keep what would have been sent."""
    await database.execute(
        """
        insert into identity_development_text (id, phone_fingerprint, text, at)
        values ($1, $2, $3, clock_timestamp())
        """,
        text_id,
        phone_fingerprint,
        text,
    )


async def texts_to(phone_fingerprint: bytes, *, limit: int) -> Sequence[Record]:
    """The last texts to a phone, the newest first."""
    return await database.fetch(
        """
        select text, at from identity_development_text where phone_fingerprint = $1
        order by at desc, id desc limit $2
        """,
        phone_fingerprint,
        limit,
    )


async def forget_texts(hours: int) -> int:
    """Remove texts older than `hours`; the number removed."""
    return await database.execute(
        "delete from identity_development_text where at < now() - make_interval(hours => $1)", hours
    )
