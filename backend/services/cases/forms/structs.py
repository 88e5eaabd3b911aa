"""Drafts on the wire, and what rooms above are given of them."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from backend.core.structs import Command, Moment, Wire
from backend.identity.consents.structs import Bilingual
from backend.identity.delegations.structs import Authority
from backend.identity.people.structs import Subject
from backend.reference.calendar.structs import Limit
from backend.services.items.structs import (
    AnswerValue,
    BasicCode,
    Bundle,
    BundleCode,
    Condition,
    Fee,
    FieldName,
    Item,
    MaterialCode,
    MaterialForm,
    MaterialKind,
    Necessity,
    Question,
    QuestionId,
    Step,
)
from backend.supports.files.structs import StoredFile
from plugin_sdk.contract.form import Form
from plugin_sdk.contract.values import JsonObject

RegionCode = Annotated[str, Meta(pattern=r"^62[0-9]{4}(?:[0-9]{3}){0,2}$(?!\n)", max_length=12)]
Version = Annotated[int, Meta(ge=1, le=2**31 - 1)]
ScenarioAnswers = Annotated[dict[QuestionId, AnswerValue], Meta(max_length=100)]
Values = Annotated[dict[FieldName, Any], Meta(max_length=200)]
FactName = Annotated[str, Meta(pattern=r"^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$(?!\n)", max_length=60)]


class DraftKind(StrEnum):
    """What is applied for."""

    ITEM = "item"
    BUNDLE = "bundle"


class DraftStep(StrEnum):
    """What to do next; advice to the page, not a lock."""

    QUESTIONS = "questions"
    CONSENT = "consent"
    FILL = "fill"
    MATERIALS = "materials"
    READY = "ready"


class MaterialState(StrEnum):
    """How a material stands."""

    NEEDED = "needed"
    OPTIONAL = "optional"
    HANDED_IN = "handed-in"
    LICENCE = "licence"
    GOVERNMENT = "government"
    LATER = "later"
    PAPER = "paper"
    COMMITTED = "committed"


class ActingFor(Command, frozen=True, kw_only=True):
    """For whom one applies, when not for oneself."""

    kind: Literal["person", "organisation"]
    id: UUID


class StartApplication(Command, frozen=True, kw_only=True):
    """Begin an application for one item at a place. `scenario`: questions answered already, on the guide's page."""

    basic_code: BasicCode
    region_code: RegionCode
    acting_for: ActingFor | None = None
    child_id: UUID | None = None
    scenario: ScenarioAnswers = {}
    answers: Values = {}


class StartBundle(Command, frozen=True, kw_only=True):
    """Begin one application for all items of a bundle."""

    bundle_code: BundleCode
    region_code: RegionCode
    acting_for: ActingFor | None = None
    child_id: UUID | None = None
    scenario: ScenarioAnswers = {}
    answers: Values = {}


class HandIn(Command, frozen=True, kw_only=True):
    """How a material is handed in: files of one's own, a promise for later, or on paper at the window."""

    files: Annotated[list[UUID], Meta(max_length=100)] = []
    later: bool = False
    paper: bool = False


class SaveDraft(Command, frozen=True, kw_only=True):
    """Keep what was typed; only what is named changes, null clears. `version` is the one that was looked at."""

    version: Version
    scenario: Annotated[dict[QuestionId, AnswerValue | None], Meta(max_length=100)] = {}
    answers: Values = {}
    corrections: Annotated[dict[FieldName, bool], Meta(max_length=100)] = {}
    materials: Annotated[dict[MaterialCode, HandIn | None], Meta(max_length=100)] = {}
    committed: bool | None = None


class DecideFacts(Command, frozen=True, kw_only=True):
    """Agree that these facts are read from registers, in the words of `text_version`; none is a decision, too."""

    version: Version
    facts: Annotated[list[FactName], Meta(max_length=60)]
    text_version: Annotated[str, Meta(min_length=1, max_length=20)]
    child_id: UUID | None = None


class FactNeed(Wire, frozen=True, kw_only=True):
    """One fact that a register could give, and what for."""

    name: str
    title: str
    why: Bilingual
    agreed: bool


class RegisterNeed(Wire, frozen=True, kw_only=True):
    """What one register would be asked."""

    name: str
    facts: list[FactNeed]


class ConsentNeed(Wire, frozen=True, kw_only=True):
    """The sheet to show before registers are read. `may_decide` is false for an agent: the principal must agree.

    `about_child`: some facts are a child's; who has several says which one.
    """

    decided: bool
    may_decide: bool
    about_child: bool
    recipient: str
    purpose: str
    recipient_name: str
    text: Bilingual
    legal_basis: str
    text_version: str
    term_days: int
    registers: list[RegisterNeed]


class KnownShown(Wire, frozen=True, kw_only=True):
    """A field that a register answered, ready for reading."""

    field: str
    title: str
    fact: str
    shown: str
    source: str
    as_of: date
    correctable: bool


