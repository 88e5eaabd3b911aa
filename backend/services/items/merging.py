"""Bundles: one form and one set of materials out of several items, and back again. Pure.

A member's questions become the bundle's: fixed by the bundle, mapped to one of its questions, or taken over under their
own id. Two members that need the same thing need it once; it is asked when any of them does.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeVar

import msgspec

from backend.services.items.catalogue import CatalogueBundle, CatalogueItem, Member
from backend.services.items.narrowing import Asked, Conditional, Scene, Terms, Truth, narrow
from backend.services.items.structs import (
    Bundle,
    BundleMember,
    Field,
    Item,
    Material,
    MaterialForm,
    MaterialKind,
    MemberNarrowed,
    MergedField,
    MergedMaterial,
    MergedQuestion,
    NarrowedBundle,
    Necessity,
    Need,
    Question,
    When,
)

T = TypeVar("T")
STRENGTH: Final = (Necessity.OPTIONAL, Necessity.LATER, Necessity.REQUIRED)


class _Part(msgspec.Struct, frozen=True):
    """A member with its item."""

    member: Member
    item: Item | CatalogueItem

    def need(self, when: Sequence[When]) -> Need | None:
        """The member's condition in the bundle's questions; None when the bundle's fixed answers rule it out."""
        clauses = list(self.member.when)
        for clause in when:
            fixed = self.member.answers.get(clause.question)
            if fixed is None:
                name = self.member.question_map.get(clause.question, clause.question)
                clauses.append(When(question=name, one_of=clause.one_of))
            elif fixed not in clause.one_of:
                return None
        return Need(basic_code=self.member.basic_code, when=clauses)


def merge(bundle: CatalogueBundle, *, version: int, items: Sequence[Item], region_code: str) -> Bundle:
    """The bundle at a place; `items` are its members there, in their order."""
    parts = [_Part(member, item) for member, item in zip(bundle.members, items, strict=True)]
    fields, maps = _fields(parts)
    return Bundle(
        code=bundle.code, version=version, name=bundle.name, about=bundle.about, audiences=bundle.audiences,
        region_code=region_code, promised_limit=bundle.promised_limit, questions=_questions(bundle, parts),
        fields=fields, materials=_materials(parts),
        members=[_member(part, field_map) for part, field_map in zip(parts, maps, strict=True)],
        items=list(items), source=bundle.source, evidence=bundle.evidence,
    )  # fmt: skip


def questions_of(bundle: CatalogueBundle, items: Sequence[Item | CatalogueItem]) -> list[MergedQuestion]:
    """What the bundle asks: its own questions and its members', each after those that it depends on."""
    return _questions(bundle, [_Part(member, item) for member, item in zip(bundle.members, items, strict=True)])


def narrow_bundle(bundle: Bundle, answers: Mapping[str, str]) -> NarrowedBundle:
    """The bundle for somebody who has given these answers: its parts, the one form, the one set of materials.

    Raises:
        NoSuchAnswer
    """
    scene = _scene(bundle, answers)
    part = [one for one in bundle.members if scene.truth((one.when,)) is Truth.HOLDS]
    return NarrowedBundle(
        next_question=scene.next_question(_decided(bundle)),
        answers=scene.answers,
        members=[_narrowed(bundle, one, scene.answers) for one in part],
        fields=[_needed(one, scene) for one in bundle.fields if _holds(scene, one.needs)],
        materials=_handed_in(bundle, scene, {one.basic_code for one in part}),
    )


def member_answers(bundle: Bundle, basic_code: str, answers: Mapping[str, str]) -> dict[str, str]:
    """The bundle's answers in the member's own question ids, with what the bundle answers by itself."""
    member, item = _member_of(bundle, basic_code)
    found: dict[str, str] = {}
    for question in item.questions:
        asked = member.question_map.get(question.id, question.id)
        value = member.answers.get(question.id) or answers.get(asked)
        if value is not None and any(choice.value == value for choice in question.choices):
            found[question.id] = value
    return found


