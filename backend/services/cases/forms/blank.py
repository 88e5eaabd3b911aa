"""What is to be filled in: an item or a bundle at its place, narrowed by the scenario answers. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from backend.reference.calendar.structs import Limit
from backend.services.cases.forms.structs import DraftKind, Part
from backend.services.items import service as items
from backend.services.items.structs import (
    Bundle,
    Condition,
    Fee,
    Field,
    Item,
    Material,
    Question,
    Step,
)

T = TypeVar("T")
RECIPIENT_MOST: Final = 200  # what a consent keeps of the recipients' names


@dataclass(frozen=True)
class Blank:
    """An empty form: everything about it that does not depend on the person.

    `fields` and `materials` apply now; `every_field` and `every_material` are all that some answer could ask for.
    """

    kind: DraftKind
    code: str
    name: str
    version: int
    region_code: str
    region_name: str
    department: str
    recipient_name: str
    promised_limit: Limit | None
    question: Question | None
    scenario: dict[str, str]
    every_question: dict[str, Question]
    fields: list[Field]
    every_field: dict[str, Field]
    materials: list[Material]
    every_material: dict[str, Material]
    conditions: list[Condition]
    steps: list[Step]
    fees: list[Fee]
    commitment: bool
    item: Item | None = None
    bundle: Bundle | None = None
    parts: list[Part] = field(default_factory=list)
    separately: int | None = None
    used_for: dict[str, list[str]] = field(default_factory=dict)

    @property
    def basic_codes(self) -> list[str]:
        """The items that are applied for; of a bundle those that are known to take part, at first its first one."""
        if self.item:
            return [self.code]
        return [part.basic_code for part in self.parts if part.applies] or [self.parts[0].basic_code]


def of_item(item: Item, answers: Mapping[str, str]) -> Blank:
    """One item's form. Answers to questions that the catalogue no longer asks are left out."""
    narrowed = items.narrow(item, standing(item.questions, answers))
    return Blank(
        kind=DraftKind.ITEM,
        code=item.basic_code,
        name=item.name,
        version=item.version,
        region_code=item.region_code,
        region_name=item.region_name,
        department=item.department.name,
        recipient_name=item.department.name,
        promised_limit=item.promised_limit,
        question=narrowed.next_question,
        scenario=narrowed.answers,
        every_question={one.id: one for one in item.questions},
        fields=narrowed.fields,
        every_field={one.name: one for one in item.fields},
        materials=narrowed.materials,
        every_material={one.code: one for one in item.materials},
        conditions=narrowed.conditions,
        steps=narrowed.steps,
        fees=narrowed.fees,
        commitment=item.rules.notice_commitment,
        item=item,
    )


def of_bundle(bundle: Bundle, answers: Mapping[str, str], *, region_name: str) -> Blank:
    """The one form of a bundle, for the parts that certainly take place."""
    questions = [one.question for one in bundle.questions]
    narrowed = items.narrow_bundle(bundle, standing(questions, answers))
    taking_part = {one.basic_code for one in narrowed.members}
    members = [one.narrowed for one in narrowed.members]
    parts = _parts(bundle, taking_part)
    return Blank(
        kind=DraftKind.BUNDLE,
        code=bundle.code,
        name=bundle.name,
        version=bundle.version,
        region_code=bundle.region_code,
        region_name=region_name,
        department=_departments([part for part in parts if part.applies] or parts),
        recipient_name=_departments(parts),
        promised_limit=bundle.promised_limit,
        question=narrowed.next_question,
        scenario=narrowed.answers,
        every_question={one.id: one for one in questions},
        fields=narrowed.fields,
        every_field={one.field.name: one.field for one in bundle.fields},
        materials=_once(narrowed.materials),
        every_material={one.material.code: one.material for one in bundle.materials},
        conditions=_distinct(one.conditions for one in members),
        steps=_distinct(one.steps for one in members),
        fees=_distinct(one.fees for one in members),
        commitment=False,
        bundle=bundle,
        parts=parts,
        separately=sum(one.kind != "Statement" for member in members for one in member.fields),
        used_for=_used_for(bundle, taking_part),
    )


def standing(questions: Sequence[Question], answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that the catalogue still understands: it may have changed since they were given."""
    choices = {one.id: {choice.value for choice in one.choices} for one in questions}
    return {name: value for name, value in answers.items() if value in choices.get(name, ())}


def _departments(parts: Sequence[Part]) -> str:
    """The departments that handle these parts, each once. A consent names all that could: who will, is open yet."""
    joined = "、".join(dict.fromkeys(part.department for part in parts))
    return joined if len(joined) <= RECIPIENT_MOST else joined[: RECIPIENT_MOST - 1] + "…"


def _parts(bundle: Bundle, taking_part: set[str]) -> list[Part]:
    return [
        Part(
            basic_code=member.basic_code,
            name=member.name,
            group=member.group,
            applies=member.basic_code in taking_part,
            department=item.department.name,
        )
        for member, item in zip(bundle.members, bundle.items, strict=True)
    ]


def _once(materials: Sequence[Material]) -> list[Material]:
    return list({one.code: one for one in materials}.values())


def _distinct(lists: Iterable[Sequence[T]]) -> list[T]:
    found: list[T] = []
    for one in lists:
        found += [element for element in one if element not in found]
    return found


def _used_for(bundle: Bundle, taking_part: set[str]) -> dict[str, list[str]]:
    names = {one.basic_code: one.name for one in bundle.members}
    return {
        merged.material.code: [names[need.basic_code] for need in merged.needs if need.basic_code in taking_part]
        for merged in bundle.materials
    }
