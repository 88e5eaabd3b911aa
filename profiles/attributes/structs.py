"""Profiles on the wire and between rooms."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from backend.core.jobs import Event
from backend.core.structs import I64, Command, Evidence, Moment, Wire
from backend.identity.consents.structs import Bilingual
from backend.identity.people.structs import Subject
from profiles.attributes.judging import Reason
from profiles.attributes.kinds import Known, Purpose, Sensitivity, SourceKind, SubjectKind, Value, ValueKind
from profiles.attributes.language import Condition

Said = Annotated[str, Meta(max_length=80)] | I64 | bool
SAID_MOST = 20  # more interests than this are none


class AttributesChanged(Event, frozen=True, kw_only=True):
    """Something else is known of a subject under these names than before; told in the transaction that changed it."""

    subject: Subject
    names: list[str]


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """What a source says of one attribute. `value` None: there is none. `gone`: it says nothing (any more)."""

    name: str
    source_kind: SourceKind
    source: str
    as_of: date
    basis: str
    value: Value | None = None
    gone: bool = False

    def __repr__(self) -> str:
        return f"Offer({self.name})"


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """One current value of one source; what a register says while somebody looks was never received."""

    id: UUID
    name: str
    value: Value | None
    source_kind: SourceKind
    source: str
    purpose: Purpose
    basis: str
    confidence: int
    as_of: date
    received_at: Moment | None
    keep_until: date | None

    def __repr__(self) -> str:
        return f"Held({self.name})"


class Attributes(msgspec.Struct, frozen=True, kw_only=True):
    """What may be used about a subject now: by name the value that counts, and all that sources say besides.

    `facts` is what conditions are judged on.
    """

    subject: Subject
    facts: Mapping[str, Known]
    held: Mapping[str, Sequence[Held]]


class Source(Wire, frozen=True, kw_only=True):
    """Who says so, in plain words."""

    kind: SourceKind
    name: str


class OtherValue(Wire, frozen=True, kw_only=True):
    """What another source says of the same attribute."""

    value: Value | None
    shown: str
    source: Source
    as_of: date


class PastValue(Wire, frozen=True, kw_only=True):
    """What was known before, until when."""

    value: Value | None
    shown: str
    source: Source
    as_of: date
    received_at: Moment
    valid_to: Moment


class AttributeView(Wire, frozen=True, kw_only=True):
    """One attribute as the person sees it. `shown` is the value in words; `conflicts` what others say instead."""

    name: str
    title: Bilingual
    kind: ValueKind
    value: Value | None
    shown: str
    source: Source
    as_of: date
    received_at: Moment | None
    kept_until: date | None
    confidence: int
    purpose: Purpose
    used_for: Bilingual
    in_use: bool
    sensitivity: Sensitivity
    conflicts: list[OtherValue]
    declarable: bool
    correctable: bool
    corrected_by: Bilingual | None


class TagView(Wire, frozen=True, kw_only=True):
    """A computed tag that is met, since when, and why."""

    id: str
    version: int
    title: Bilingual
    since: date
    reasons: list[Reason]


class Profile(Wire, frozen=True, kw_only=True):
    """What the government knows of a person or a firm, and what it uses it for.

    `missing` names registers that could not be asked just now.
    """

    subject: Subject
    name: str
    personalised: bool
    attributes: list[AttributeView]
    declarable: list["Declarable"]
    tags: list[TagView]
    missing: list[str]


class Declarable(Wire, frozen=True, kw_only=True):
    """Something that one may say of oneself; without `choices` any value of the kind will do."""

    name: str
    title: Bilingual
    kind: ValueKind
    many: bool
    choices: list[str]


class Declare(Command, frozen=True, kw_only=True):
    """Say something of oneself."""

    value: Said | Annotated[list[Said], Meta(max_length=SAID_MOST)]


class Declared(Wire, frozen=True, kw_only=True):
    """What one said."""

    name: str
    value: Value
    as_of: date
    in_use: bool


class ConsentState(Wire, frozen=True, kw_only=True):
    """Whether the person said yes to one use of their data, and the words for it."""

    purpose: Purpose
    on: bool
    since: Moment | None
    until: Moment | None
    text: Bilingual
    text_version: str
    recipient: str
    recipient_name: str
    legal_basis: str
    term_days: int
    fields: list["ConsentField"]


class ConsentField(Wire, frozen=True, kw_only=True):
    """A piece of data that the consent is about."""

    name: str
    title: Bilingual


class ConsentStates(Wire, frozen=True, kw_only=True):
    """The uses, each with its own yes or no."""

    states: list[ConsentState]


class SetConsent(Command, frozen=True, kw_only=True):
    """Say yes, in the words of `text_version`, or no."""

    on: bool
    purpose: Literal["personalisation", "children", "benefits", "household"] = "personalisation"
    text_version: Annotated[str, Meta(min_length=1, max_length=20)] | None = None


class Member(Wire, frozen=True, kw_only=True):
    """Somebody of the nearest family. What is more than the name is shown of minors, and of who agreed to it."""

    id: UUID
    relation: Literal["spouse", "child", "mother", "father"]
    name: str
    is_minor: bool
    birth_date: date | None
    agreed: bool
    deceased: bool


class Household(Wire, frozen=True, kw_only=True):
    """The nearest family as the population register knows it, and the household book."""

    head_name: str | None
    address: str | None
    member_count: int | None
    members: list[Member]
    as_of: date | None


class TagDefinition(Wire, frozen=True, kw_only=True):
    """A tag as it is defined: a condition, dated, with the department that answers for it."""

    id: str
    version: int
    title: Bilingual
    subject: SubjectKind
    condition: Condition
    inputs: list[str]
    owner: str
    valid_from: date
    valid_to: date | None
    source: str
    evidence: Evidence


class TagMovedOn(Event, frozen=True, kw_only=True):
    """A tag counts in another version: the subjects behind `after`, by id, are still to be judged."""

    kind: SubjectKind
    tag: str
    after: UUID
