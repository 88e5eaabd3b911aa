"""Every attribute that may be kept, as data: who may say it, what for, how long, and who corrects it."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from backend.core.structs import Evidence
from profiles.attributes.kinds import Purpose, Sensitivity, Sort, SourceKind, SubjectKind, ValueKind

DATA: Final = Path(__file__).parent / "data"
CONFIDENCE: Final[Mapping[SourceKind, int]] = {
    SourceKind.REGISTER: 95,
    SourceKind.LICENCE: 95,
    SourceKind.CASE: 90,
    SourceKind.DERIVED: 80,
    SourceKind.PERSON: 60,
}
"""In percent: registers err and lag behind; what one says of oneself nobody has looked at."""


class Attribute(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One row of `data/attributes.json`.

    `left_out` says what it means when a source that was asked gives no value: there is none, or nobody knows.
    `labels` are the Chinese words for values that are codes. `owner` is the code of the departments that correct it, or
    `self`. `kept_days` counts from the day on which a value was received.
    """

    name: str
    subject: SubjectKind
    kind: ValueKind
    zh: str
    en: str
    sources: Sequence[SourceKind]
    purpose: Purpose
    sensitivity: Sensitivity
    owner: str
    kept_days: int
    source: str
    evidence: Evidence
    left_out: str = "unknown"
    many: bool = False
    choices: Sequence[str] = ()
    labels: Mapping[str, str] = {}
    declarable: bool = False


class Owner(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The departments that keep a source: one of `words` stands in their names."""

    code: str
    words: Sequence[str]
    zh: str
    en: str
    source: str
    evidence: Evidence


class CaseRule(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A granted case of this item says this attribute: the day of the decision."""

    basic_code: str
    subject: SubjectKind
    attribute: str
    source: str
    evidence: Evidence


def _attributes() -> dict[SubjectKind, dict[str, Attribute]]:
    rows = msgspec.json.decode((DATA / "attributes.json").read_bytes(), type=list[Attribute])
    return {kind: {one.name: one for one in rows if one.subject is kind} for kind in SubjectKind}


ATTRIBUTES: Final[Mapping[SubjectKind, Mapping[str, Attribute]]] = _attributes()
OWNERS: Final[Mapping[str, Owner]] = {
    one.code: one for one in msgspec.json.decode((DATA / "owners.json").read_bytes(), type=list[Owner])
}
CASE_RULES: Final[Mapping[str, CaseRule]] = {
    one.basic_code: one for one in msgspec.json.decode((DATA / "case_rules.json").read_bytes(), type=list[CaseRule])
}
CHILD_BIRTH_DATES: Final = "household.childBirthDates"
"""The one attribute of registers that is no single fact of exchange: the birth dates of all children."""


@cache
def sorts(subject: SubjectKind, *purposes: Purpose) -> Mapping[str, Sort]:
    """What conditions about such subjects may look at for these purposes; everything else is there, but hidden."""
    return {
        one.name: Sort(kind=one.kind, many=one.many, choices=one.choices, hidden=one.purpose not in purposes)
        for one in ATTRIBUTES[subject].values()
    }


@cache
def ordinary_sorts(subject: SubjectKind) -> Mapping[str, Sort]:
    """The same for looking at many people at once: only what is kept for personalisation, and nothing sensitive."""
    rows = ATTRIBUTES[subject]
    return {
        name: msgspec.structs.replace(sort, hidden=sort.hidden or rows[name].sensitivity is Sensitivity.SENSITIVE)
        for name, sort in sorts(subject, Purpose.PERSONALISATION).items()
    }


def names_for(subject: SubjectKind, purpose: Purpose, *, source: SourceKind | None = None) -> list[str]:
    """Attributes kept for this purpose, those that a sort of source may say if one is named."""
    rows = ATTRIBUTES[subject].values()
    return [one.name for one in rows if one.purpose is purpose and (source is None or source in one.sources)]


def suits(attribute: Attribute, value: object) -> bool:
    """Whether the value is one that the attribute may have."""
    if attribute.many:
        values: Sequence[object] = value if isinstance(value, list | tuple) else [None]
        return len(set(map(str, values))) == len(values) and all(_suits(attribute, one) for one in values)
    return _suits(attribute, value)


def _suits(attribute: Attribute, value: object) -> bool:
    match attribute.kind:
        case ValueKind.WHOLE:
            return type(value) is int
        case ValueKind.FLAG:
            return type(value) is bool
        case _:
            return isinstance(value, str) and bool(value) and (not attribute.choices or value in attribute.choices)
