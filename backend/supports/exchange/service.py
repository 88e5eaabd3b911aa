"""Reading registers: for a purpose, under a basis, all or nothing, and never unseen by those it is about."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import Final
from uuid import UUID

from backend.core import database
from backend.core.errors import Kind, Refusal
from backend.core.ids import new_id
from backend.identity.consents.structs import Bilingual
from backend.identity.people import service as people
from backend.identity.people.structs import Subject
from backend.reference.regions import service as regions
from backend.supports.exchange import asking, catalogue, clauses, consent_text, embedded, entitlement, ports
from backend.supports.exchange.access import Access, keep_read, keep_unread
from backend.supports.exchange.catalogue import group, of_register
from backend.supports.exchange.errors import NotYourChild, UnknownFact
from backend.supports.exchange.ports import Answer, Known
from backend.supports.exchange.structs import Child, Entries, Fact, Reader, Register, Relative

FACTS = catalogue.FACTS
SOURCES = catalogue.SOURCES
CLAUSES = clauses.CLAUSES
purpose_of = consent_text.purpose_of
consent_sheet = consent_text.consent_sheet
RELATIVES: Final = ("child", "spouse", "mother", "father")
OWN: Final = "own"  # the basis of looking at oneself; nobody can name it from outside
OWN_FAMILY: Final = Bilingual(zh="查看本人子女信息", en="Look at one's own children")
OWN_DATA: Final = Bilingual(zh="查看本人信息", en="Look at one's own data")
BIRTH: Final = "child.birthDate"
OWN_NAMES: Final = ("child.name", "child.birthDate", "child.gender")


async def facts(
    *, subject: Subject, names: Sequence[str], reader: Reader, child_id: UUID | None = None
) -> dict[str, Fact]:
    """What registers know of the subject under these names; what they do not know is left out.

    It joins the caller's transaction and holds the consent until that ends; after a refusal that transaction is still
    usable. Refused, failed and abandoned reads are kept, too.

    Raises:
        UnknownFact, UnknownBasis, BeyondClause, NotEntitled, NotYourChild
        ConsentMissing, ConsentFields: as identity's consents say.
        RegisterAway, RegisterUnclear: nothing was read.
    """
    wanted = list(dict.fromkeys(names))
    access = Access(id=new_id(), subject=subject, names=[one for one in wanted if one in FACTS], reader=reader)
    async with _kept(access):
        if unknown := [name for name in wanted if name not in FACTS]:
            raise UnknownFact(names=list(unknown))
        await entitlement.require(subject, wanted, reader=reader)
        about: Mapping[UUID, Sequence[str]] = {}
        if subject.kind == "organisation":
            found = await _of_body(subject.id, wanted)
        else:
            found, about = await _of_person(subject.id, wanted, child_id=child_id)
        await keep_read(access, about=about)
    return found


async def children(person_id: UUID) -> list[Child]:
    """The person's own children, the youngest first; it stands in the history as their own look.

    Raises:
        RegisterAway
    """
    reader = Reader(actor_id=person_id, purpose="own-family", purpose_text=OWN_FAMILY, recipient="本人", basis=OWN)
    subject = Subject(kind="person", id=person_id)
    access = Access(id=new_id(), subject=subject, names=OWN_NAMES, reader=reader)
    async with _kept(access):
        found = list(await asking.children_of(person_id))
        await keep_read(access, about={one.id: OWN_NAMES for one in found})
    return found


async def own_facts(person_id: UUID, *, names: Sequence[str]) -> dict[str, Fact]:
    """What registers know of the person who looks; it stands in the history as their own look.

    Raises:
        UnknownFact, RegisterAway, RegisterUnclear
    """
    wanted = list(dict.fromkeys(names))
    subject = Subject(kind="person", id=person_id)
    reader = Reader(actor_id=person_id, purpose="own-data", purpose_text=OWN_DATA, recipient="本人", basis=OWN)
    access = Access(id=new_id(), subject=subject, names=[one for one in wanted if one in FACTS], reader=reader)
    async with _kept(access):
        if unknown := [name for name in wanted if name not in FACTS]:
            raise UnknownFact(names=list(unknown))
        found, about = await _of_person(person_id, wanted, child_id=None)
        await keep_read(access, about=about)
    return found


async def own_relatives(person_id: UUID) -> list[Relative]:
    """Spouse and parents of the person who looks, by name; it stands in the history as their own look.

    Raises:
        RegisterAway
    """
    reader = Reader(actor_id=person_id, purpose="own-family", purpose_text=OWN_FAMILY, recipient="本人", basis=OWN)
    names = [f"{one}.name" for one in RELATIVES if one != "child"]
    access = Access(id=new_id(), subject=Subject(kind="person", id=person_id), names=names, reader=reader)
    async with _kept(access):
        found = list(await asking.relatives_of(person_id))
        await keep_read(access, about={one.id: [f"{one.relation}.name"] for one in found})
    return found


async def birth_dates_of_children(person_id: UUID, *, reader: Reader) -> list[date]:
    """When the person's children were born, the youngest first, for whoever may read `child.birthDate` of the person.

    Raises:
        as `facts`
    """
    subject = Subject(kind="person", id=person_id)
    access = Access(id=new_id(), subject=subject, names=[BIRTH], reader=reader)
    async with _kept(access):
        await entitlement.require(subject, [BIRTH], reader=reader)
        found = await asking.children_of(person_id)
        await keep_read(access, about={one.id: [BIRTH] for one in found})
    return [one.birth_date for one in found]


async def note_read(*, subject: Subject, names: Sequence[str], reader: Reader) -> None:
    """Keep that somebody was shown what another room had read before; joins the caller's transaction if there is one.

    Whether they may is that room's to say: the basis must name why.
    """
    async with database.transaction():
        await keep_read(Access(id=new_id(), subject=subject, names=names, reader=reader), about={})


async def is_minor_child(parent_id: UUID, child_id: UUID) -> bool:
    """Whether the register has the one as a child of the other, not of age today: yes or no, and nothing is shown.

    Raises:
        RegisterAway
    """
    return await entitlement.is_minor_child(parent_id, child_id)


async def fill(entries: Entries) -> int:
    """Load the embedded registers; what is there already stays as it is. The number of new people and bodies."""
    return await embedded.fill(entries)


@asynccontextmanager
async def _kept(access: Access) -> AsyncIterator[None]:
    """A transaction, or a part of the caller's that may fail alone; how it ends is kept in any case."""
    try:
        if database.in_transaction():
            async with database.savepoint():
                yield
        else:
            async with database.transaction():
                yield
    except Refusal as refusal:
        failed = refusal.kind is Kind.UNAVAILABLE
        await keep_unread(access, outcome="failed" if failed else "denied", reason=refusal.code)
        raise
    except Exception:
        await keep_unread(access, outcome="failed", reason="core.unexpected")
        raise


