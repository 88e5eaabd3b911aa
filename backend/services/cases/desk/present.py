"""Who stands at the counter, and for whom: cards are read, names and grounds come from registers."""

from uuid import UUID

from backend.core import database
from backend.core.audit import log as audit
from backend.core.identifiers import BadIdentifier, Document, birth_date, parse_resident_id
from backend.identity.delegations import service as delegations
from backend.identity.delegations.errors import MayNotActFor
from backend.identity.delegations.structs import DelegatedAction
from backend.identity.people import service as people
from backend.identity.people.structs import NewPerson, Subject, TrustLevel
from backend.reference.calendar import service as calendars
from backend.services.cases.desk.errors import PersonMismatch, PersonUnreadable
from backend.services.cases.desk.structs import AskForWhom, ForWhom, Intake, PresentPerson, Represented

CHOICES_AT_ONCE = 100  # of those for whom somebody may act: nearly always all of them


async def for_whom(command: AskForWhom, *, officer_id: UUID, limit: int) -> ForWhom:
    """For whom the person at the counter may apply for this item, beside themselves; that an officer looked is audited.

    Somebody who is not known yet, or is known under another name, acts for nobody: nothing is said about anybody else.

    Raises:
        PersonUnreadable: the card is not right.
    """
    number = _number(command.person)
    person_id = await people.find_by_number(number, document=Document.RESIDENT_ID_CARD)
    if person_id is None or (await people.face(person_id)).name != command.person.name:
        return ForWhom(items=[], complete=True)
    async with database.transaction():
        actor, subject = f"person:{officer_id}", f"person:{person_id}"
        await audit.record(
            action="desk.acting-disclosed", actor=actor, subject=subject, about=person_id, purpose="counter-intake",
            basis=f"item:{command.basic_code}",
        )  # fmt: skip
    acting = await delegations.acting(person_id, limit=limit)
    return ForWhom(
        items=[
            Represented(subject=one.subject, name=one.name, kind=one.kind, until=one.until)
            for one in acting.choices
            if one.subject.id != person_id
            and DelegatedAction.APPLY in one.actions
            and (not one.basic_codes or command.basic_code in one.basic_codes)
        ],
        complete=not acting.missing,
    )


async def known(person: PresentPerson, *, region_code: str) -> UUID:
    """The person of the card; real-name proved, because an officer has seen it.

    Raises:
        PersonUnreadable, PersonMismatch
    """
    number = _number(person)
    found = await people.enrol(
        NewPerson(
            name=person.name, number=number, birth_date=birth_date(number), region_code=region_code,
            trust_level=TrustLevel.REAL_NAME,
        )
    )  # fmt: skip
    if (await people.face(found)).name != person.name:
        raise PersonMismatch
    return found


async def subject_of(command: Intake, *, applicant: UUID) -> tuple[Subject, str]:
    """Whom the case is about, and what registers call them: nobody's name is taken from a form.

    Raises:
        MayNotActFor: the person may not act for them, so their name is not told either.
    """
    if command.acting_for is None:
        return Subject(kind="person", id=applicant), command.person.name
    subject, cursor = command.acting_for.subject, None
    while True:
        page = await delegations.acting(applicant, limit=CHOICES_AT_ONCE, cursor=cursor)
        if (found := next((one for one in page.choices if one.subject == subject), None)) is not None:
            return subject, found.name
        if (cursor := page.next_cursor) is None:
            raise MayNotActFor


def _number(person: PresentPerson) -> str:
    """The number on the card.

    Raises:
        PersonUnreadable
    """
    try:
        return parse_resident_id(person.number, today=calendars.today())
    except BadIdentifier as error:
        raise PersonUnreadable from error
