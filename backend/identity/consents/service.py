"""Consent: given in known words, checked in the transaction that reads, withdrawn as easily as given."""

from collections.abc import Sequence
from uuid import UUID

from asyncpg import Record

from backend.core import database, tracing
from backend.core.attempts import Attempt, Done, once
from backend.core.audit import log as audit
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.core.jobs import emit
from backend.core.structs import Page
from backend.identity.consents import ports, queries
from backend.identity.consents.errors import (
    ConsentBeyondPurpose,
    ConsentFields,
    ConsentMissing,
    ConsentTextChanged,
    ConsentUnknown,
    PurposeUnknown,
)
from backend.identity.consents.structs import (
    Bilingual,
    Consent,
    ConsentGiven,
    ConsentWithdrawn,
    Disclosure,
    GiveConsent,
    Purpose,
    StandingConsent,
)
from backend.identity.people import service as people
from plugin_sdk.contract.capabilities.person import PersonField, PersonValues


async def give(person_id: UUID, *, command: GiveConsent, attempt: Attempt) -> Consent:
    """Record the consent; the same one again is answered with the one that stands, another replaces it.

    Raises:
        PurposeUnknown: nobody registered this recipient and purpose.
        ConsentTextChanged: the words shown are no longer the registered ones.
        ConsentBeyondPurpose: fields that the purpose does not declare.
    """

    async def work() -> Consent:
        registered = await _registered(command)
        await queries.lock_person(person_id)
        database.held().pop(_held_as(person_id, command.recipient), None)
        known = await queries.standing(person_id, recipient=command.recipient, purpose=command.purpose)
        if known is not None:
            if _is_same(known, command):
                return _consent(known)
            await queries.replace(known["id"])
        return _consent(await _insert(person_id, command=command, registered=registered))

    return await once(attempt, Consent, work)


async def withdraw(person_id: UUID, *, consent_id: UUID, attempt: Attempt) -> None:
    """End the consent: no disclosure commits after this has. Doing it twice is the same as once.

    Raises:
        ConsentUnknown: not one of this person's.
    """

    async def work() -> Done:
        row = await queries.for_update(consent_id, person_id=person_id)
        if row is None:
            raise ConsentUnknown
        if row["withdrawn_at"] is None:
            await queries.withdraw(consent_id)
            database.held().pop(_held_as(person_id, row["recipient"]), None)
            await _record("consent-withdrawn", person_id=person_id, consent_id=consent_id)
            await emit(
                ConsentWithdrawn(
                    consent_id=consent_id, person_id=person_id, recipient=row["recipient"], purpose=row["purpose"]
                )
            )
        return Done()

    await once(attempt, Done, work)


async def disclose(*, person_id: UUID, recipient: str, purpose: str, fields: Sequence[PersonField]) -> PersonValues:
    """Read the person's fields for the recipient, with the consent held in place and the disclosure kept.

    Raises:
        ConsentMissing: none given, withdrawn, expired, or given to words that are no longer the registered ones.
        ConsentFields: some field is beyond it.
    """
    async with database.transaction():
        consent_id = await require(person_id=person_id, recipient=recipient, purpose=purpose, fields=fields)
        values = await people.read_fields(person_id, fields)
        await _keep(person_id, consent_id=consent_id, recipient=recipient, purpose=purpose, fields=fields)
    return values


async def require(*, person_id: UUID, recipient: str, purpose: str, fields: Sequence[str]) -> UUID:
    """The consent that covers these fields, kept from being withdrawn until the caller's transaction ends.

    Raises:
        ConsentMissing: none given, withdrawn, expired, or given to words that are no longer the registered ones.
        ConsentFields: some field is beyond it.
    """
    registered = await ports.purposes().find(recipient, purpose)
    row = await queries.standing_shared(person_id, recipient=recipient, purpose=purpose)
    if row is None or registered is None or row["text_version"] != registered.text_version:
        raise ConsentMissing(recipient=recipient, purpose=purpose)
    if beyond := sorted(set(fields) - set(row["fields"])):
        raise ConsentFields(fields=list(beyond))
    consent_id: UUID = row["id"]
    return consent_id