def member_values(bundle: Bundle, basic_code: str, values: Mapping[str, T]) -> dict[str, T]:
    """The one form's values under the member's own field names; a member sees nothing that it does not ask for."""
    member, item = _member_of(bundle, basic_code)
    merged = {one.name: member.field_map.get(one.name, one.name) for one in item.fields}
    return {name: values[asked] for name, asked in merged.items() if asked in values}


def _scene(bundle: Bundle, answers: Mapping[str, str]) -> Scene:
    return Scene([Asked(one.question, _terms(one.needs)) for one in bundle.questions], answers)


def _terms(needs: Sequence[Need]) -> Terms:
    return [need.when for need in needs]


def _holds(scene: Scene, needs: Sequence[Need]) -> bool:
    return scene.truth(_terms(needs)) is Truth.HOLDS


def _decided(bundle: Bundle) -> Iterable[Terms]:
    """Everything that answers decide: who takes part, what is asked and handed in, what the members' guides show."""
    yield from ((member.when,) for member in bundle.members)
    yield from (_terms(field.needs) for field in bundle.fields)
    yield from (_terms(material.needs) for material in bundle.materials)
    for member, item in zip(bundle.members, bundle.items, strict=True):
        part = _Part(_catalogued(member), item)
        shown: list[Conditional] = [*item.conditions, *item.steps, *item.fees]
        for element in shown:
            need = part.need(element.when)
            yield (need.when,) if need else ()


def _narrowed(bundle: Bundle, member: BundleMember, answers: Mapping[str, str]) -> MemberNarrowed:
    _, item = _member_of(bundle, member.basic_code)
    own = narrow(item, member_answers(bundle, member.basic_code, answers))
    return MemberNarrowed(basic_code=member.basic_code, group=member.group, narrowed=own)


def _handed_in(bundle: Bundle, scene: Scene, taking_part: set[str]) -> list[Material]:
    found: dict[str, Material] = {}
    for one in bundle.materials:
        if _holds(scene, one.needs) and not taking_part.intersection(one.made_by):
            known = found.get(one.material.code)
            found[one.material.code] = _both(known, one.material) if known else one.material
    return list(found.values())


def _needed(merged: MergedField, scene: Scene) -> Field:
    """The field without its conditions; it is required when a member for whom it holds requires it."""
    required = any(need.required for need in merged.needs if scene.truth((need.when,)) is Truth.HOLDS)
    return msgspec.structs.replace(merged.field, when=[], required=required)


def _questions(bundle: CatalogueBundle, parts: Sequence[_Part]) -> list[MergedQuestion]:
    """The bundle's own questions and what its members still ask, each after those that its conditions name."""
    found: dict[str, MergedQuestion] = {
        one.id: MergedQuestion(question=one, needs=[Need(basic_code="", when=one.when)]) for one in bundle.questions
    }
    for part in parts:
        for question in part.item.questions:
            if question.id in part.member.answers or question.id in part.member.question_map:
                continue
            need = part.need(question.when)
            if need is not None:
                _add_question(found, question, need)
    rank = {name: (_depth(name, found, ()), place) for place, name in enumerate(found)}
    return sorted(found.values(), key=lambda one: rank[one.question.id])


def _depth(name: str, found: Mapping[str, MergedQuestion], way: tuple[str, ...]) -> int:
    """How many questions stand before it at the least; the checks of an import refuse circles."""
    if name in way or name not in found:
        return 0
    before = {clause.question for need in found[name].needs for clause in need.when}
    return 1 + max((_depth(one, found, (*way, name)) for one in before), default=0)


def _add_question(found: dict[str, MergedQuestion], question: Question, need: Need) -> None:
    known = found.get(question.id)
    if known is None:
        found[question.id] = MergedQuestion(question=question, needs=[need])
    elif known.needs[0].basic_code:
        found[question.id] = msgspec.structs.replace(known, needs=[*known.needs, need])


