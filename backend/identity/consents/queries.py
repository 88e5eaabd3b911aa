"""All SQL of consents."""

from collections.abc import Sequence
from uuid import UUID

from asyncpg import Record

from backend.core import database

# A withdrawal updates this row, so it waits for the share lock, and we for it: every disclosure is wholly before or
# wholly after. PostgreSQL judges the condition again after the wait.
STANDING_SHARED = """
select id, fields, text_version from identity_consent
where person_id = $1 and recipient = $2 and purpose = $3
    and withdrawn_at is null and replaced_at is null and expires_at > clock_timestamp()
for share
"""
HELD = """
select id, person_id, recipient, recipient_name, purpose, fields, text_version from identity_consent
where id = $1 and withdrawn_at is null and replaced_at is null and expires_at > clock_timestamp()
for share
"""
STANDING_OF_MANY = """
select person_id, purpose, id, fields, text_version from identity_consent
where person_id = any($1) and recipient = $2 and withdrawn_at is null
    and replaced_at is null and expires_at > clock_timestamp()
order by id for share
"""
INSERT = """
insert into identity_consent (id, person_id, recipient, recipient_name, purpose, purpose_zh, purpose_en, fields,
    legal_basis, text_version, given_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now(), now() + make_interval(days => $11))
returning *
"""
DISCLOSURES = """
select d.id, d.at, d.recipient, d.purpose, d.fields, d.consent_id, c.recipient_name, c.purpose_zh, c.purpose_en
from identity_disclosure d join identity_consent c on c.id = d.consent_id
where d.person_id = $1 and ($2::uuid is null or d.id < $2) order by d.id desc limit $3
"""


async def lock_person(person_id: UUID) -> None:
    """One at a time gives consents for a person; held until the transaction ends."""
    await database.execute(
        "select pg_advisory_xact_lock(hashtextextended('identity.consent:' || $1, 0))", str(person_id)
    )


async def standing(person_id: UUID, *, recipient: str, purpose: str) -> Record | None:
    """The consent that was neither withdrawn nor replaced, expired or not."""
    return await database.fetch_one(
        """
        select *, expires_at <= now() as expired from identity_consent
        where person_id = $1 and recipient = $2 and purpose = $3 and withdrawn_at is null and replaced_at is null
        """,
        person_id,
        recipient,
        purpose,
    )


async def ever_given(person_id: UUID, *, recipient: str, purpose: str) -> bool:
    """Whether there is such a consent, ended or not."""
    row = await database.fetch_one(
        "select 1 from identity_consent where person_id = $1 and recipient = $2 and purpose = $3 limit 1",
        person_id,
        recipient,
        purpose,
    )
    return row is not None


async def standing_shared(person_id: UUID, *, recipient: str, purpose: str) -> Record | None:
    """The consent that allows a disclosure now, kept from being withdrawn until the transaction ends."""
    return await database.fetch_one(STANDING_SHARED, person_id, recipient, purpose)


async def standing_of_many(person_ids: Sequence[UUID], *, recipient: str) -> Sequence[Record]:
    """The consents of these people to one recipient that stand now; none ends before the transaction does."""
    return await database.fetch_of(person_ids, STANDING_OF_MANY, recipient)


async def held(consent_id: UUID) -> Record | None:
    """One consent by its id, if it stands now; kept from being withdrawn until the transaction ends."""
    return await database.fetch_one(HELD, consent_id)


async def replace(consent_id: UUID) -> None:
    """A newer consent takes its place."""
    await database.execute("update identity_consent set replaced_at = now() where id = $1", consent_id)


async def insert(
    consent_id: UUID,
    *,
    person_id: UUID,
    recipient: str,
    recipient_name: str,
    purpose: str,
    purpose_zh: str,
    purpose_en: str,
    fields: Sequence[str],
    legal_basis: str,
    text_version: str,
    term_days: int,
) -> Record:
    """Keep a consent as it was given."""
    row = await database.fetch_one(
        INSERT,
        consent_id,
        person_id,
        recipient,
        recipient_name,
        purpose,
        purpose_zh,
        purpose_en,
        list(fields),
        legal_basis,
        text_version,
        term_days,
    )
    assert row is not None  # noqa: S101 - an INSERT without ON CONFLICT returns its row or raises
    return row


async def for_update(consent_id: UUID, *, person_id: UUID) -> Record | None:
    """The person's consent, after every disclosure under way has ended."""
    return await database.fetch_one(
        "select id, recipient, purpose, withdrawn_at from identity_consent "
        "where id = $1 and person_id = $2 and replaced_at is null for update",
        consent_id,
        person_id,
    )


async def withdraw(consent_id: UUID) -> None:
    """End it now; call with the row locked, so that the time is later than that of every disclosure."""
    await database.execute("update identity_consent set withdrawn_at = clock_timestamp() where id = $1", consent_id)


async def of_person(person_id: UUID, *, before: UUID | None, limit: int) -> Sequence[Record]:
    """The person's consents without the replaced ones, the newest first."""
    return await database.fetch(
        """
        select * from identity_consent
        where person_id = $1 and replaced_at is null and ($2::uuid is null or id < $2) order by id desc limit $3
        """,
        person_id,
        before,
        limit,
    )


async def insert_disclosure(
    disclosure_id: UUID,
    *,
    person_id: UUID,
    consent_id: UUID,
    recipient: str,
    purpose: str,
    fields: Sequence[str],
    causal_id: str,
) -> None:
    """Keep who saw what."""
    await database.execute(
        """
        insert into identity_disclosure (id, person_id, consent_id, recipient, purpose, fields, causal_id, at)
        values ($1, $2, $3, $4, $5, $6, $7, clock_timestamp())
        """,
        disclosure_id,
        person_id,
        consent_id,
        recipient,
        purpose,
        list(fields),
        causal_id,
    )


async def disclosures_of(person_id: UUID, *, before: UUID | None, limit: int) -> Sequence[Record]:
    """Who saw the person's data, the newest first."""
    return await database.fetch(DISCLOSURES, person_id, before, limit)