async def standing(person_id: UUID, *, recipient: str, purpose: str) -> Consent | None:
    """The consent as the person gave it, when it stands and the words are still those; it may end at any moment."""
    registered = await ports.purposes().find(recipient, purpose)
    row = await queries.standing(person_id, recipient=recipient, purpose=purpose)
    if row is None or row["expired"] or registered is None or row["text_version"] != registered.text_version:
        return None
    return _consent(row)


async def ever_given(person_id: UUID, *, recipient: str, purpose: str) -> bool:
    """Whether the person has given such a consent before, whatever became of it."""
    return await queries.ever_given(person_id, recipient=recipient, purpose=purpose)


async def hold_many(
    person_ids: Sequence[UUID], *, recipient: str, purposes: Sequence[str]
) -> dict[tuple[UUID, str], StandingConsent]:
    """The consents of these people that stand, by person and purpose; none ends before the caller's transaction does.

    Whoever is not among them has not given one, or not to the words of today. Asked again in the same transaction it
    is the same answer, and no question to the database.
    """
    registered = {one: await ports.purposes().find(recipient, one) for one in purposes}
    found: dict[tuple[UUID, str], StandingConsent] = {}
    for row in await _standing(person_ids, recipient=recipient):
        words = registered.get(row["purpose"])
        if words is not None and row["text_version"] == words.text_version:
            found[row["person_id"], row["purpose"]] = StandingConsent(id=row["id"], fields=frozenset(row["fields"]))
    return found


async def hold(consent_id: UUID, *, recipient_name: str, purpose: str, fields: Sequence[str]) -> UUID:
    """Keep this very consent from being withdrawn until the caller's transaction ends; the person who gave it.

    The name is compared, because that is what the person was shown and agreed to. Whose data a consent of this person
    opens is the caller's to say.

    Raises:
        ConsentMissing: withdrawn, expired, given to other words, to another recipient or for another purpose.
        ConsentFields: some field is beyond it.
    """
    row = await queries.held(consent_id)
    if row is None or (row["recipient_name"], row["purpose"]) != (recipient_name, purpose):
        raise ConsentMissing(recipient=recipient_name, purpose=purpose)
    registered = await ports.purposes().find(row["recipient"], purpose)
    if registered is None or row["text_version"] != registered.text_version:
        raise ConsentMissing(recipient=recipient_name, purpose=purpose)
    if beyond := sorted(set(fields) - set(row["fields"])):
        raise ConsentFields(fields=list(beyond))
    person_id: UUID = row["person_id"]
    return person_id


async def consents(person_id: UUID, *, limit: int, cursor: str | None) -> Page[Consent]:
    """What the person allowed, the newest first; withdrawn ones included.

    Raises:
        BadCursor: it was altered, or belongs to another list.
    """
    cursors, purpose = ground().cursors, f"identity.consents:{person_id}"
    position = cursors.read(purpose, cursor)
    rows = await queries.of_person(person_id, before=UUID(position) if position else None, limit=limit + 1)
    return cursors.page(purpose, rows, limit=limit, item=_consent, position=_row_id)


async def disclosures(person_id: UUID, *, limit: int, cursor: str | None) -> Page[Disclosure]:
    """Who saw the person's data, the newest first.

    Raises:
        BadCursor: it was altered, or belongs to another list.
    """
    cursors, purpose = ground().cursors, f"identity.disclosures:{person_id}"
    position = cursors.read(purpose, cursor)
    rows = await queries.disclosures_of(person_id, before=UUID(position) if position else None, limit=limit + 1)
    return cursors.page(purpose, rows, limit=limit, item=_disclosure, position=_row_id)


async def disclosures_before(person_id: UUID, *, before: UUID | None, limit: int) -> Sequence[Disclosure]:
    """The same for a room that shows them among its own: those older than the id `before`, the newest first."""
    return [_disclosure(row) for row in await queries.disclosures_of(person_id, before=before, limit=limit)]


