"""Where attributes come from: registers through exchange, under a consent or a clause, and concluded cases."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID, uuid5

from backend.core import database
from backend.core.errors import Kind, Refusal
from backend.core.logs import logger
from backend.core.structs import now
from backend.identity.consents import service as consents
from backend.identity.consents.structs import Bilingual
from backend.identity.people.structs import Subject
from backend.reference.regions import service as regions
from backend.services.cases.flow import service as cases
from backend.services.cases.flow.errors import CaseNotFound
from backend.services.cases.flow.structs import CaseMoved
from backend.supports.exchange import service as exchange
from backend.supports.exchange.structs import Fact, Reader
from profiles.attributes import purposes, queries, store
from profiles.attributes.catalogue import ATTRIBUTES, CASE_RULES, CHILD_BIRTH_DATES, Attribute, names_for
from profiles.attributes.kinds import Purpose, SourceKind, SubjectKind
from profiles.attributes.structs import Offer

PLATFORM: Final = uuid5(UUID(int=0), "profiles")  # who reads when nobody taps: the access history shows the recipient
CLAUSE: Final = "business-environment-37"
FRESH: Final = timedelta(days=7)  # registers tell of changes seldom; what is urgent comes as an event
AGAIN: Final = timedelta(minutes=5)  # after one did not answer; others are not kept waiting by it meanwhile
KEPT_FOR: Final = (Purpose.PERSONALISATION, Purpose.CHILDREN, Purpose.BENEFITS)
CONCLUDED, GRANTED = "concluded", "granted"
log = logger(__name__)


async def person(person_id: UUID, *, by: UUID = PLATFORM) -> bool:
    """Ask the registers for all that the person agreed to, and keep it; False when one must be asked again.

    Each consent is held until the values are kept, so that a withdrawal finds them and nothing comes after it.
    """
    async with database.transaction():
        held = await consents.hold_many([person_id], recipient=purposes.RECIPIENT, purposes=[p.value for p in KEPT_FOR])
        offers: list[Offer] = []
        whole = True
        for purpose in KEPT_FOR:
            given = held.get((person_id, purpose.value))
            names = names_for(SubjectKind.PERSON, purpose, source=SourceKind.REGISTER)
            if given is None:
                continue
            reader = _reader(purpose, by=by, basis=f"consent:{given.id}")
            try:
                offers += await _of_person(person_id, [one for one in names if one in given.fields], reader=reader)
            except Refusal as refusal:
                if refusal.kind is not Kind.UNAVAILABLE:
                    raise
                log.warning("profiles.register-away", code=refusal.code)
                whole = False
        said = {person_id: offers} if offers else {}
        await store.put(said, kind=SubjectKind.PERSON, by=_actor(by), tagged=False)
        if (person_id, Purpose.PERSONALISATION.value) in held:
            await queries.lock_subjects([(person_id, SubjectKind.PERSON)])
            await store.tag([person_id], kind=SubjectKind.PERSON, names=None, at=now())
        await queries.note_load([person_id], at=now() if whole else now() - FRESH + AGAIN)
    return whole


async def is_fresh(subject_id: UUID) -> bool:
    """Whether the registers were asked about it not long ago."""
    rows = await queries.subjects([subject_id])
    return bool(rows) and rows[0]["loaded_at"] is not None and now() - rows[0]["loaded_at"] < FRESH


async def firm(organisation_id: UUID, *, by: UUID) -> bool:
    """Ask the registers about a firm on behalf of somebody who speaks for it; False when one must be asked again."""
    names = [one.name for one in ATTRIBUTES[SubjectKind.FIRM].values() if SourceKind.REGISTER in one.sources]
    basis = f"statutory:{CLAUSE}"
    subject = Subject(kind="organisation", id=organisation_id)
    async with database.transaction():
        await queries.lock_subjects([(organisation_id, SubjectKind.FIRM)])
        try:
            found = await exchange.facts(
                subject=subject, names=names, reader=_reader(Purpose.PERSONALISATION, by=by, basis=basis)
            )
        except Refusal as refusal:
            if refusal.kind is not Kind.UNAVAILABLE:
                raise
            log.warning("profiles.register-away", code=refusal.code)
            return False
        offers = _offers(names, found, kind=SubjectKind.FIRM, basis=basis)
        await store.put({organisation_id: offers}, kind=SubjectKind.FIRM, by=_actor(by))
        await queries.note_load([organisation_id], at=now())
    return True


async def concluded(event: CaseMoved) -> None:
    """Keep what a granted case says: of a firm always, of a person who agreed to that use.

    A firm's case is read as its applicant sees it: who speaks for it no longer leaves it without the attribute.
    """
    of_person = event.subject_kind == "person"
    try:
        case = await cases.find(event.case_id, person_id=event.subject_id if of_person else event.applicant_id)
    except CaseNotFound:
        log.warning("profiles.case-unseen", case_id=str(event.case_id))
        return
    rule = CASE_RULES.get(case.basic_code)
    if rule is None or case.decision is None or case.decision.outcome != GRANTED:
        return
    if store.SUBJECT_KINDS[event.subject_kind] is not rule.subject:
        return
    attribute = ATTRIBUTES[rule.subject][rule.attribute]
    async with database.transaction():
        if rule.subject is SubjectKind.PERSON and not await _agreed(event.subject_id, attribute):
            return
        decided = regions.local_time(case.decision.decided_at).date()
        offer = Offer(
            name=attribute.name,
            value=decided.isoformat(),
            source_kind=SourceKind.CASE,
            source=case.department,
            as_of=decided,
            basis=f"case:{event.case_id}",
        )
        await store.put({event.subject_id: [offer]}, kind=rule.subject, by=f"case:{event.case_id}")


async def _agreed(person_id: UUID, attribute: Attribute) -> bool:
    purpose = attribute.purpose.value
    held = await consents.hold_many([person_id], recipient=purposes.RECIPIENT, purposes=[purpose])
    given = held.get((person_id, purpose))
    return given is not None and attribute.name in given.fields


def is_concluded(event: CaseMoved) -> bool:
    """Whether the case is over: nothing else says anything about anybody."""
    return event.to_state == CONCLUDED and event.from_state != CONCLUDED


async def _of_person(person_id: UUID, names: Sequence[str], *, reader: Reader) -> list[Offer]:
    facts = [one for one in names if one in exchange.FACTS]
    offers: list[Offer] = []
    if facts:
        found = await exchange.facts(subject=Subject(kind="person", id=person_id), names=facts, reader=reader)
        offers = _offers(facts, found, kind=SubjectKind.PERSON, basis=reader.basis)
    if CHILD_BIRTH_DATES in names:
        born = await exchange.birth_dates_of_children(person_id, reader=reader)
        offers.append(
            Offer(
                name=CHILD_BIRTH_DATES,
                value=[one.isoformat() for one in born] or None,
                source_kind=SourceKind.REGISTER,
                source=exchange.SOURCES[exchange.FACTS[exchange.BIRTH].register],
                as_of=regions.today(),
                basis=reader.basis,
            )
        )
    return offers


def _offers(names: Sequence[str], found: Mapping[str, Fact], *, kind: SubjectKind, basis: str) -> list[Offer]:
    """What the registers said, and what it means that they said nothing."""
    today = regions.today()
    return [_offer(name, found.get(name), kind=kind, basis=basis, today=today) for name in names]


def _offer(name: str, fact: Fact | None, *, kind: SubjectKind, basis: str, today: date) -> Offer:
    return Offer(
        name=name,
        value=fact.value if fact else None,
        gone=fact is None and ATTRIBUTES[kind][name].left_out != "none",
        source_kind=SourceKind.REGISTER,
        source=exchange.SOURCES[exchange.FACTS[name].register],
        as_of=fact.as_of if fact else today,
        basis=basis,
    )


def _actor(by: UUID) -> str:
    return "system" if by == PLATFORM else f"person:{by}"


def _reader(purpose: Purpose, *, by: UUID, basis: str) -> Reader:
    words: Bilingual = purposes.USED_FOR[purpose]
    return Reader(
        actor_id=by,
        purpose=purpose.value,
        purpose_text=words,
        recipient=purposes.RECIPIENT_NAME,
        basis=basis,
    )
