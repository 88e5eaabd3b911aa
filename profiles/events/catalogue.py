"""The kinds of life events, as data: what opens each, how long it is shown, and whether one may say it oneself."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Final, TypeAlias, Union

import msgspec
from msgspec import Meta

from backend.core.structs import Evidence
from backend.identity.consents.structs import Bilingual
from profiles.attributes.conditions import Purpose, Scalar, SubjectKind

DATA: Final = Path(__file__).parent / "data" / "kinds.json"
DAYS_MOST: Final = 3650
Days = Annotated[int, Meta(ge=0, le=DAYS_MOST)]


class _Rule(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True, tag_field="by"):
    """Base of what opens an event; `by` names it. Windows: from `ahead` days before the day to `past` days after."""


class Dated(_Rule, frozen=True, kw_only=True, tag="dated"):
    """The attribute is the day itself, or several of them."""

    attribute: str
    past: Days
    ahead: Days = 0


class Turns(_Rule, frozen=True, kw_only=True, tag="turns"):
    """So many years after a day."""

    attribute: str
    years: int
    past: Days
    ahead: Days = 0


class SchoolYear(_Rule, frozen=True, kw_only=True, tag="schoolYear"):
    """The 1st of September of the year by whose 31st of August a child is of that age (义务教育法第十一条)."""

    attribute: str
    age: int
    past: Days
    ahead: Days = 0


class Retires(_Rule, frozen=True, kw_only=True, tag="retires"):
    """The earliest statutory retirement, by birth and gender."""

    attribute: str
    gender: str
    past: Days
    ahead: Days = 0


class Yearly(_Rule, frozen=True, kw_only=True, tag="yearly"):
    """A day of each year after the year of the attribute's day."""

    attribute: str
    month: int
    day: int
    past: Days


class Becomes(_Rule, frozen=True, kw_only=True, tag="becomes"):
    """The value is one of these now and was another before; with `at_first` also when nothing was known before.

    It lasts as long as the value.
    """

    attribute: str
    values: Sequence[Scalar]
    at_first: bool = False


class Changes(_Rule, frozen=True, kw_only=True, tag="changes"):
    """The value is another than before, whichever."""

    attribute: str


class Case(_Rule, frozen=True, kw_only=True, tag="case"):
    """A case of one of these items was granted."""

    basic_codes: Sequence[str]


Rule: TypeAlias = Union[Dated, Turns, SchoolYear, Retires, Yearly, Becomes, Changes, Case]  # noqa: UP007


class EventKind(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One row of `data/kinds.json`. `each`: every day is an event of its own (children); else one at a time.

    `purpose` is the use to which a person must have agreed before an attribute or a case may open it.
    """

    code: str
    subject: SubjectKind
    title: Bilingual
    shown_days: Days
    source: str
    evidence: Evidence
    opened_by: Sequence[Rule] = ()
    each: bool = False
    sayable: bool = True
    say_past_days: Days = 365
    say_ahead_days: Days = 0
    purpose: Purpose = Purpose.PERSONALISATION


KINDS: Final[Mapping[str, EventKind]] = {
    one.code: one for one in msgspec.json.decode(DATA.read_bytes(), type=list[EventKind])
}


def attributes_of_rule(rule: Rule) -> frozenset[str]:
    """What the rule looks at."""
    match rule:
        case Case():
            return frozenset()
        case Retires():
            return frozenset({rule.attribute, rule.gender})
        case _:
            return frozenset({rule.attribute})


@cache
def kinds_of(subject: SubjectKind) -> Sequence[EventKind]:
    """The kinds that such subjects may have, in the catalogue's order."""
    return tuple(one for one in KINDS.values() if one.subject is subject)


@cache
def watched(subject: SubjectKind) -> frozenset[str]:
    """The attributes of such subjects that may open or end an event."""
    rules = [rule for one in kinds_of(subject) for rule in one.opened_by]
    return frozenset(name for rule in rules for name in attributes_of_rule(rule))


@cache
def remembered(subject: SubjectKind) -> frozenset[str]:
    """The attributes whose last value must be recognised, because a change is what opens the event."""
    rules = [rule for one in kinds_of(subject) for rule in one.opened_by]
    return frozenset(rule.attribute for rule in rules if isinstance(rule, Becomes | Changes))


@cache
def kinds_by_case(basic_code: str) -> Sequence[EventKind]:
    """The kinds that a granted case of this item opens."""
    return tuple(
        one
        for one in KINDS.values()
        if any(isinstance(rule, Case) and basic_code in rule.basic_codes for rule in one.opened_by)
    )
