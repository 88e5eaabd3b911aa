"""What the catalogue keeps: the unified elements of an item, what a place does better, what belongs to a bundle."""

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from backend.core.identifiers import CreditCode, RegionCode
from backend.core.structs import Command, Evidence
from backend.reference.calendar.structs import Limit
from backend.services.items.structs import (
    Answers,
    Audience,
    BasicCode,
    BundleCode,
    CaseKind,
    Channel,
    Condition,
    Contacts,
    CrossPlace,
    Faq,
    Fee,
    Field,
    FieldName,
    HandlingForm,
    LongWords,
    Material,
    Question,
    QuestionId,
    Result,
    Step,
    UseLevel,
    When,
    Words,
)

USUAL = (Channel.WINDOW, Channel.WEB, Channel.MOBILE)
ALWAYS = date(2025, 1, 1)  # when our records begin; a row that says no date is as old as they are
DepartmentCode = Annotated[str, Meta(pattern=r"^[0-9]{2}$", min_length=2, max_length=2)]
Source = Annotated[str, Meta(min_length=1, max_length=400)]
CodeText = Annotated[str, Meta(max_length=50)]


class CatalogueItem(Command, frozen=True, kw_only=True):
    """A basic item: the elements that are the same in the whole province. `countersign` are department codes."""

    basic_code: BasicCode
    name: Words
    about: Annotated[str, Meta(max_length=1000)] = ""
    item_type: Annotated[str, Meta(pattern=r"^[0-9]{2}$", max_length=2)]
    sector: Annotated[str, Meta(min_length=1, max_length=20)]
    department: DepartmentCode
    audiences: Annotated[list[Audience], Meta(min_length=1, max_length=7)]
    levels: Annotated[list[UseLevel], Meta(min_length=1, max_length=6)]
    case_kind: CaseKind
    statutory_limit: Limit | None = None
    promised_limit: Limit
    result: Result
    handling_forms: list[HandlingForm] = []
    channels: list[Channel] = msgspec.field(default_factory=lambda: list(USUAL))
    cross_place: list[CrossPlace] = []
    province_wide: bool = False
    cross_province: bool = False
    visits: Annotated[int, Meta(ge=0, le=9)] = 0
    maker_checker: bool = False
    conditional: bool = False
    notice_commitment: bool = False
    expert: bool = False
    countersign: Annotated[list[DepartmentCode], Meta(max_length=20)] = []
    legal_basis: LongWords
    conditions: Annotated[list[Condition], Meta(max_length=60)] = []
    materials: Annotated[list[Material], Meta(max_length=100)] = []
    steps: Annotated[list[Step], Meta(max_length=40)] = []
    fees: Annotated[list[Fee], Meta(max_length=40)] = []
    faq: Annotated[list[Faq], Meta(max_length=40)] = []
    questions: Annotated[list[Question], Meta(max_length=20)] = []
    fields: Annotated[list[Field], Meta(max_length=100)] = []
    local_code: CodeText = ""
    source: Source
    evidence: Evidence
    valid_from: date = ALWAYS


class Difference(Command, frozen=True, kw_only=True):
    """What one place does better with one item. There is no room here for materials: nothing more may be asked."""

    basic_code: BasicCode
    region_code: RegionCode
    promised_limit: Limit | None = None
    contacts: Contacts = Contacts()
    windows: Annotated[str, Meta(max_length=400)] = ""
    extra_forms: Annotated[list[HandlingForm], Meta(max_length=5)] = []
    body_name: Annotated[str, Meta(max_length=200)] = ""
    body_code: CreditCode | None = None
    local_code: CodeText = ""
    source: Source
    evidence: Evidence
    valid_from: date = ALWAYS


class Member(Command, frozen=True, kw_only=True):
    """One item's part in a bundle, as the catalogue says it."""

    basic_code: BasicCode
    group: Annotated[int, Meta(ge=1, le=20)]
    when: list[When] = []
    field_map: dict[FieldName, FieldName] = {}
    question_map: dict[QuestionId, QuestionId] = {}
    answers: Answers = {}


class CatalogueBundle(Command, frozen=True, kw_only=True):
    """A bundle as the catalogue keeps it; forms and materials are merged from its members when it is asked for."""

    code: BundleCode
    name: Words
    about: Annotated[str, Meta(max_length=1000)] = ""
    audiences: Annotated[list[Audience], Meta(min_length=1, max_length=7)]
    promised_limit: Limit | None = None
    questions: Annotated[list[Question], Meta(max_length=20)] = []
    members: Annotated[list[Member], Meta(min_length=2, max_length=30)]
    source: Source
    evidence: Evidence
    valid_from: date = ALWAYS


ALLOWED = frozenset({"promisedLimit", "contacts", "windows", "extraForms", "bodyName", "bodyCode", "localCode"})
"""What a place may say differently. Everything else of an item is refused by name."""
