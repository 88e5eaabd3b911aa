"""Which uses of a profile the person agrees to; saying no lets go, in the same transaction, of what was kept for it."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from backend.core import database
from backend.core.attempts import Attempt, once
from backend.identity.consents import service as consents
from backend.identity.consents.structs import Bilingual, Consent, ConsentGiven, ConsentWithdrawn, GiveConsent
from backend.identity.people.structs import Subject
from profiles.attributes import loading, purposes, queries, store, tags
from profiles.attributes.catalogue import names_for
from profiles.attributes.kinds import Purpose, SourceKind, SubjectKind
from profiles.attributes.structs import ConsentField, ConsentState, ConsentStates, SetConsent

UNSAID: Final = "-"  # the version of words that nobody was shown


async def states(person_id: UUID) -> ConsentStates:
    """Each use, on or off, with its words."""
    return ConsentStates(states=[_state(one, await _standing(person_id, one)) for one in purposes.ASKED])


async def change(person_id: UUID, *, command: SetConsent, attempt: Attempt) -> ConsentStates:
    """Turn a use on or off; the registers are asked, or what came from them goes, before the answer.

    Raises:
        ConsentTextChanged: the words shown are no longer these, or none were.
        KeyReused
    """
    purpose = Purpose(command.purpose)

    async def work() -> ConsentStates:
        if command.on:
            await give(person_id, purpose, text_version=command.text_version or UNSAID)
            await take_in(person_id, purpose, by=person_id)
        elif (standing := await _standing(person_id, purpose)) is not None:
            await consents.withdraw(person_id, consent_id=standing.id, attempt=_inside(person_id))
            await let_go(person_id, purpose)
        return await states(person_id)

    return await once(attempt, ConsentStates, work)


async def give(person_id: UUID, purpose: Purpose, *, text_version: str) -> None:
    """Record the yes, in the caller's transaction.

    Raises:
        ConsentTextChanged
    """
    command = GiveConsent(
        recipient=purposes.RECIPIENT,
        purpose=purpose.value,
        fields=list(purposes.registered(purpose).fields),
        text_version=text_version,
    )
    await consents.give(person_id, command=command, attempt=_inside(person_id))


async def take_in(person_id: UUID, purpose: Purpose, *, by: UUID) -> None:
    """Ask the registers what may be used from now on, and tell those who use it, in the caller's transaction.

    What the person had said before counts again, too, so all names of the use are told, changed or not.
    """
    await queries.lock_subjects([(person_id, SubjectKind.PERSON)])
    await loading.person(person_id, by=by)
    names = set(names_for(SubjectKind.PERSON, purpose))
    await store.tell({person_id: names} if names else {}, kind=SubjectKind.PERSON, by=f"person:{by}")


async def let_go(person_id: UUID, purpose: Purpose) -> None:
    """Remove what was kept for this use, past values and tags included, but for what the person said themselves."""
    async with database.transaction():
        await queries.lock_subjects([(person_id, SubjectKind.PERSON)])
        await queries.forget(person_id, purposes=[purpose.value], but_source=SourceKind.PERSON.value)
        names = set(names_for(SubjectKind.PERSON, purpose))
        everything = purpose is Purpose.PERSONALISATION
        touched = {one.id for one in tags.every() if names & set(one.inputs)}  # of any version: it may be computed yet
        await queries.forget_tags(person_id, tags=None if everything else sorted(touched))
        await store.tell({person_id: names} if names else {}, kind=SubjectKind.PERSON, by=f"person:{person_id}")


async def after_withdrawal(event: ConsentWithdrawn) -> None:
    """The consent was taken back, wherever: what it allowed to keep goes, unless it was given again meanwhile."""
    purpose = Purpose(event.purpose)
    # Whoever gives it again needs this lock before anything is loaded, so that nothing new is let go.
    await queries.lock_subjects([(event.person_id, SubjectKind.PERSON)])
    if await _standing(event.person_id, purpose) is None:
        await let_go(event.person_id, purpose)


async def after_consent(event: ConsentGiven) -> None:
    """The consent was given, wherever: the registers are asked, unless that was done since."""
    given = await _standing(event.person_id, Purpose(event.purpose))
    known = await queries.subjects([event.person_id])
    if given is None or (known and known[0]["loaded_at"] is not None and known[0]["loaded_at"] >= given.given_at):
        return
    async with database.transaction():
        await take_in(event.person_id, Purpose(event.purpose), by=event.person_id)


def is_ours(event: ConsentGiven | ConsentWithdrawn) -> bool:
    """Whether the consent is one of these."""
    return event.recipient == purposes.RECIPIENT


async def hold(ids: Sequence[UUID], *, uses: Collection[Purpose]) -> dict[UUID, dict[Purpose, frozenset[str]]]:
    """To what these people agree, held until the caller's transaction ends: by person and use, the names."""
    held = await consents.hold_many(ids, recipient=purposes.RECIPIENT, purposes=[one.value for one in uses])
    found: dict[UUID, dict[Purpose, frozenset[str]]] = {}
    for (person_id, purpose), one in held.items():
        found.setdefault(person_id, {})[Purpose(purpose)] = one.fields
    return found


async def hold_for_use(ids: Sequence[UUID], *, uses: Collection[Purpose]) -> dict[UUID, frozenset[str]]:
    """The names that may be used of these people together for these uses, held as `hold` does.

    Data of children count in personalisation only where that itself is agreed to.
    """
    found: dict[UUID, frozenset[str]] = {}
    for person_id, agreed in (await hold(ids, uses=uses)).items():
        alone = Purpose.PERSONALISATION in uses and Purpose.PERSONALISATION not in agreed
        counting = [names for use, names in agreed.items() if not (alone and use is Purpose.CHILDREN)]
        if counting:
            found[person_id] = frozenset().union(*counting)
    return found


async def of_one(person_id: UUID) -> dict[Purpose, frozenset[str]]:
    """To what one person agrees; held only when the caller has a transaction."""
    async with database.transaction():
        held = await hold([person_id], uses=purposes.ASKED)
    return held.get(person_id, {})


def needs_consent(subject: Subject) -> bool:
    """Whether using what is known of it takes a yes: of people always, of firms the law allows it."""
    return subject.kind == "person"


async def _standing(person_id: UUID, purpose: Purpose) -> Consent | None:
    return await consents.standing(person_id, recipient=purposes.RECIPIENT, purpose=purpose.value)


def _inside(person_id: UUID) -> Attempt:
    """A command within ours, which is remembered already."""
    return Attempt(caller=f"person:{person_id}", key=None, request_hash=b"")


def _state(purpose: Purpose, given: Consent | None) -> ConsentState:
    words = purposes.registered(purpose)
    return ConsentState(
        purpose=purpose,
        on=given is not None,
        since=given.given_at if given else None,
        until=given.expires_at if given else None,
        text=Bilingual(zh=words.text_zh, en=words.text_en),
        text_version=words.text_version,
        recipient=purposes.RECIPIENT,
        recipient_name=words.recipient_name,
        legal_basis=words.legal_basis,
        term_days=words.term_days,
        fields=[ConsentField(name=one, title=purposes.field_title(one)) for one in words.fields],
    )
