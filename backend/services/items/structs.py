"""Items and bundles as people, cases and mini-apps see them. A case freezes a whole `Item` as JSON."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from backend.core.jobs import Event
from backend.core.structs import Evidence, Wire
from backend.reference.calendar.structs import Limit
from backend.services.items.vocabulary import (
    Audience,
    CaseKind,
    Channel,
    CrossPlace,
    HandlingForm,
    MaterialForm,
    MaterialKind,
    MaterialSource,
    Necessity,
    UseLevel,
)
from plugin_sdk.contract.form import FieldKind

__all__ = (
    "Audience",
    "CaseKind",
    "Channel",
    "CrossPlace",
    "HandlingForm",
    "MaterialForm",
    "MaterialKind",
    "MaterialSource",
    "Necessity",
    "UseLevel",
)  # the rest is made here; other rooms find all of it in this module

BasicCode = Annotated[str, Meta(pattern=r"^[0-9]{6}[0-9A-Z]{6}$", min_length=12, max_length=12)]
ItemCode = Annotated[str, Meta(pattern=r"^[0-9A-Z]{31}$", min_length=31, max_length=31)]
BundleCode = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,31}$(?!\n)")]
QuestionId = Annotated[str, Meta(pattern=r"^[a-z][a-zA-Z0-9-]{0,39}$(?!\n)")]
AnswerValue = Annotated[str, Meta(pattern=r"^[a-z0-9][a-zA-Z0-9-]{0,39}$(?!\n)")]
FieldName = Annotated[str, Meta(pattern=r"^[a-z][A-Za-z0-9]{0,39}$(?!\n)")]
FactName = Annotated[str, Meta(pattern=r"^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$(?!\n)", max_length=60)]
MaterialCode = Annotated[str, Meta(pattern=r"^[A-Z0-9-]{2,40}$(?!\n)")]
Words = Annotated[str, Meta(min_length=1, max_length=200)]
LongWords = Annotated[str, Meta(min_length=1, max_length=4000)]
Answers = dict[QuestionId, AnswerValue]


class When(Wire, frozen=True, kw_only=True):
    """Holds when the question was answered with one of the values. Several of them: all must hold."""

    question: QuestionId
    one_of: Annotated[list[AnswerValue], Meta(min_length=1, max_length=20)]


class Choice(Wire, frozen=True, kw_only=True):
    """One answer to a question, or one value of a field."""

    value: Annotated[str, Meta(min_length=1, max_length=60)]
    title: Words


class Question(Wire, frozen=True, kw_only=True):
    """A scenario question; `when` names only questions before it, so every way through them ends."""

    id: QuestionId
    text: Words
    choices: Annotated[list[Choice], Meta(min_length=2, max_length=20)]
    hint: Annotated[str, Meta(max_length=400)] = ""
    when: list[When] = []


class Condition(Wire, frozen=True, kw_only=True):
    """受理条件."""

    text: Annotated[str, Meta(min_length=1, max_length=1000)]
    when: list[When] = []


class Step(Wire, frozen=True, kw_only=True):
    """One step of the flow, with its own time if it has one."""

    name: Words
    about: Annotated[str, Meta(max_length=1000)] = ""
    limit: Limit | None = None
    when: list[When] = []


class Material(Wire, frozen=True, kw_only=True):
    """What is handed in. One `code` is one thing everywhere; `licence_type` names a licence that replaces it."""

    code: MaterialCode
    name: Words
    kind: MaterialKind
    form: MaterialForm
    necessity: Necessity
    copies: Annotated[int, Meta(ge=0, le=99)] = 1
    licence_type: Annotated[str, Meta(min_length=1, max_length=60)] | None = None
    source: MaterialSource = MaterialSource.APPLICANT
    note: Annotated[str, Meta(max_length=1000)] = ""
    when: list[When] = []


class Fee(Wire, frozen=True, kw_only=True):
    """收费; without `amount_fen` it is worked out by the standard."""

    name: Words
    standard: Annotated[str, Meta(min_length=1, max_length=1000)]
    basis: Annotated[str, Meta(min_length=1, max_length=1000)]
    amount_fen: Annotated[int, Meta(ge=0, le=10**12)] | None = None
    reduction: Annotated[str, Meta(max_length=1000)] = ""
    when: list[When] = []


class Field(Wire, frozen=True, kw_only=True):
    """One question of the application form; `prefill` names the fact that answers it."""

    name: FieldName
    title: Words
    kind: FieldKind
    required: bool = True
    prefill: FactName | None = None
    choices: Annotated[list[Choice], Meta(max_length=60)] = []
    hint: Annotated[str, Meta(max_length=400)] = ""
    when: list[When] = []
    minimum: int | None = None
    maximum: int | None = None
    pattern: Annotated[str, Meta(max_length=200)] | None = None


class Faq(Wire, frozen=True, kw_only=True):
    """常见问题."""

    question: Annotated[str, Meta(min_length=1, max_length=400)]
    answer: LongWords


class Result(Wire, frozen=True, kw_only=True):
    """What the applicant gets; `licence_type` when it is a licence."""

    name: Words
    licence_type: Annotated[str, Meta(min_length=1, max_length=60)] | None = None


class Department(Wire, frozen=True, kw_only=True):
    """Who is responsible: the pair of the basic code, and the name of that department at this place."""

    code: str
    name: str


class Contacts(Wire, frozen=True, kw_only=True):
    """Where to ask, complain and go; empty is not known."""

    phone: Annotated[str, Meta(max_length=60)] = ""
    complaint_phone: Annotated[str, Meta(max_length=60)] = ""
    address: Annotated[str, Meta(max_length=200)] = ""
    opening: Annotated[str, Meta(max_length=200)] = ""
    url: Annotated[str, Meta(max_length=300)] = ""


class Rules(Wire, frozen=True, kw_only=True):
    """How a case of this item is decided. `countersign`: names of departments of the same place that must agree."""

    maker_checker: bool = False
    conditional: bool = False
    notice_commitment: bool = False
    expert: bool = False
    countersign: list[str] = []


class Item(Wire, frozen=True, kw_only=True):
    """One item as one place offers it: the basic catalogue's elements, and what the place does better.

    `region_code` is the place that handles it, which may be above the one that was asked for. `improved` names the
    elements that come from the place, not from the basic catalogue. `body_evidence` says how well the credit code of
    the implementing body, which stands in `item_code`, is known.
    """

    basic_code: BasicCode
    item_code: ItemCode
    version: int
    name: str
    about: str
    sector: str
    item_type: str
    audiences: list[Audience]
    department: Department
    region_code: str
    region_name: str
    use_level: UseLevel
    case_kind: CaseKind
    statutory_limit: Limit | None
    promised_limit: Limit
    conditions: list[Condition]
    steps: list[Step]
    materials: list[Material]
    fees: list[Fee]
    result: Result
    handling_forms: list[HandlingForm]
    channels: list[Channel]
    cross_place: list[CrossPlace]
    province_wide: bool
    cross_province: bool
    visits: int
    fields: list[Field]
    questions: list[Question]
    rules: Rules
    contacts: Contacts
    windows_note: str
    legal_basis: str
    faq: list[Faq]
    source: str
    evidence: Evidence
    body_evidence: Evidence
    improved: list[str]
    local_code: str
    valid_from: date


class ItemSummary(Wire, frozen=True, kw_only=True):
    """An item as lists show it, before a place is chosen."""

    basic_code: BasicCode
    name: str
    about: str
    sector: str
    audiences: list[Audience]
    levels: list[UseLevel]
    case_kind: CaseKind
    promised_limit: Limit
    handling_forms: list[HandlingForm]
    province_wide: bool
    cross_province: bool
    evidence: Evidence


class Narrowed(Wire, frozen=True, kw_only=True):
    """What is left of an item once some questions are answered: only what certainly applies.

    `next_question` is None when nothing is left to ask. `answers` are the ones that count: an answer to a question that
    an earlier answer has made void is dropped.
    """

    next_question: Question | None
    answers: Answers
    conditions: list[Condition]
    steps: list[Step]
    materials: list[Material]
    fees: list[Fee]
    fields: list[Field]


class Need(Wire, frozen=True, kw_only=True):
    """Which member of a bundle asks for it, and when (in the bundle's questions); an empty code: the bundle itself."""

    basic_code: str
    when: list[When] = []
    required: bool = True


class MergedQuestion(Wire, frozen=True, kw_only=True):
    """A question that is asked once; it is asked when any of `needs` holds."""

    question: Question
    needs: list[Need]


class MergedField(Wire, frozen=True, kw_only=True):
    """A field that is asked once for all members that need it; it is asked when any of `needs` holds."""

    field: Field
    needs: list[Need]


class MergedMaterial(Wire, frozen=True, kw_only=True):
    """A material that is handed in once for all members that need it.

    `made_by`: members of lower groups whose result it is. When one of them takes part, nobody has to bring it.
    """

    material: Material
    needs: list[Need]
    made_by: list[BasicCode] = []


class BundleMember(Wire, frozen=True, kw_only=True):
    """One item of a bundle. Equal `group`: handled in parallel; a higher one begins when the lower ones are concluded.

    `field_map`: the member's field -> the merged field. `question_map`: the member's question -> the bundle's.
    `answers`: what the bundle answers for the person.
    """

    basic_code: BasicCode
    name: str
    group: Annotated[int, Meta(ge=1, le=20)]
    when: list[When] = []
    field_map: dict[FieldName, FieldName] = {}
    question_map: dict[QuestionId, QuestionId] = {}
    answers: Answers = {}


class Bundle(Wire, frozen=True, kw_only=True):
    """一件事 at a place: one form, one set of materials, several items."""

    code: BundleCode
    version: int
    name: str
    about: str
    audiences: list[Audience]
    region_code: str
    promised_limit: Limit | None
    questions: list[MergedQuestion]
    fields: list[MergedField]
    materials: list[MergedMaterial]
    members: list[BundleMember]
    items: list[Item]
    source: str
    evidence: Evidence


class BundleSummary(Wire, frozen=True, kw_only=True):
    """A bundle as the list shows it."""

    code: BundleCode
    name: str
    about: str
    audiences: list[Audience]
    members: int
    evidence: Evidence


class MemberNarrowed(Wire, frozen=True, kw_only=True):
    """One member that takes part, narrowed by the answers to the bundle's questions."""

    basic_code: BasicCode
    group: int
    narrowed: Narrowed


class NarrowedBundle(Wire, frozen=True, kw_only=True):
    """A bundle once some questions are answered: its parts, the one form and the one set of materials."""

    next_question: Question | None
    answers: Answers
    members: list[MemberNarrowed]
    fields: list[Field]
    materials: list[Material]


class CatalogueChanged(Event, frozen=True, kw_only=True):
    """Something was published or cancelled; `basic_codes` are the items whose live version or places changed."""

    revision: int
    basic_codes: list[str]
