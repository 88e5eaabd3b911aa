"""The words that attributes are made of: sorts of values, subjects and sources. Pure, beneath all else in the room."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

import msgspec

Scalar = str | int | bool
Value = Scalar | Sequence[Scalar]
"""Days are ISO text, as the registers of exchange write them. A sequence is a value of an attribute with many."""


class SubjectKind(StrEnum):
    """Whom an attribute is about."""

    PERSON = "person"
    FIRM = "firm"


class ValueKind(StrEnum):
    """Of what sort a value is."""

    TEXT = "text"
    DATE = "date"
    WHOLE = "whole"
    FLAG = "flag"
    REGION = "region"


class SourceKind(StrEnum):
    """Who says so, the most reliable first: this order is the precedence when two say different things."""

    REGISTER = "register"
    LICENCE = "licence"
    CASE = "case"
    DERIVED = "derived"  # computed by us from what others said
    PERSON = "person"


class Purpose(StrEnum):
    """What an attribute is kept for. A person says yes to each of the first four alone."""

    PERSONALISATION = "personalisation"
    CHILDREN = "children"  # the same by data of one's children: of those under 14 they are sensitive (PIPL art. 28, 31)
    BENEFITS = "benefits"  # entitlements by law whose condition is the attribute itself
    HOUSEHOLD = "household"  # shown to the nearest family
    NONE = "none"  # shown to the person, used for nothing


class Sensitivity(StrEnum):
    """How much harm the value may do (PIPL art. 28 for the last)."""

    PUBLIC = "public"
    ORDINARY = "ordinary"
    SENSITIVE = "sensitive"


class Sort(msgspec.Struct, frozen=True, kw_only=True):
    """What a condition must know of an attribute to be checked: the sort of its values, how many, and which ones.

    A `hidden` attribute exists, but no condition for this purpose may look at it.
    """

    kind: ValueKind
    many: bool = False
    choices: Sequence[str] = ()
    hidden: bool = False


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """One value as it may be judged. `value` None is knowledge, too: the source says that there is none."""

    value: Value | None
    as_of: date
    source_kind: SourceKind
    source: str

    def __repr__(self) -> str:
        return f"Known({self.source_kind})"
