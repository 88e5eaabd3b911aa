"""What a segment may look at: coded attributes for personalisation, and tags made of nothing else. Pure.

A tag is an attribute `tag.<name>` here: true, false, or unknown, so that `not` never takes in whom nobody knows about.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Final

import msgspec

from backend.identity.consents.structs import Bilingual
from profiles.attributes import service as attributes
from profiles.attributes.conditions import (
    Absent,
    Age,
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Facts,
    Fault,
    In,
    Is,
    Known,
    Not,
    Sort,
    SourceKind,
    SubjectKind,
    ValueKind,
    Verdict,
    check,
    encode,
    parts_of,
    verdict_of,
)
from profiles.attributes.structs import TagDefinition
from profiles.audience.limits import PARTS_MOST

TAG: Final = "tag."
DEATH: Final = "person.deathDate"
"""No condition looks at it: the dead are in no segment at all."""
BIRTH: Final = "person.birthDate"
"""In whole years only: a birthday beside a village is a name."""
_TOO_FINE: Final = ("too-fine", "出生日期只能按周岁使用。", "Birth dates can be used as ages in whole years only.")
_TOO_LARGE: Final = ("too-large", f"分群条件最多 {PARTS_MOST} 项。", f"A segment has at most {PARTS_MOST} parts.")


def sorts(kind: SubjectKind, *, on: date) -> Mapping[str, Sort]:
    """Every attribute and tag; those that segments must not look at are hidden."""
    return _sorts(kind, on, attributes.tags_revision())


def tags(kind: SubjectKind, *, on: date) -> Mapping[str, TagDefinition]:
    """The tags in force that are made of nothing but what segments may look at themselves, by their name as attributes.

    A tag is no way round: one that compares birthdays, or a free text, is none here.
    """
    return _tags(kind, on, attributes.tags_revision())


@lru_cache(maxsize=8)
def _sorts(kind: SubjectKind, on: date, _revision: int) -> Mapping[str, Sort]:
    return {**_plain(kind), **{tag_name(one.id): Sort(kind=ValueKind.FLAG) for one in tags(kind, on=on).values()}}


@lru_cache(maxsize=8)
def _tags(kind: SubjectKind, on: date, _revision: int) -> Mapping[str, TagDefinition]:
    return {
        tag_name(one.id): one
        for one in attributes.tags_in_force(kind, on=on).values()
        if not check(one.condition, _plain(kind)) and not _too_fine(one.condition)
    }


@cache
def _plain(kind: SubjectKind) -> Mapping[str, Sort]:
    return {
        name: msgspec.structs.replace(sort, hidden=sort.hidden or not _coded(sort) or name == DEATH)
        for name, sort in attributes.ordinary_sorts(kind).items()
    }


def tag_name(tag_id: str) -> str:
    """`farmer-or-herder` is `tag.farmerOrHerder` in conditions."""
    first, *others = tag_id.split("-")
    return TAG + first + "".join(one.capitalize() for one in others)


def faults(condition: Condition, kind: SubjectKind, *, on: date) -> list[Fault]:
    """Everything that is wrong with a segment's condition."""
    if sum(1 for _ in parts_of(condition)) > PARTS_MOST:
        code, zh, en = _TOO_LARGE
        return [Fault(path="", code=code, zh=zh, en=en)]
    found = [*check(condition, sorts(kind, on=on)), *_too_fine(condition)]
    # Sound by itself, it may yet be too deep or too large with what its tags mean.
    return found or check(expanded(condition, kind, on=on), _plain(kind))


def _too_fine(condition: Condition) -> list[Fault]:
    """Comparisons of birth dates that are no ages in years; where they stand is said by the attribute's name."""
    code, zh, en = _TOO_FINE
    comparisons = [one for one in parts_of(condition) if not isinstance(one, AllOf | AnyOf | Not)]
    fine = [one for one in comparisons if one.attribute == BIRTH and not (isinstance(one, Age) and one.unit == "years")]
    return [Fault(path="", code=code, attribute=BIRTH, zh=zh, en=en) for _ in fine[:1]]


def coded_facts(facts: Facts, kind: SubjectKind, *, on: date) -> Facts | None:
    """What segments may look at of one subject, its tags included; None for the dead, who are in none."""
    death = facts.get(DEATH)
    if death is not None and death.value is not None:
        return None
    seen = sorts(kind, on=on)
    kept = {name: known for name, known in facts.items() if name in seen and not seen[name].hidden}
    for name, tag in tags(kind, on=on).items():
        verdict = verdict_of(tag.condition, facts, on=on)
        if verdict is not Verdict.UNKNOWN:
            met = verdict is Verdict.MET
            kept[name] = Known(value=met, as_of=on, source_kind=SourceKind.DERIVED, source=tag.id)
    return kept


def expanded(condition: Condition, kind: SubjectKind, *, on: date) -> Condition:
    """The same condition with what its tags mean on that day in their place: another definition later changes nothing.

    What is no tag in force stays as it stands, and nobody is known to meet it.
    """
    if isinstance(condition, Not):
        return Not(of=expanded(condition.of, kind, on=on))
    if isinstance(condition, AllOf | AnyOf):
        return msgspec.structs.replace(condition, of=[expanded(one, kind, on=on) for one in condition.of])
    tag = tags(kind, on=on).get(condition.attribute)
    return condition if tag is None else _meant(condition, tag.condition)


def _meant(comparison: Comparison, tag: Condition) -> Condition:
    """What a comparison of a tag says of those for whom it holds, does not hold, or is not known."""
    means: dict[object, Condition] = {True: tag, False: Not(of=tag)}
    if isinstance(comparison, Is):
        return means[comparison.value]
    if isinstance(comparison, In):
        return AnyOf(of=[means[value] for value in comparison.values])
    both = list(means.values())
    return AllOf(of=both) if isinstance(comparison, Absent) else AnyOf(of=both)


def digest(condition: Condition, kind: SubjectKind) -> bytes:
    """The same for the same condition, in whatever order the parts of its joins stand."""
    return hashlib.sha256(f"{kind}\0".encode() + _ordered(condition)).digest()


def title_of(kind: SubjectKind, name: str, *, on: date) -> Bilingual | None:
    """What people call the attribute or tag."""
    tag = tags(kind, on=on).get(name)
    return tag.title if tag is not None else attributes.title_of(kind, name)


def _coded(sort: Sort) -> bool:
    """Free text could name one firm or one quarter; a code with a few values cannot."""
    return sort.kind is not ValueKind.TEXT or bool(sort.choices)


def _ordered(condition: Condition) -> bytes:
    if isinstance(condition, Not):
        return b"not(" + _ordered(condition.of) + b")"
    if isinstance(condition, AllOf | AnyOf):
        parts = sorted({_ordered(one) for one in condition.of})
        word = b"all(" if isinstance(condition, AllOf) else b"any("
        return word + b",".join(parts) + b")"
    return encode(condition)
