"""Refuse what a draft cannot take, before any of it is kept: unknown names, impossible values, others' files."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from backend.services.cases.forms import composing, papers
from backend.services.cases.forms.blank import Blank
from backend.services.cases.forms.errors import (
    NoCommitment,
    NotCorrectable,
    UnknownField,
    UnknownMaterial,
    WrongType,
)
from backend.services.cases.forms.kinds import is_empty, is_of_type
from backend.services.cases.forms.structs import HandIn, KnownValue, SaveDraft
from backend.services.items.errors import NoSuchAnswer
from backend.supports.files import service as files
from backend.supports.files.errors import FileMissing

SHOWN_MOST = 40  # of a value that was refused, what a refusal repeats


async def require_sound(
    command: SaveDraft, *, blank: Blank, known: Mapping[str, KnownValue], corrected: Sequence[str], person_id: UUID
) -> SaveDraft:
    """The command without the values that registers give: those are ours, whatever a device sends back.

    Raises:
        UnknownField, WrongType, NoSuchAnswer, NotCorrectable, UnknownMaterial, NotLater, NotOnPaper, TooManyFiles,
        NoCommitment, FileMissing
    """
    _require_scenario(command.scenario, blank)
    _require_corrections(command.corrections, known)
    _require_materials(command.materials, blank)
    if command.committed and not blank.commitment:
        raise NoCommitment
    open_again = {*corrected, *(name for name, wanted in command.corrections.items() if wanted)}
    answers = {name: value for name, value in command.answers.items() if name not in known or name in open_again}
    _require_answers(answers, blank)
    await _require_own_files(answers, command.materials, blank=blank, person_id=person_id)
    return SaveDraft(
        version=command.version,
        scenario=command.scenario,
        answers=answers,
        corrections=command.corrections,
        materials=command.materials,
        committed=command.committed,
    )


def _require_scenario(scenario: Mapping[str, str | None], blank: Blank) -> None:
    for name, value in scenario.items():
        question = blank.every_question.get(name)
        if question is None or (value is not None and value not in {one.value for one in question.choices}):
            raise NoSuchAnswer(question=name[:SHOWN_MOST], answer=(value or "")[:SHOWN_MOST])


def _require_corrections(corrections: Mapping[str, bool], known: Mapping[str, KnownValue]) -> None:
    wanted = [name for name, one in corrections.items() if one]
    firm = [name for name in wanted if name not in known or not composing.is_correctable(known[name])]
    if firm:
        raise NotCorrectable(fields=list(firm))


def _require_answers(answers: Mapping[str, Any], blank: Blank) -> None:
    asked = {name: one for name, one in blank.every_field.items() if one.kind != "Statement"}
    if unknown := [name for name in answers if name not in asked]:
        raise UnknownField(fields=list(unknown))
    wrong = [name for name, value in answers.items() if not is_empty(value) and not is_of_type(asked[name], value)]
    if wrong:
        raise WrongType(fields=list(wrong))


def _require_materials(materials: Mapping[str, HandIn | None], blank: Blank) -> None:
    for code, given in materials.items():
        material = blank.every_material.get(code)
        if material is None:
            raise UnknownMaterial(material=code)
        if given is not None:
            papers.require_allowed(material, given)


async def _require_own_files(
    answers: Mapping[str, Any], materials: Mapping[str, HandIn | None], *, blank: Blank, person_id: UUID
) -> None:
    named = [file for given in materials.values() if given for file in given.files]
    for name, value in answers.items():
        if blank.every_field[name].kind == "Attachment" and value:
            named += [UUID(one["id"]) for one in value]
    named = list(dict.fromkeys(named))
    if len(await files.of_person(named, person_id=person_id)) < len(named):
        raise FileMissing