async def _of_person(
    person_id: UUID, names: Sequence[str], *, child_id: UUID | None
) -> tuple[dict[str, Fact], Mapping[UUID, Sequence[str]]]:
    registers, (key, phone) = ports.registers(), await asking.key_of(person_id)
    of_population, of_place = of_register(names, Register.POPULATION), of_register(names, Register.PLACE)
    known = Answer(values={})
    if of_population or of_place or child_id is not None:
        asked = registers.population.read(key, of_population, child_id=child_id)
        known = await asking.facts(Register.POPULATION, asked, of_population)
    if child_id is not None and known.about.get("child") != child_id:
        raise NotYourChild
    found = _facts(Register.POPULATION, known)
    found |= await _of_place(known.place_id, of_place)
    if phone is not None and "person.phone" in names:
        found |= _facts(Register.IDENTITY, Answer(values={"person.phone": Known(phone, regions.today())}))
    return found, _about(known, of_population)


async def _of_body(organisation_id: UUID, names: Sequence[str]) -> dict[str, Fact]:
    code = await people.credit_code_of(organisation_id)
    if code is None:
        return {}
    registers, found = ports.registers(), {}
    of_firm, of_credit = of_register(names, Register.LEGAL_PERSON), of_register(names, Register.CREDIT)
    of_place = of_register(names, Register.PLACE)
    if of_firm or of_place:
        known = await asking.facts(Register.LEGAL_PERSON, registers.legal_persons.read(code, of_firm), of_firm)
        found = _facts(Register.LEGAL_PERSON, known) | await _of_place(known.place_id, of_place)
    if of_credit:
        known = await asking.facts(Register.CREDIT, registers.credit.read(code, of_credit), of_credit)
        found |= _facts(Register.CREDIT, known)
    return found


async def _of_place(place_id: UUID | None, names: Sequence[str]) -> dict[str, Fact]:
    if place_id is None or not names:
        return {}
    asked = ports.registers().places.read(place_id, names)
    return _facts(Register.PLACE, await asking.facts(Register.PLACE, asked, names))


def _facts(register: Register, answer: Answer) -> dict[str, Fact]:
    return {
        name: Fact(name=name, value=known.value, register=register, source_text=SOURCES[register], as_of=known.as_of)
        for name, known in answer.values.items()
    }


def _about(answer: Answer, names: Sequence[str]) -> dict[UUID, list[str]]:
    """The people whose facts these are, the subject among them under the register's id; each with what was theirs."""
    about: dict[UUID, list[str]] = {}
    for one, person_id in answer.about.items():
        told = names if one == "person" else [name for name in names if group(name) == one]
        if told and (one == "person" or one in RELATIVES):
            about.setdefault(person_id, []).extend(name for name in told if name not in about.get(person_id, []))
    return about
