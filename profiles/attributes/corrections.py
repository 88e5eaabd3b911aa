"""数据校核: a person says that a value is wrong, the department that keeps the source answers within working days."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from asyncpg import Record

from backend.core import rates
from backend.core.attempts import Attempt, once
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.core.structs import Page, now
from backend.identity.people import service as people
from backend.reference.calendar import service as calendar
from backend.supports.exchange import service as exchange
from backend.supports.files import service as files
from profiles.attributes import correction_queries, correction_view, loading, representing, sealed, store, viewing
from profiles.attributes.catalogue import ATTRIBUTES, OWNERS, Attribute
from profiles.attributes.correction_structs import AskCorrection, Correction
from profiles.attributes.errors import CorrectionPending, CorrectYourself, TooManyCorrections, UnknownAttribute
from profiles.attributes.kinds import SourceKind, SubjectKind

LIMIT_DAYS: Final = 10  # working days (政务数据共享条例, recalled); a department may promise less
A_DAY_MOST: Final = 20  # nobody's file has more errors than that; it bounds what one person can put on the desks
NOTHING: Final = "无记录"
SELF: Final = "self"


async def ask(person_id: UUID, *, command: AskCorrection, attempt: Attempt) -> Correction:
    """Hand the request to the department that keeps the source.

    Raises:
        UnknownAttribute, CorrectYourself, FirmNotYours, FileMissing
        CorrectionPending: the same value of the same source is being checked.
        TooManyCorrections: `most` a day.
    """
    kind = SubjectKind.PERSON if command.firm_id is None else SubjectKind.FIRM
    attribute = ATTRIBUTES[kind].get(command.attribute)
    if attribute is None or (attribute.owner not in OWNERS and attribute.owner != SELF):
        raise UnknownAttribute(name=command.attribute)
    if attribute.owner == SELF:
        raise CorrectYourself

    async def work() -> Correction:
        if command.firm_id is not None:
            await representing.speak_for(person_id, command.firm_id)
            if not await loading.is_fresh(command.firm_id):
                await loading.firm(command.firm_id, by=person_id)
        if await rates.count(f"profiles.correction:{person_id}", most=A_DAY_MOST, window=timedelta(days=1)):
            raise TooManyCorrections(most=A_DAY_MOST)
        await files.hold(command.files, person_id=person_id)
        row = await _insert(person_id, attribute, command=command)
        if row is None:
            raise CorrectionPending
        await correction_view.record("correction-asked", by=person_id, row=row)
        return correction_view.correction(row, await calendar.current())

    return await once(attempt, Correction, work)


async def mine(person_id: UUID, *, limit: int, cursor: str | None) -> Page[Correction]:
    """What the person asked for, the newest first.

    Raises:
        BadCursor
    """
    cursors, purpose = ground().cursors, f"profiles.corrections:{person_id}"
    position = cursors.read(purpose, cursor)
    rows = await correction_queries.of_person(person_id, before=UUID(position) if position else None, limit=limit + 1)
    days = await calendar.current()
    return cursors.page(
        purpose,
        rows,
        limit=limit,
        item=lambda row: correction_view.correction(row, days),
        position=correction_view.row_id,
    )


async def _insert(person_id: UUID, attribute: Attribute, *, command: AskCorrection) -> Record | None:
    subject_id, correction_id = command.firm_id or person_id, new_id()
    was, source = await _said(attribute, subject_id)
    content = {"was": was, "shouldBe": command.should_be, "reason": command.reason}
    return await correction_queries.insert(
        correction_id,
        person_id=person_id,
        subject_kind=attribute.subject.value,
        subject_id=subject_id,
        attribute=attribute.name,
        source=source,
        owner=attribute.owner,
        region_code=await _region(person_id, command.firm_id),
        content=sealed.seal_for(ground().keyring, row_id=correction_id, column=sealed.CORRECTION, value=content),
        files=command.files,
        at=now(),
        started_on=calendar.today(),
        limit_days=LIMIT_DAYS,
    )


async def _said(attribute: Attribute, subject_id: UUID) -> tuple[str, str]:
    """What the source says in words, and which source: as kept, else as the register says now."""
    held = (await store.current([subject_id], names=[attribute.name])).get(subject_id, [])
    official = [one for one in store.by_name(held).get(attribute.name, ()) if one.source_kind is not SourceKind.PERSON]
    if official:
        return await viewing.in_words(attribute, official[0].value), official[0].source
    if attribute.subject is SubjectKind.PERSON and attribute.name in exchange.FACTS:
        fact = (await exchange.own_facts(subject_id, names=[attribute.name])).get(attribute.name)
        if fact is not None:
            return await viewing.in_words(attribute, fact.value), fact.source_text
    return NOTHING, OWNERS[attribute.owner].zh


async def _region(person_id: UUID, firm_id: UUID | None) -> str:
    if firm_id is None:
        return (await people.face(person_id)).region_code
    firms = {one.id: one.region_code for one in await people.organisations_of(person_id)}
    return firms.get(firm_id) or (await people.face(person_id)).region_code