def _fields(parts: Sequence[_Part]) -> tuple[list[MergedField], list[dict[str, str]]]:
    """The one form, and for each member its own names in it."""
    found: dict[str, MergedField] = {}
    by_fact: dict[tuple[str, str], str] = {}
    maps: list[dict[str, str]] = []
    for part in parts:
        renamed: dict[str, str] = {}
        for field in part.item.fields:
            wanted = part.member.field_map.get(field.name)
            name = wanted or by_fact.get((field.prefill or "", field.kind)) or field.name
            name = _free_name(name, field, found, explicit=wanted is not None)
            need = part.need(field.when)
            if need is not None:
                _add_field(found, name, field, msgspec.structs.replace(need, required=field.required))
                if field.prefill:
                    by_fact.setdefault((field.prefill, field.kind), name)
            if name != field.name:
                renamed[field.name] = name
        maps.append(renamed)
    return list(found.values()), maps


def _free_name(name: str, field: Field, found: Mapping[str, MergedField], *, explicit: bool) -> str:
    """The name under which the field is asked: another's only when it asks the same."""
    free, number = name, 2
    while free in found and not _same_question(found[free].field, field, explicit=explicit):
        free, number = f"{name}{number}", number + 1
    return free


def _same_question(one: Field, other: Field, *, explicit: bool) -> bool:
    if one.kind != other.kind or one.choices != other.choices:
        return False
    return explicit or one.prefill == other.prefill


def _add_field(found: dict[str, MergedField], name: str, field: Field, need: Need) -> None:
    known = found.get(name)
    if known is None:
        found[name] = MergedField(field=msgspec.structs.replace(field, name=name, when=[]), needs=[need])
        return
    prefill = known.field.prefill or field.prefill
    required = known.field.required or field.required
    merged = msgspec.structs.replace(known.field, prefill=prefill, required=required)
    found[name] = MergedField(field=merged, needs=[*known.needs, need])


def _materials(parts: Sequence[_Part]) -> list[MergedMaterial]:
    found: dict[str, MergedMaterial] = {}
    for part in parts:
        for material in part.item.materials:
            need = part.need(material.when)
            if need is None:
                continue
            made_by = _makers(parts, part, material)
            known = found.get(material.code)
            key = material.code
            if known is not None and known.made_by != made_by:
                key = f"{material.code} {part.member.basic_code}"
                known = found.get(key)
            if known is None:
                alone = msgspec.structs.replace(material, when=[])
                found[key] = MergedMaterial(material=alone, needs=[need], made_by=made_by)
            else:
                both = _both(known.material, material)
                found[key] = MergedMaterial(material=both, needs=[*known.needs, need], made_by=made_by)
    return list(found.values())


def _makers(parts: Sequence[_Part], part: _Part, material: Material) -> list[str]:
    """Members of lower groups whose result is this very licence: it comes out of the bundle, nobody brings it."""
    if material.licence_type is None:
        return []
    return [
        one.member.basic_code
        for one in parts
        if one.member.group < part.member.group and one.item.result.licence_type == material.licence_type
    ]


def _both(one: Material, other: Material) -> Material:
    """What satisfies both members."""
    kind = one.kind if one.kind == other.kind else MaterialKind.BOTH
    form = one.form if one.form == other.form else _narrower(one.form, other.form)
    necessity = max(one.necessity, other.necessity, key=STRENGTH.index)
    return msgspec.structs.replace(one, kind=kind, form=form, necessity=necessity, copies=max(one.copies, other.copies))


def _narrower(one: MaterialForm, other: MaterialForm) -> MaterialForm:
    """Paper serves whoever takes either; paper and electronic together is left as either."""
    return other if one is MaterialForm.EITHER else one if other is MaterialForm.EITHER else MaterialForm.EITHER


def _member(part: _Part, field_map: dict[str, str]) -> BundleMember:
    member = part.member
    return BundleMember(
        basic_code=member.basic_code, name=part.item.name, group=member.group, when=member.when,
        field_map=field_map, question_map=member.question_map, answers=member.answers,
    )  # fmt: skip


def _catalogued(member: BundleMember) -> Member:
    return Member(
        basic_code=member.basic_code, group=member.group, when=member.when, question_map=member.question_map,
        answers=member.answers,
    )  # fmt: skip


def _member_of(bundle: Bundle, basic_code: str) -> tuple[BundleMember, Item]:
    pairs = zip(bundle.members, bundle.items, strict=True)
    return next((member, item) for member, item in pairs if member.basic_code == basic_code)