async def _standing(person_ids: Sequence[UUID], *, recipient: str) -> list[Record]:
    """Every consent of these people to the recipient that stands, held; those held already are not asked for again."""
    async with database.reading():
        held = database.held()
        missing = [one for one in person_ids if _held_as(one, recipient) not in held]
        if missing:
            rows = await queries.standing_of_many(missing, recipient=recipient)
            held.update((_held_as(one, recipient), []) for one in missing)
            for row in rows:
                held[_held_as(row["person_id"], recipient)].append(row)
        return [row for one in person_ids for row in held[_held_as(one, recipient)]]


def _held_as(person_id: UUID, recipient: str) -> tuple[str, UUID, str]:
    """Under which name a transaction holds somebody's consents to a recipient."""
    return "identity.consents", person_id, recipient


def _row_id(row: Record) -> str:
    return str(row["id"])


async def _registered(command: GiveConsent) -> Purpose:
    found = await ports.purposes().find(command.recipient, command.purpose)
    if found is None:
        raise PurposeUnknown
    if found.text_version != command.text_version:
        raise ConsentTextChanged(textVersion=found.text_version)
    if beyond := sorted(set(command.fields) - set(found.fields)):
        raise ConsentBeyondPurpose(fields=list(beyond))
    return found


def _is_same(row: Record, command: GiveConsent) -> bool:
    unchanged = row["text_version"] == command.text_version and set(row["fields"]) == set(command.fields)
    return unchanged and not row["expired"]


async def _insert(person_id: UUID, *, command: GiveConsent, registered: Purpose) -> Record:
    consent_id = new_id()
    row = await queries.insert(
        consent_id,
        person_id=person_id,
        recipient=command.recipient,
        recipient_name=registered.recipient_name,
        purpose=command.purpose,
        purpose_zh=registered.text_zh,
        purpose_en=registered.text_en,
        fields=[field for field in registered.fields if field in command.fields],
        legal_basis=registered.legal_basis,
        text_version=registered.text_version,
        term_days=registered.term_days,
    )
    await _record("consent-given", person_id=person_id, consent_id=consent_id)
    await emit(
        ConsentGiven(consent_id=consent_id, person_id=person_id, recipient=command.recipient, purpose=command.purpose)
    )
    return row


async def _keep(
    person_id: UUID, *, consent_id: UUID, recipient: str, purpose: str, fields: Sequence[PersonField]
) -> None:
    disclosure_id, named = new_id(), sorted(set(fields))
    await queries.insert_disclosure(
        disclosure_id,
        person_id=person_id,
        consent_id=consent_id,
        recipient=recipient,
        purpose=purpose,
        fields=named,
        causal_id=tracing.causal_id(),
    )
    await audit.record(
        action="identity.disclosed",
        actor=f"app:{recipient}",
        subject=f"disclosure:{disclosure_id}",
        about=person_id,
        purpose=purpose,
        basis=f"consent:{consent_id}",
        fields=list(named),
    )


async def _record(what: str, *, person_id: UUID, consent_id: UUID) -> None:
    actor, subject = f"person:{person_id}", f"consent:{consent_id}"
    await audit.record(action=f"identity.{what}", actor=actor, subject=subject, about=person_id)


def _consent(row: Record) -> Consent:
    return Consent(
        id=row["id"],
        recipient=row["recipient"],
        recipient_name=row["recipient_name"],
        purpose=row["purpose"],
        purpose_text=Bilingual(zh=row["purpose_zh"], en=row["purpose_en"]),
        fields=list(row["fields"]),
        legal_basis=row["legal_basis"],
        text_version=row["text_version"],
        given_at=row["given_at"],
        expires_at=row["expires_at"],
        withdrawn_at=row["withdrawn_at"],
    )


def _disclosure(row: Record) -> Disclosure:
    return Disclosure(
        id=row["id"],
        at=row["at"],
        recipient=row["recipient"],
        recipient_name=row["recipient_name"],
        purpose=row["purpose"],
        purpose_text=Bilingual(zh=row["purpose_zh"], en=row["purpose_en"]),
        fields=list(row["fields"]),
        consent_id=row["consent_id"],
    )