class Trouble(Wire, frozen=True, kw_only=True):
    """What is wrong with one answer."""

    field: str
    zh: str
    en: str


class Missing(Wire, frozen=True, kw_only=True):
    """One thing that stands between the draft and its submission; `problem` when it is there, but wrong."""

    what: Literal["question", "field", "material", "consent"]
    key: str
    title: str
    problem: Bilingual | None = None


class Licence(Wire, frozen=True, kw_only=True):
    """A licence that replaces a material; the number is masked."""

    id: str
    licence_type: str
    name: str
    number_masked: str


class MaterialNeed(Wire, frozen=True, kw_only=True):
    """One material and how it stands; `used_for` names the parts of a bundle."""

    code: str
    name: str
    kind: MaterialKind
    form: MaterialForm
    necessity: Necessity
    copies: int
    note: str
    state: MaterialState
    files: list[StoredFile]
    licence: Licence | None
    may_be_later: bool
    may_be_paper: bool
    used_for: list[str]


class Part(Wire, frozen=True, kw_only=True):
    """One item of a bundle, as far as it is known to apply."""

    basic_code: str
    name: str
    group: int
    applies: bool
    department: str


class Count(Wire, frozen=True, kw_only=True):
    """How much was filled in for the person; `share` in per cent of the form's fields.

    `separately`: how many fields the parts of a bundle would have had on forms of their own.
    """

    fields: int
    known: int
    asked: int
    share: int
    separately: int


class Commitment(Wire, frozen=True, kw_only=True):
    """告知承诺: what one may promise instead of proving it."""

    given: bool
    text: Bilingual
    text_version: str


class ActingForShown(Wire, frozen=True, kw_only=True):
    """For whom, and what allows it."""

    kind: str
    id: UUID
    name: str
    authority: str
    until: date | None


class DraftSummary(Wire, frozen=True, kw_only=True):
    """A draft as the list shows it."""

    id: UUID
    version: int
    kind: DraftKind
    code: str
    name: str
    region_code: str
    for_another: bool
    step: DraftStep
    saved_at: Moment
    forgotten_on: date


class Draft(Wire, frozen=True, kw_only=True):
    """A draft, whole: what is known, what is asked, what is still missing."""

    id: UUID
    version: int
    kind: DraftKind
    code: str
    name: str
    item_code: str | None
    item_version: int
    region_code: str
    region_name: str
    department: str
    promised_limit: Limit | None
    acting_for: ActingForShown | None
    child_id: UUID | None
    step: DraftStep
    ready: bool
    missing: list[Missing]
    question: Question | None
    scenario: dict[str, str]
    consent: ConsentNeed | None
    form: Form
    data: JsonObject
    known: list[KnownShown]
    corrected: list[str]
    registers_away: bool
    troubles: list[Trouble]
    materials: list[MaterialNeed]
    conditions: list[Condition]
    steps: list[Step]
    fees: list[Fee]
    commitment: Commitment | None
    count: Count
    parts: list[Part]
    created_at: Moment
    saved_at: Moment
    forgotten_on: date


class KnownValue(msgspec.Struct, frozen=True, kw_only=True):
    """A value that a register gave for a field."""

    fact: str
    value: Any
    register: str
    source: str
    as_of: date


class HandedIn(msgspec.Struct, frozen=True, kw_only=True):
    """A material as it goes into a case."""

    code: str
    name: str
    necessity: Necessity
    state: MaterialState
    files: list[StoredFile] = []
    licence: Licence | None = None


class ReadyApplication(msgspec.Struct, frozen=True, kw_only=True):
    """A complete, checked application for one item: what a case is made of. It holds personal data in clear.

    `answers`: every value by field name, those of registers included. `corrections`: what the register says where the
    applicant says otherwise.
    """

    draft_id: UUID
    item: Item
    region_code: str
    subject: Subject
    subject_name: str
    actor_id: UUID
    authority: Authority
    scenario: dict[str, str]
    answers: dict[str, Any]
    known: dict[str, KnownValue]
    corrections: dict[str, KnownValue]
    materials: list[HandedIn]
    conditions: list[Condition]
    steps: list[Step]
    fees: list[Fee]
    committed: str | None = None
    """Version of the commitment's text, when the applicant gave one."""

    def __repr__(self) -> str:
        return f"ReadyApplication({self.draft_id})"


class ReadyPart(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a bundle that takes place."""

    group: int
    application: ReadyApplication


class ReadyBundle(msgspec.Struct, frozen=True, kw_only=True):
    """A complete, checked application for a bundle: the parts that apply, in the order of their groups."""

    draft_id: UUID
    bundle: Bundle
    region_code: str
    subject: Subject
    subject_name: str
    actor_id: UUID
    parts: list[ReadyPart]

    def __repr__(self) -> str:
        return f"ReadyBundle({self.draft_id})"
