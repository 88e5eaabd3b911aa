"""The words of conditions: comparisons of one attribute each, and how they are joined. They are data, and JSON as such.

A comparison of an attribute with many values is met when one of the values meets it.
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Final, Literal, TypeAlias, Union

import msgspec
from msgspec import Meta

from profiles.attributes.kinds import Scalar

DEPTH_MOST: Final = 8  # deeper than this nobody can read a rule aloud
SIZE_MOST: Final = 200  # comparisons and joins of one condition; the longest policy at hand has some forty
PARTS_MOST: Final = 50
CHOICES_MOST: Final = 200
DAYS_MOST: Final = 36_600  # a hundred years
AGE_MOST: Final = 2_400  # in months: two hundred years

AttributeName = Annotated[str, Meta(pattern=r"^[a-z][A-Za-z0-9]{0,39}\.[a-z][A-Za-z0-9]{0,39}$(?!\n)", max_length=80)]
RegionCode = Annotated[str, Meta(pattern=r"^[0-9]{6}(?:[0-9]{3}){0,2}$(?!\n)")]
Days = Annotated[int, Meta(ge=0, le=DAYS_MOST)]
Units = Annotated[int, Meta(ge=0, le=AGE_MOST)]


class _Part(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="test",
):
    """Base of everything a condition is made of; `test` names it on the wire."""


class Is(_Part, frozen=True, kw_only=True, tag="is"):
    """The value is exactly this one."""

    attribute: AttributeName
    value: Scalar


class In(_Part, frozen=True, kw_only=True, tag="in"):
    """The value is one of these."""

    attribute: AttributeName
    values: Annotated[list[Scalar], Meta(min_length=1, max_length=CHOICES_MOST)]


class AtLeast(_Part, frozen=True, kw_only=True, tag="atLeast"):
    """The number is this or more."""

    attribute: AttributeName
    number: int


class AtMost(_Part, frozen=True, kw_only=True, tag="atMost"):
    """The number is this or less."""

    attribute: AttributeName
    number: int


class Before(_Part, frozen=True, kw_only=True, tag="before"):
    """The day is earlier than this one."""

    attribute: AttributeName
    day: date


class After(_Part, frozen=True, kw_only=True, tag="after"):
    """The day is later than this one."""

    attribute: AttributeName
    day: date


class Age(_Part, frozen=True, kw_only=True, tag="age"):
    """As many whole years (or months) have passed since the day, both bounds included."""

    attribute: AttributeName
    at_least: Units | None = None
    at_most: Units | None = None
    unit: Literal["years", "months"] = "years"


class WithinDays(_Part, frozen=True, kw_only=True, tag="withinDays"):
    """The day lies at most `past` days back and at most `ahead` days from now; today is within both."""

    attribute: AttributeName
    past: Days = 0
    ahead: Days = 0


class RegionWithin(_Part, frozen=True, kw_only=True, tag="regionWithin"):
    """The division is one of these or lies in one, and in none of `but_not`.

    Codes say what lies in what, and 兰州新区 (620171) has a code of 兰州: who means the city without it says so.
    """

    attribute: AttributeName
    codes: Annotated[list[RegionCode], Meta(min_length=1, max_length=CHOICES_MOST)]
    but_not: Annotated[list[RegionCode], Meta(max_length=CHOICES_MOST)] = []


class Present(_Part, frozen=True, kw_only=True, tag="present"):
    """There is a value."""

    attribute: AttributeName


class Absent(_Part, frozen=True, kw_only=True, tag="absent"):
    """The source says that there is none; not having asked is no such word."""

    attribute: AttributeName


class AllOf(_Part, frozen=True, kw_only=True, tag="allOf"):
    """Every one holds."""

    of: Annotated[list["Condition"], Meta(min_length=1, max_length=PARTS_MOST)]


class AnyOf(_Part, frozen=True, kw_only=True, tag="anyOf"):
    """One of them holds."""

    of: Annotated[list["Condition"], Meta(min_length=1, max_length=PARTS_MOST)]


class Not(_Part, frozen=True, kw_only=True, tag="not"):
    """It does not hold."""

    of: "Condition"


Comparison: TypeAlias = Union[  # noqa: UP007 - the strings in the Structs above are resolved by this name
    Is, In, AtLeast, AtMost, Before, After, Age, WithinDays, RegionWithin, Present, Absent
]
Condition: TypeAlias = Union[AllOf, AnyOf, Not, Comparison]  # noqa: UP007


def parts_of(condition: Condition) -> Iterator[Condition]:
    """The condition and everything in it, from the outside in; without recursion, so that no depth breaks it."""
    waiting = [condition]
    while waiting:
        one = waiting.pop()
        yield one
        if isinstance(one, AllOf | AnyOf):
            waiting.extend(reversed(one.of))
        elif isinstance(one, Not):
            waiting.append(one.of)


def attributes_of(condition: Condition) -> frozenset[str]:
    """The names of everything that the condition looks at: whoever changes one of them may change its verdict."""
    return frozenset(one.attribute for one in parts_of(condition) if not isinstance(one, AllOf | AnyOf | Not))
