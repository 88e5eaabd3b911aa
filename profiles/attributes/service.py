"""The face of attributes: what rooms above may ask and give, and what a person sees and says of themselves.

`attributes_of` is what ranking, scenarios and audience build on: it answers only what may be used for that purpose now,
and holds the consent until the caller's transaction ends, so that no use comes after a withdrawal.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from backend.core import database
from backend.identity.consents import service as consents
from backend.identity.consents.structs import Bilingual
from backend.identity.people.structs import Subject
from backend.reference.regions import service as regions
from profiles.attributes import (
    catalogue,
    consent,
    correction_desk,
    corrections,
    declaring,
    household,
    loading,
    pretending,
    profile,
    purposes,
    queries,
    store,
    sweeping,
    tags,
)
from profiles.attributes.errors import TagUnknown
from profiles.attributes.kinds import Purpose, SubjectKind
from profiles.attributes.structs import Attributes, Held, Offer, TagDefinition
from profiles.publishing import service as publishing
from profiles.publishing.structs import Body

AT_ONCE: Final = 10_000  # subjects of one question: some 300,000 values, a second of opening them
USES: Final = (Purpose.PERSONALISATION, Purpose.CHILDREN)
UNKNOWN: Final = frozenset({"-"})  # what a tag looks at that nobody defines any more: nobody agreed to it
RECIPIENT = purposes.RECIPIENT

sorts = catalogue.sorts
ordinary_sorts = catalogue.ordinary_sorts
my_profile = profile.of_person
my_history = profile.history
firm_profile = profile.of_firm
declare = declaring.declare
undeclare = declaring.undeclare
consent_states = consent.states
set_consent = consent.change
my_household = household.of
ask_correction = corrections.ask
my_corrections = corrections.mine
correction_queue = correction_desk.queue
open_correction = correction_desk.open_one
correction_file = correction_desk.file_of
answer_correction = correction_desk.answer
hear_case = loading.concluded
hears_case = loading.is_concluded
hear_consent = consent.after_consent
hear_withdrawal = consent.after_withdrawal
hears_consent = consent.is_ours
refresh = sweeping.refresh
retag = sweeping.retag
tidy = sweeping.tidy
hear_published = sweeping.after_publication
hear_moved_on = sweeping.move_on
hears_published = sweeping.is_of_tags
agreements = consent.hold


async def attributes_of(subject: Subject, *, uses: Collection[Purpose] = USES) -> Attributes:
    """What may be used about one subject for these purposes; nothing about a person who did not agree."""
    return (await attributes_of_many([subject], uses=uses))[subject.id]


async def attributes_of_many(
    subjects: Sequence[Subject], *, uses: Collection[Purpose] = USES
) -> dict[UUID, Attributes]:
    """The same for many in one query; everybody asked for is in the answer.

    Raises:
        ValueError: more than `AT_ONCE`.
    """
    if len(subjects) > AT_ONCE:
        raise ValueError(f"at most {AT_ONCE} subjects at once")
    people = [one.id for one in subjects if consent.needs_consent(one)]
    async with database.reading():
        agreed = await consent.hold_for_use(people, uses=uses) if people else {}
        asked = [one.id for one in subjects if one.id in agreed or not consent.needs_consent(one)]
        held = await store.current(asked, purposes=uses) if asked else {}
    return {one.id: _attributes(one, held.get(one.id, ()), agreed.get(one.id)) for one in subjects}


async def tags_of_many(subjects: Sequence[Subject]) -> dict[UUID, frozenset[str]]:
    """The tags that are met of these subjects, as far as they may be used now; everybody asked for is in the answer.

    Raises:
        ValueError: more than `AT_ONCE`.
    """
    if len(subjects) > AT_ONCE:
        raise ValueError(f"at most {AT_ONCE} subjects at once")
    await publishing.fresh()
    people = [one.id for one in subjects if consent.needs_consent(one)]
    async with database.reading():
        agreed = await consent.hold_for_use(people, uses=USES) if people else {}
        rows = await queries.met_tags([one.id for one in subjects])
    found: dict[UUID, set[str]] = {one.id: set() for one in subjects}
    # A tag rests on what the version looked at with which it was computed, whatever the newest one looks at.
    inputs, over, asked = tags.inputs(), tags.over(on=regions.today()), set(people)
    for row in rows:
        allowed = agreed.get(row["subject_id"], frozenset())
        rests_on = inputs.get((row["tag"], row["version"]), UNKNOWN)
        if row["tag"] not in over and (row["subject_id"] not in asked or rests_on <= allowed):
            found[row["subject_id"]].add(row["tag"])
    return {one: frozenset(met) for one, met in found.items()}


async def subjects_after(kind: SubjectKind, after: UUID | None, *, limit: int) -> list[Subject]:
    """Everybody of a kind of whom something is kept, in the order of ids: a walk that can be taken up again."""
    ids = await queries.subjects_after(kind, after or UUID(int=0), limit=limit)
    return [Subject(kind="person" if kind is SubjectKind.PERSON else "organisation", id=one) for one in ids]


async def give(offers: Mapping[UUID, Sequence[Offer]], *, kind: SubjectKind, by: str) -> Mapping[UUID, set[str]]:
    """Keep what a room above has seen of many subjects, in the caller's transaction; whose and which were new.

    Of people only what they agreed to is kept; `by` is the actor for the audit log.

    Raises:
        ValueError: the catalogue knows no such attribute of such a source, or no such value.
    """
    for offer in (one for several in offers.values() for one in several):
        attribute = catalogue.ATTRIBUTES[kind].get(offer.name)
        known = attribute is not None and offer.source_kind in attribute.sources
        if attribute is None or not known or not (offer.value is None or catalogue.suits(attribute, offer.value)):
            raise ValueError(f"{offer.source_kind} may not say this of {offer.name}")
    async with database.transaction():
        kept = offers
        if kind is SubjectKind.PERSON:
            agreed = await consent.hold(list(offers), uses=loading.KEPT_FOR)
            names = {one: frozenset().union(*uses.values()) for one, uses in agreed.items()}
            kept = {
                one: [offer for offer in several if offer.name in names[one]]
                for one, several in offers.items()
                if one in names
            }
        return await store.put(kept, kind=kind, by=by)


async def load_person(person_id: UUID) -> bool:
    """Ask the registers about a person now, as far as they agreed; False when one must be asked again."""
    return await loading.person(person_id)


async def load_firm(organisation_id: UUID, *, by: UUID) -> bool:
    """Ask the registers about a firm, unless they were asked lately, for somebody who speaks for it."""
    return await loading.is_fresh(organisation_id) or await loading.firm(organisation_id, by=by)


async def agree_once(person_id: UUID, *, purpose: Purpose) -> bool:
    """Say yes for somebody who never said anything, in the demo world; whether it was done."""
    async with database.transaction():
        if await consents.ever_given(person_id, recipient=RECIPIENT, purpose=purpose.value):
            return False
        await consent.give(person_id, purpose, text_version=purposes.registered(purpose).text_version)
        await consent.take_in(person_id, purpose, by=person_id)
    return True


def title_of(kind: SubjectKind, name: str) -> Bilingual | None:
    """What people call an attribute; None when the catalogue has none of this name."""
    attribute = catalogue.ATTRIBUTES[kind].get(name)
    return None if attribute is None else Bilingual(zh=attribute.zh, en=attribute.en)


def untitled(name: str) -> Bilingual:
    """What is said of an attribute without a title: its name."""
    return Bilingual(zh=name, en=name)


def label_of(kind: SubjectKind, name: str, value: str) -> str:
    """The Chinese word for a value that is a code; the value itself where it is a word."""
    attribute = catalogue.ATTRIBUTES[kind].get(name)
    return value if attribute is None else attribute.labels.get(value, value)


def tags_revision() -> int:
    """Another number whenever another tag is published, for what rooms above make of the definitions."""
    return tags.SHELF.revision


def tags_in_force(kind: SubjectKind, *, on: date) -> Mapping[str, TagDefinition]:
    """The definitions that count on that day, by id."""
    return tags.in_force(kind, on=on)


def tag_of(body: Body) -> TagDefinition:
    """A tag that is being written.

    Raises:
        msgspec.ValidationError: it has not the members of one, or other types.
    """
    return tags.definition(body)


tag_flaws = tags.flaws
tag_sorts = tags.sorts_of
facts_of_nobody = pretending.facts_of_nobody


def known_tags() -> list[TagDefinition]:
    """Every definition of every version, as this process knows them."""
    return list(tags.every())


async def tag_definitions() -> list[TagDefinition]:
    """The same, no later than a publication two seconds ago."""
    await publishing.fresh()
    return known_tags()


async def tag_definition(tag_id: str) -> TagDefinition:
    """The newest definition of a tag.

    Raises:
        TagUnknown
    """
    found = [one for one in await tag_definitions() if one.id == tag_id]
    if not found:
        raise TagUnknown
    return max(found, key=lambda one: one.version)


def _attributes(subject: Subject, held: Collection[Held], allowed: frozenset[str] | None) -> Attributes:
    """Only names that the standing consent is about count: what is kept may be more."""
    usable = [one for one in held if not consent.needs_consent(subject) or one.name in (allowed or ())]
    return Attributes(subject=subject, facts=store.facts_of(usable), held=store.by_name(usable))
