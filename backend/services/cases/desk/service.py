"""The counter: one window takes in every item, for whatever place decides it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from backend.core.attempts import Attempt, once
from backend.core.ids import new_id
from backend.identity.people import service as people
from backend.identity.people.structs import Post, Role
from backend.services.cases.desk import present
from backend.services.cases.desk.errors import (
    CommitmentOutdated,
    FieldsWrong,
    MaterialUnknown,
    NoCommitmentHere,
    NotAcrossPlaces,
    NotAtWindow,
    QuestionOpen,
)
from backend.services.cases.desk.structs import (
    CommitmentText,
    CounterMaterial,
    Intake,
)
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
from backend.services.cases.forms import service as forms
from backend.services.items import service as items
from backend.services.items.structs import Item, Material, Narrowed
from backend.services.windows import service as windows
from backend.services.windows.structs import Window

TAKES_IN = (CrossPlace.ON_BEHALF, CrossPlace.JOINT)

for_whom = present.for_whom


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
        NotAtWindow: the officer does not sit at the window that they name.
        NotAcrossPlaces: the item is not taken in for other places.
        NoCommitmentHere, CommitmentOutdated: the commitment is not one.
        MayNotActFor, FileNotHere, KeyReused
    """
    item = await items.at_place(command.basic_code, region_code=command.region_code)
    narrowed = items.narrow(item, command.scenario)
    if narrowed.next_question is not None:
        raise QuestionOpen(question=narrowed.next_question.text)
    _require_commitment(item, command)
    made: list[Case] = []

    async def work() -> TakenIn:
        receiving = await _receiving(item, officer_id, await _seat(command, officer_id))
        applicant = await present.known(command.person, region_code=item.region_code)
        subject, name = await present.subject_of(command, applicant=applicant)
        case = await flow.submit(
            SubmitCase(
                id=new_id(),
                item=msgspec.to_builtins(item),
                subject=subject,
                subject_name=name,
                applicant_id=applicant,
                answers=_answers(narrowed, command.answers),
                materials=_materials(narrowed, command),
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


def commitment_text() -> CommitmentText:
    """The written commitment as it is now."""
    text, version = forms.commitment()
    return CommitmentText(text=text, text_version=version)


def _require_commitment(item: Item, command: Intake) -> None:
    """What is committed to is this item's, and in the words that hold now.

    Raises:
        NoCommitmentHere, CommitmentOutdated
    """
    if command.commitment_text_version is None:
        return
    if not item.rules.notice_commitment:
        raise NoCommitmentHere(name=item.name)
    if command.commitment_text_version != commitment_text().text_version:
        raise CommitmentOutdated


async def _seat(command: Intake, officer_id: UUID) -> Window | None:
    """Where the officer sits today, if they say that they sit somewhere.

    Raises:
        NotAtWindow: they sit at another window, or at none.
    """
    if not command.window:
        return None
    seat = await windows.officer_at(officer_id)
    if seat is None or seat.name != command.window:
        raise NotAtWindow(window=command.window)
    return seat


async def _receiving(item: Item, officer_id: UUID, seat: Window | None) -> ReceivingPlace | None:
    """The officer's own place, unless it is the deciding place itself; of several, that of the hall they sit in.

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
    here: Post = next((one for one in posts if seat and one.region_code == seat.region_code), posts[0])
    window = seat.name if seat else ""
    return ReceivingPlace(mode=mode, region_code=here.region_code, department=here.department, window=window)


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


def _materials(narrowed: Narrowed, command: Intake) -> list[HandedMaterial]:
    """Every material that applies, as it lies on the counter; a commitment stands for those that it may stand for.

    Raises:
        MaterialUnknown
    """
    there = {one.code: one for one in command.materials}
    if unknown := set(there) - {one.code for one in narrowed.materials}:
        raise MaterialUnknown(codes="、".join(sorted(unknown)))
    committed = command.commitment_text_version is not None
    return [_material(one, there.get(one.code), committed=committed) for one in narrowed.materials]


def _material(called: Material, given: CounterMaterial | None, *, committed: bool) -> HandedMaterial:
    from_register = Held.REGISTER if called.source == "government" else Held.MISSING
    held = given.held if given else from_register
    return HandedMaterial(
        code=called.code,
        name=called.name,
        necessity=called.necessity,
        held=held,
        files=given.files if given else [],
        licence=given.licence if given else None,
        covered=committed and held is Held.MISSING and forms.commitment_covers(called),
    )


def _commitment(command: Intake, at: datetime) -> Commitment | None:
    version = command.commitment_text_version
    return Commitment(text_version=version, given_at=at) if version else None
