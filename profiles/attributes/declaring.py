"""What one says of oneself, or of a firm for which one speaks: kept as theirs, and forgotten when they say so."""

from typing import Final
from uuid import UUID

from backend.core.attempts import Attempt, Done, once
from backend.core.structs import now
from backend.reference.regions import service as regions
from profiles.attributes import consent, queries, representing, store
from profiles.attributes.catalogue import ATTRIBUTES, Attribute, suits
from profiles.attributes.errors import NotDeclarable, UnknownAttribute, UnsuitableValue
from profiles.attributes.kinds import Purpose, SourceKind, SubjectKind, ValueKind
from profiles.attributes.structs import Declare, Declared, Offer

SELF: Final = "本人填写"
FIRM_SELF: Final = "单位填写"


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
        if firm_id is None:
            used = name in (await consent.of_one(person_id)).get(attribute.purpose, frozenset())
        else:
            await representing.speak_for(person_id, firm_id)
            used = True
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
        if firm_id is None:  # consents are held before subjects, everywhere: two orders would be a deadlock
            tagged = Purpose.PERSONALISATION in await consent.of_one(person_id)
        else:
            await representing.speak_for(person_id, firm_id)
            tagged = True
        await queries.lock_subjects([(subject_id, kind)])
        if await queries.forget_declared(subject_id, name=name, source_kind=SourceKind.PERSON.value):
            if tagged:
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
    return attribute.kind is not ValueKind.REGION or (isinstance(value, str) and await regions.exists(value))
