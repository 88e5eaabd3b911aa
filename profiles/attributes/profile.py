"""The profile of a person for themselves, and of a firm for those who speak for it; and what one says of oneself."""

from typing import Final
from uuid import UUID

from backend.core import database
from backend.core.attempts import Attempt, Done, once
from backend.core.errors import Kind, Refusal
from backend.core.structs import now
from backend.identity.delegations import service as delegations
from backend.identity.delegations.errors import MayNotActFor
from backend.identity.people import service as people
from backend.identity.people.structs import Subject
from backend.reference.regions import service as regions
from backend.supports.exchange import service as exchange
from backend.supports.exchange.structs import Fact, Reader
from profiles.attributes import consent, loading, purposes, queries, store, viewing
from profiles.attributes.catalogue import ATTRIBUTES, Attribute, suits
from profiles.attributes.errors import FirmNotYours, NotDeclarable, UnknownAttribute, UnsuitableValue
from profiles.attributes.kinds import Purpose, SourceKind, SubjectKind
from profiles.attributes.structs import Declare, Declared, Held, Offer, Profile

ACTION: Final = "apply"  # whoever may apply for a firm may see what its forms are filled in with
SELF: Final = "本人填写"
FIRM_SELF: Final = "单位填写"


async def of_person(person_id: UUID) -> Profile:
    """Everything that is kept of the person, and what registers say of them besides: asked now and kept nowhere."""
    subject = Subject(kind="person", id=person_id)
    held = (await store.current([person_id])).get(person_id, [])
    facts, missing = await _now(person_id, held)
    agreed = await _agreed(person_id)
    used = {name for names in agreed.values() for name in names}
    on = Purpose.PERSONALISATION in agreed
    kind = SubjectKind.PERSON
    return Profile(
        subject=subject,
        name=await _name(person_id),
        personalised=on,
        attributes=await viewing.attribute_views(held, facts, kind=kind, used=used),
        declarable=viewing.declarables(kind),
        tags=await viewing.tag_views(person_id, store.facts_of(held), kind=kind) if on else [],
        missing=missing,
    )


async def of_firm(organisation_id: UUID, *, person_id: UUID) -> Profile:
    """Everything that is kept of a firm, for its legal person and agents; the look stands in the firm's history.

    Raises:
        FirmNotYours: the person does not speak for such a firm.
    """
    subject, kind = Subject(kind="organisation", id=organisation_id), SubjectKind.FIRM
    async with database.transaction():
        await speak_for(person_id, organisation_id)
        missing = (
            []
            if await _fresh(organisation_id) or await loading.firm(organisation_id, by=person_id)
            else ["legal-person"]
        )
        held = (await store.current([organisation_id])).get(organisation_id, [])
        reader = Reader(
            actor_id=person_id,
            purpose="firm-profile",
            purpose_text=exchange.OWN_DATA,
            recipient="单位代表",
            basis=f"statutory:{loading.CLAUSE}",
        )
        await exchange.note_read(subject=subject, names=sorted({one.name for one in held}), reader=reader)
    used = [name for name, one in ATTRIBUTES[kind].items() if one.purpose is not Purpose.NONE]
    return Profile(
        subject=subject,
        name=await _name(organisation_id),
        personalised=True,
        attributes=await viewing.attribute_views(held, {}, kind=kind, used=used),
        declarable=viewing.declarables(kind),
        tags=await viewing.tag_views(organisation_id, store.facts_of(held), kind=kind),
        missing=missing,
    )


async def speak_for(person_id: UUID, organisation_id: UUID) -> None:
    """Let the person speak for the firm until the caller's transaction ends.

    Raises:
        FirmNotYours
    """
    firm = Subject(kind="organisation", id=organisation_id)
    try:
        await delegations.authority(
            agent_id=person_id, subject=firm, action=ACTION, basic_code=None, at=regions.today()
        )
    except MayNotActFor as error:
        raise FirmNotYours from error


async def declare(
    person_id: UUID, *, name: str, command: Declare, attempt: Attempt, firm_id: UUID | None = None
) -> Declared:
    """Keep what the person says of themselves, or of a firm for which they speak; it replaces what they said before.

    Raises:
        FirmNotYours, UnknownAttribute, NotDeclarable, UnsuitableValue
    """
    kind = SubjectKind.PERSON if firm_id is None else SubjectKind.FIRM
    attribute = _declarable(kind, name)
    if not suits(attribute, command.value) or not await _real(attribute, command.value):
        raise UnsuitableValue(name=name, choices=list(attribute.choices))

    async def work() -> Declared:
        used = firm_id is not None
        if firm_id is not None:
            await speak_for(person_id, firm_id)
        else:
            used = name in (await _agreed(person_id)).get(attribute.purpose, frozenset())
        offer = Offer(
            name=name,
            value=command.value,
            source_kind=SourceKind.PERSON,
            source=SELF if firm_id is None else FIRM_SELF,
            as_of=regions.today(),
            basis="own",
        )
        await store.put({firm_id or person_id: [offer]}, kind=kind, by=f"person:{person_id}", tagged=used)
        return Declared(name=name, value=command.value, as_of=offer.as_of, in_use=used)

    return await once(attempt, Declared, work)


async def undeclare(person_id: UUID, *, name: str, attempt: Attempt, firm_id: UUID | None = None) -> None:
    """Forget what the person said, past values too; what they did not say is forgotten already.

    Raises:
        FirmNotYours, UnknownAttribute, NotDeclarable
    """
    kind, subject_id = (SubjectKind.PERSON, person_id) if firm_id is None else (SubjectKind.FIRM, firm_id)
    _declarable(kind, name)

    async def work() -> Done:
        if firm_id is not None:
            await speak_for(person_id, firm_id)
        await queries.lock_subjects([(subject_id, kind)])
        if await queries.forget_declared(subject_id, name=name, source_kind=SourceKind.PERSON.value):
            if firm_id is not None or Purpose.PERSONALISATION in await _agreed(person_id):
                await store.tag([subject_id], kind=kind, names={subject_id: {name}}, at=now())
            await store.tell({subject_id: {name}}, kind=kind, by=f"person:{person_id}")
        return Done()

    await once(attempt, Done, work)


def _declarable(kind: SubjectKind, name: str) -> Attribute:
    attribute = ATTRIBUTES[kind].get(name)
    if attribute is None:
        raise UnknownAttribute(name=name)
    if not attribute.declarable:
        raise NotDeclarable(name=name)
    return attribute


async def _real(attribute: Attribute, value: object) -> bool:
    """Codes of divisions must be some; free text is not asked for anywhere."""
    return attribute.kind != "region" or (isinstance(value, str) and await regions.exists(value))


async def _now(person_id: UUID, held: list[Held]) -> tuple[dict[str, Fact], list[str]]:
    names = viewing.live_names(SubjectKind.PERSON, held)
    try:
        return (await exchange.own_facts(person_id, names=names) if names else {}), []
    except Refusal as refusal:
        if refusal.kind is not Kind.UNAVAILABLE:
            raise
        return {}, [str(refusal.params.get("register", "population"))]


async def _agreed(person_id: UUID) -> dict[Purpose, frozenset[str]]:
    async with database.transaction():
        held = await consent.hold([person_id], uses=purposes.ASKED)
    return held.get(person_id, {})


async def _fresh(subject_id: UUID) -> bool:
    rows = await queries.subjects([subject_id])
    return bool(rows) and rows[0]["loaded_at"] is not None and now() - rows[0]["loaded_at"] < loading.FRESH


async def _name(subject_id: UUID) -> str:
    return (await people.names_of([subject_id])).get(subject_id, "")
