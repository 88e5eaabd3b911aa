"""The profile of a person for themselves, and of a firm for those who speak for it."""

from typing import Final
from uuid import UUID

from asyncpg import Record

from backend.core import database
from backend.core.errors import Kind, Refusal
from backend.core.ground import ground
from backend.core.pages import LATEST, at_moment, moment_and_id
from backend.core.structs import Page
from backend.identity.people import service as people
from backend.identity.people.structs import Subject
from backend.supports.exchange import service as exchange
from backend.supports.exchange.structs import Reader
from profiles.attributes import consent, loading, queries, representing, store, viewing
from profiles.attributes.catalogue import ATTRIBUTES, Attribute
from profiles.attributes.errors import UnknownAttribute
from profiles.attributes.kinds import Purpose, SubjectKind
from profiles.attributes.structs import Held, PastValue, Profile, Source

REPRESENTATIVE: Final = "单位代表"


async def of_person(person_id: UUID) -> Profile:
    """Everything that is kept of the person, and what registers say of them besides: asked now and kept nowhere."""
    subject = Subject(kind="person", id=person_id)
    held = (await store.current([person_id])).get(person_id, [])
    live, missing = await _now(person_id, held)
    agreed = await consent.of_one(person_id)
    used = {name for names in agreed.values() for name in names}
    on = Purpose.PERSONALISATION in agreed
    kind = SubjectKind.PERSON
    return Profile(
        subject=subject,
        name=await _name(person_id),
        personalised=on,
        attributes=await viewing.attribute_views([*held, *live], kind=kind, used=used),
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
        await representing.speak_for(person_id, organisation_id)
        loaded = await loading.is_fresh(organisation_id) or await loading.firm(organisation_id, by=person_id)
        held = (await store.current([organisation_id])).get(organisation_id, [])
        reader = Reader(
            actor_id=person_id,
            purpose="firm-profile",
            purpose_text=exchange.OWN_DATA,
            recipient=REPRESENTATIVE,
            basis=f"statutory:{loading.CLAUSE}",
        )
        await exchange.note_read(subject=subject, names=sorted({one.name for one in held}), reader=reader)
    used = [name for name, one in ATTRIBUTES[kind].items() if one.purpose is not Purpose.NONE]
    return Profile(
        subject=subject,
        name=await _name(organisation_id),
        personalised=True,
        attributes=await viewing.attribute_views(held, kind=kind, used=used),
        declarable=viewing.declarables(kind),
        tags=await viewing.tag_views(organisation_id, store.facts_of(held), kind=kind),
        missing=[] if loaded else ["legal-person"],
    )


async def history(person_id: UUID, *, name: str, limit: int, cursor: str | None) -> Page[PastValue]:
    """What was known of the person before under a name, the newest first.

    Raises:
        UnknownAttribute, BadCursor
    """
    attribute = ATTRIBUTES[SubjectKind.PERSON].get(name)
    if attribute is None:
        raise UnknownAttribute(name=name)
    cursors, purpose = ground().cursors, f"profiles.history:{person_id}:{name}"
    before = moment_and_id(cursors.read(purpose, cursor), first=LATEST)
    rows = await queries.history(person_id, name=name, before=before, limit=limit + 1)
    page = cursors.page(purpose, rows, limit=limit, item=lambda row: row, position=at_moment("received_at"))
    return Page(items=[await _past(attribute, row) for row in page.items], next_cursor=page.next_cursor)


async def _now(person_id: UUID, held: list[Held]) -> tuple[list[Held], list[str]]:
    """What registers say that is not kept, and which of them do not answer."""
    kind = SubjectKind.PERSON
    names = viewing.live_names(kind, held)
    try:
        found = await exchange.own_facts(person_id, names=names) if names else {}
    except Refusal as refusal:
        if refusal.kind is not Kind.UNAVAILABLE:
            raise
        return [], [str(refusal.params.get("register", "population"))]
    return [viewing.of_now(one, kind=kind) for one in found.values()], []


async def _past(attribute: Attribute, row: Record) -> PastValue:
    held = store.held_of(row)
    return PastValue(
        value=held.value,
        shown=await viewing.in_words(attribute, held.value),
        source=Source(kind=held.source_kind, name=held.source),
        as_of=held.as_of,
        received_at=row["received_at"],
        valid_to=row["valid_to"],
    )


async def _name(subject_id: UUID) -> str:
    return (await people.names_of([subject_id])).get(subject_id, "")
