"""Whether a bundle fits its members: maps lead somewhere, what is merged is the same, no conditions in a circle."""

from collections.abc import Iterator, Mapping, Sequence

from backend.services.items import merging
from backend.services.items.catalogue import CatalogueBundle, CatalogueItem, Member
from backend.services.items.checks import clause_flaws, question_flaws
from backend.services.items.faults import Flaw, Path
from backend.services.items.structs import MergedQuestion, Question


def flaws(bundle: CatalogueBundle, items: Mapping[str, CatalogueItem]) -> Iterator[Flaw]:
    """Everything that is wrong with the bundle, given the items that there are."""
    yield from question_flaws(bundle.questions)
    missing = [index for index, member in enumerate(bundle.members) if member.basic_code not in items]
    for index in missing:
        code = bundle.members[index].basic_code
        yield Flaw(path=("members", index, "basicCode"), code="orphan", params={"value": code})
    codes = [member.basic_code for member in bundle.members]
    for index, code in enumerate(codes):
        if code in codes[:index]:
            yield Flaw(path=("members", index, "basicCode"), code="twice", params={"value": code})
    if not missing:
        yield from _member_flaws(bundle, [items[code] for code in codes])


def _member_flaws(bundle: CatalogueBundle, items: Sequence[CatalogueItem]) -> Iterator[Flaw]:
    merged = {one.question.id: one for one in merging.questions_of(bundle, items)}
    asked = {name: one.question for name, one in merged.items()}
    for index, (member, item) in enumerate(zip(bundle.members, items, strict=True)):
        here: Path = ("members", index)
        for clause in member.when:
            yield from clause_flaws(clause, asked, (*here, "when"))
        yield from _question_flaws(member, item, asked, here)
        yield from _field_flaws(bundle, items, index)
    for name in merged:
        if _circles(name, merged):
            yield Flaw(path=("questions",), code="circle", params={"value": name})


def _question_flaws(member: Member, item: CatalogueItem, asked: Mapping[str, Question], here: Path) -> Iterator[Flaw]:
    own = {one.id: one for one in item.questions}
    for part, names in (("questionMap", member.question_map), ("answers", member.answers)):
        for name in names:
            if name not in own:
                params: dict[str, str | int] = {"value": name, "known": ", ".join(own) or "-"}
                yield Flaw(path=(*here, part, name), code="unknown-question", params=params)
    for name, value in member.answers.items():
        choices = _values(own[name]) if name in own else {value}
        if value not in choices:
            wrong: dict[str, str | int] = {"question": name, "value": value, "known": ", ".join(sorted(choices))}
            yield Flaw(path=(*here, "answers", name), code="unknown-answer", params=wrong)
    for name in own.keys() - member.answers.keys():
        target = member.question_map.get(name, name)
        if target not in asked:
            known: dict[str, str | int] = {"value": target, "known": ", ".join(asked) or "-"}
            yield Flaw(path=(*here, "questionMap", name), code="unknown-question", params=known)
        elif not _values(asked[target]) <= _values(own[name]):
            yield Flaw(path=(*here, "questionMap", name), code="choices-differ", params={"value": name})


def _field_flaws(bundle: CatalogueBundle, items: Sequence[CatalogueItem], index: int) -> Iterator[Flaw]:
    """Fields that a map makes one must ask the same."""
    member = bundle.members[index]
    own = {one.name: one for one in items[index].fields}
    for name, target in member.field_map.items():
        here = ("members", index, "fieldMap", name)
        if name not in own:
            yield Flaw(path=here, code="unknown-field", params={"value": name})
            continue
        for other, item in zip(bundle.members[:index], items[:index], strict=True):
            for field in item.fields:
                same_name = other.field_map.get(field.name, field.name) == target
                if same_name and (field.kind, field.choices) != (own[name].kind, own[name].choices):
                    yield Flaw(path=here, code="kinds-differ", params={"value": target})


def _values(question: Question) -> set[str]:
    return {one.value for one in question.choices}


def _circles(name: str, merged: Mapping[str, MergedQuestion]) -> bool:
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        for need in merged[waiting.pop()].needs:
            for clause in need.when:
                if clause.question == name:
                    return True
                if clause.question in merged and clause.question not in seen:
                    seen.add(clause.question)
                    waiting.append(clause.question)
    return False
