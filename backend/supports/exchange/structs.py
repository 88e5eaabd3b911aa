"""Facts, readers and the access history, on the wire and between rooms."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from backend.core.structs import Command, Moment, Wire
from backend.identity.consents.structs import Bilingual

Value = str | int
PersonGroup = Literal["person", "child", "spouse", "mother", "father"]


class Register(StrEnum):
    """Who knows."""

    POPULATION = "population"
    LEGAL_PERSON = "legal-person"
    CREDIT = "credit"
    PLACE = "place"
    IDENTITY = "identity"


class FactKind(msgspec.Struct, frozen=True, kw_only=True):
    """What a fact is: who knows it, what people call it, and of what sort its value is."""

    name: str
    register: Register
    zh: str
    en: str
    kind: Literal["text", "date", "whole", "id-number", "credit-code", "region", "phone"]


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a register says, with the day on which it was so."""

    name: str
    value: Value
    register: Register
    source_text: str
    as_of: date

    def __repr__(self) -> str:
        return f"Fact({self.name})"


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Who reads, what for, and what allows it: `consent:<uuid>` or `statutory:<clause>`."""

    actor_id: UUID
    purpose: str
    purpose_text: Bilingual
    recipient: str
    basis: str
    case_ref: str | None = None


class Child(Wire, frozen=True, kw_only=True):
    """A child as the population register knows it."""

    id: UUID
    name: str
    birth_date: date
    gender: str
    is_minor: bool


class Relative(msgspec.Struct, frozen=True, kw_only=True):
    """A spouse or a parent as the population register knows them."""

    id: UUID
    relation: Literal["spouse", "mother", "father"]
    name: str
    deceased: bool

    def __repr__(self) -> str:
        return f"Relative({self.id})"


class PersonEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A person as the population register is filled with; the newborn has no number, but a birth certificate."""

    id: UUID
    name: str
    birth_date: date
    gender: str
    ethnic_group: str
    region_code: str
    as_of: date
    source: str
    evidence: Literal["read", "recalled", "invented"]
    document: str = "111"
    number: str | None = None
    birth_certificate: str | None = None
    address: str | None = None
    marital_status: str | None = None
    education_level: str | None = None
    employment_status: str | None = None
    disability_grade: str | None = None
    death_date: date | None = None
    mother_id: UUID | None = None
    father_id: UUID | None = None
    spouse_id: UUID | None = None
    household_id: UUID | None = None
    place_id: UUID | None = None

    def __repr__(self) -> str:
        return f"PersonEntry({self.id})"


class HouseholdEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A household book."""

    id: UUID
    book_number: str
    head_name: str
    address: str
    member_count: int
    as_of: date
    source: str
    evidence: Literal["read", "recalled", "invented"]


class FirmEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A body as the legal-person register is filled with, and its standing in the credit register."""

    id: UUID
    credit_code: str
    name: str
    kind: str
    address: str
    region_code: str
    legal_person_name: str
    registered_capital_fen: int
    industry_code: str
    business_scope: str
    founded_on: date
    status: str
    employee_count: int
    credit_class: str
    penalty_count: int
    as_of: date
    source: str
    evidence: Literal["read", "recalled", "invented"]
    place_id: UUID | None = None


class PlaceEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A standard address with its grid, and the number of the property there."""

    id: UUID
    standard_address: str
    grid_name: str
    region_code: str
    as_of: date
    source: str
    evidence: Literal["read", "recalled", "invented"]
    property_number: str | None = None


class Entries(msgspec.Struct, frozen=True, kw_only=True):
    """A load for the embedded registers."""

    people: Sequence[PersonEntry] = ()
    households: Sequence[HouseholdEntry] = ()
    firms: Sequence[FirmEntry] = ()
    places: Sequence[PlaceEntry] = ()


class FactName(Wire, frozen=True, kw_only=True):
    """A fact by its name and what people call it; the value is not kept."""

    name: str
    title: Bilingual


class Basis(Wire, frozen=True, kw_only=True):
    """What allowed the read: a consent, a clause of the law, or that it was one's own."""

    kind: Literal["consent", "statutory", "own"]
    text: Bilingual
    id: UUID | None = None
    clause: str | None = None


class About(Wire, frozen=True, kw_only=True):
    """Whom the read was about, as seen by the one who looks."""

    kind: Literal["person", "organisation"]
    id: UUID
    relation: Literal["self", "child", "firm"]
    name: str | None = None


class AccessQuestion(Wire, frozen=True, kw_only=True):
    """What the person asked about a read; it is kept with it."""

    id: UUID
    text: str
    at: Moment


class AskAboutAccess(Command, frozen=True, kw_only=True):
    """Ask why somebody read one's data."""

    text: Annotated[str, Meta(min_length=1, max_length=500, pattern=r"\S")]


class AccessEntry(Wire, frozen=True, kw_only=True):
    """One read, or one that was refused or failed; never a value."""

    id: UUID
    at: Moment
    kind: Literal["register", "mini-app"]
    outcome: Literal["read", "denied", "failed", "abandoned"]
    reason: str | None
    recipient: str
    purpose: str
    purpose_text: Bilingual
    basis: Basis
    facts: list[FactName]
    about: list[About]
    by_me: bool
    case_ref: str | None
    questions: list[AccessQuestion]


class AccessExport(Wire, frozen=True, kw_only=True):
    """The history as a file; `complete` is false when there was more than a file may hold."""

    exported_at: Moment
    complete: bool
    items: list[AccessEntry]
