"""The counter: one window takes in every item, for whatever place decides it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from backend.core.attempts import Attempt, once
from backend.core.identifiers import BadIdentifier, birth_date, parse_resident_id
from backend.core.ids import new_id
from backend.identity.people import service as people
from backend.identity.people.structs import NewPerson, Post, Role, Subject, TrustLevel
from backend.reference.calendar import service as calendars
from backend.services.cases.desk.errors import (
    FieldsWrong,
    MaterialUnknown,
    NotAcrossPlaces,
    PersonMismatch,
    PersonUnreadable,
    QuestionOpen,
)
from backend.services.cases.desk.structs import CounterMaterial, Intake, PresentPerson
from backend.services.cases.flow import service as flow
from backend.services.cases.flow.structs import (
    Answer,
    Case,
    Channel,
    Commitment,
    CrossPlace,
    HandedMaterial,
    Held,
    ReceivingPlace,
    SubmitCase,
)
from backend.services.items import service as items
from backend.services.items.structs import Item, Material, Narrowed

TAKES_IN = (CrossPlace.ON_BEHALF, CrossPlace.JOINT)


class TakenIn(msgspec.Struct, frozen=True):
    """What an attempt remembers: which case it became."""

    case_id: UUID


async def take_in(command: Intake, *, officer_id: UUID, attempt: Attempt, at: datetime) -> Case:
    """Hand in for somebody who is present; they become known by their card if they were not.

    A repeated attempt is answered with the case, without its query code.

    Raises:
        NotOfferedHere, UnknownItem, NoSuchAnswer: as items say.
        QuestionOpen, FieldsWrong, MaterialUnknown: the form is not right.
        PersonUnreadable, PersonMismatch: the card is not right.
        NotAcrossPlaces: the item is not taken in for other places.
        MayNotActFor, FileNotHere, KeyReused
    """
    item = await items.at_place(command.basic_code, region_code=command.region_code)
    narrowed = items.narrow(item, command.scenario)
    if narrowed.next_question is not None:
        raise QuestionOpen(question=narrowed.next_question.text)
    receiving = await _receiving(item, command, officer_id)
    made: list[Case] = []

    async def work() -> TakenIn:
        applicant = await _known(command.person, region_code=item.region_code)
        acting = command.acting_for
        case = await flow.submit(
            SubmitCase(
                id=new_id(),
                item=msgspec.to_builtins(item),
                subject=acting.subject if acting else Subject(kind="person", id=applicant),
                subject_name=acting.name if acting else command.person.name,
                applicant_id=applicant,
                answers=_answers(narrowed, command.answers),
                materials=_materials(narrowed, command.materials),
                channel=Channel.COUNTER,
                scenario=narrowed.answers,
                receiving=receiving,
                commitment=_commitment(command, at),
                officer_id=officer_id,
            ),
            at=at,
        )
        made.append(case)
        return TakenIn(case_id=case.id)

    done = await once(attempt, TakenIn, work)
    return made[0] if made else await flow.intake_of(done.case_id, officer_id=officer_id)


async def _receiving(item: Item, command: Intake, officer_id: UUID) -> ReceivingPlace | None:
    """The officer's own place, unless it is the deciding place itself.

    Raises:
        NotAcrossPlaces
    """
    posts = [one for one in await people.posts_of(officer_id) if Role.CASE_OFFICER in one.roles]
    if flow.covers(posts, department=item.department.name, region_code=item.region_code):
        return None
    allowed = {one.value for one in item.cross_place}
    mode = next((mode for mode in TAKES_IN if mode.value in allowed), None)
    if mode is None or not posts:
        raise NotAcrossPlaces(name=item.name, department=item.department.name)
    here: Post = posts[0]
    return ReceivingPlace(mode=mode, region_code=here.region_code, department=here.department, window=command.window)


async def _known(person: PresentPerson, *, region_code: str) -> UUID:
    """The person of the card; real-name proved, because an officer has seen it.

    Raises:
        PersonUnreadable, PersonMismatch
    """
    try:
        number = parse_resident_id(person.number, today=calendars.today())
    except BadIdentifier as error:
        raise PersonUnreadable from error
    found = await people.enrol(
        NewPerson(
            name=person.name, number=number, birth_date=birth_date(number), region_code=region_code,
            trust_level=TrustLevel.REAL_NAME,
        )
    )  # fmt: skip
    if (await people.face(found)).name != person.name:
        raise PersonMismatch
    return found


def _answers(narrowed: Narrowed, given: dict[str, Any]) -> list[Answer]:
    """The form's fields with what was typed.

    Raises:
        FieldsWrong: something required is empty, unknown, or not one of the choices.
    """
    fields = {one.name: one for one in narrowed.fields}
    missing = [one.title for one in narrowed.fields if one.required and given.get(one.name) in (None, "", [])]
    unknown = [name for name in given if name not in fields]
    chosen = [
        one.title
        for one in narrowed.fields
        if one.choices and one.name in given and not _is_choice(given[one.name], [c.value for c in one.choices])
    ]
    if missing or unknown or chosen:
        raise FieldsWrong(
            missing="、".join(missing) or "-", unknown="、".join(unknown) or "-", chosen="、".join(chosen) or "-"
        )
    return [
        Answer(name=name, title=field.title, value=given[name], fact=field.prefill)
        for name, field in fields.items()
        if name in given
    ]


def _is_choice(value: object, choices: list[str]) -> bool:
    return all(one in choices for one in (value if isinstance(value, list) else [value]))


def _materials(narrowed: Narrowed, given: list[CounterMaterial]) -> list[HandedMaterial]:
    """Every material that applies, as it lies on the counter.

    Raises:
        MaterialUnknown
    """
    there = {one.code: one for one in given}
    if unknown := set(there) - {one.code for one in narrowed.materials}:
        raise MaterialUnknown(codes="、".join(sorted(unknown)))
    return [_material(one, there.get(one.code)) for one in narrowed.materials]


def _material(called: Material, given: CounterMaterial | None) -> HandedMaterial:
    from_register = Held.REGISTER if called.source == "government" else Held.MISSING
    return HandedMaterial(
        code=called.code,
        name=called.name,
        necessity=called.necessity,
        held=given.held if given else from_register,
        files=given.files if given else [],
        licence=given.licence if given else None,
    )


def _commitment(command: Intake, at: datetime) -> Commitment | None:
    version = command.commitment_text_version
    return Commitment(text_version=version, given_at=at) if version else None
