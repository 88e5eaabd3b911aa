"""Items and bundles as people, cases and mini-apps see them. A case freezes a whole `Item` as JSON."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from backend.core.jobs import Event
from backend.core.structs import Moment, Wire
from backend.reference.calendar.structs import Limit
from plugin_sdk.contract.form import FieldKind

BasicCode = Annotated[str, Meta(pattern=r"^[0-9]{6}[0-9A-Z]{6}$", min_length=12, max_length=12)]
ItemCode = Annotated[str, Meta(pattern=r"^[0-9A-Z]{31}$", min_length=31, max_length=31)]
BundleCode = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,39}$(?!\n)")]
QuestionId = Annotated[str, Meta(pattern=r"^[a-z][a-zA-Z0-9-]{0,39}$(?!\n)")]
AnswerValue = Annotated[str, Meta(pattern=r"^[a-z0-9][a-zA-Z0-9-]{0,39}$(?!\n)")]
FieldName = Annotated[str, Meta(pattern=r"^[a-z][A-Za-z0-9]{0,39}$(?!\n)")]
FactName = Annotated[str, Meta(pattern=r"^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$(?!\n)", max_length=60)]
MaterialCode = Annotated[str, Meta(pattern=r"^[A-Z0-9-]{2,40}$(?!\n)")]
Words = Annotated[str, Meta(min_length=1, max_length=200)]
LongWords = Annotated[str, Meta(min_length=1, max_length=4000)]
Answers = dict[QuestionId, AnswerValue]


class Evidence(StrEnum):
    """How well we know what a row says; pages show it."""

    READ = "read"
    RECALLED = "recalled"
    INVENTED = "invented"


class UseLevel(StrEnum):
    """行使层级, GB/T 39046 A.2."""

    NATIONAL = "1"
    PROVINCE = "2"
    PREFECTURE = "3"
    COUNTY = "4"
    TOWNSHIP = "5"
    VILLAGE = "6"


class Audience(StrEnum):
    """服务对象 in the national platform's table; `codes.py` turns it into the one of GB/T 39046."""

    PERSON = "1"
    ENTERPRISE = "2"
    PUBLIC_INSTITUTION = "3"
    SOCIAL_ORGANISATION = "4"
    UNINCORPORATED = "5"
    AGENCY = "6"
    OTHER = "9"


class CaseKind(StrEnum):
    """办件类型, GB/T 39046 A.6: decided on the spot, or within a promised time."""

    IMMEDIATE = "1"
    PROMISED = "2"


class Channel(StrEnum):
    """办理形式, GB/T 39046 A.5."""

    WINDOW = "1"
    WEB = "2"
    MOBILE = "3"
    EXPRESS = "4"
    OTHER = "9"


class HandlingForm(StrEnum):
    """What makes an item convenient, in the words people know."""

    AT_ONCE = "马上办"
    ONLINE = "网上办"
    NEARBY = "就近办"
    ONE_VISIT = "一次办"
    SELF_SERVICE = "自助办"


class CrossPlace(StrEnum):
    """The three ways of handling an item away from home (国办发〔2020〕35号)."""

    ONLINE = "online"
    ON_BEHALF = "on-behalf"
    JOINT = "joint"


class MaterialKind(StrEnum):
    """材料类型."""

    ORIGINAL = "original"
    COPY = "copy"
    BOTH = "both"


class MaterialForm(StrEnum):
    """材料形式."""

    PAPER = "paper"
    ELECTRONIC = "electronic"
    EITHER = "either"


class Necessity(StrEnum):
    """材料必要性; `later` is 容缺后补: the case is accepted without it."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    LATER = "later"


class MaterialSource(StrEnum):
    """来源渠道."""

    APPLICANT = "applicant"
    GOVERNMENT = "government"
    OTHER = "other"


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
    """What is handed in. The same `code` is the same thing everywhere; `licence_type` names a licence that replaces it."""

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
    """Which member of a bundle asks for it, and when (in the bundle's questions)."""

    basic_code: BasicCode
    when: list[When] = []


class MergedField(Wire, frozen=True, kw_only=True):
    """A field that is asked once for all members that need it; it is asked when any of `needs` holds."""

    field: Field
    needs: list[Need]


class MergedMaterial(Wire, frozen=True, kw_only=True):
    """A material that is handed in once for all members that need it."""

    material: Material
    needs: list[Need]


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
    questions: list[Question]
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


class Published(Wire, frozen=True, kw_only=True):
    """A version's place in its life, for the desk."""

    code: str
    region_code: str
    version: int
    state: str
    name: str
    valid_from: date | None
    valid_to: date | None
    edited_by: str
    approved_by: str | None
    reason: str
    illegal: list[str]
    changed_at: Moment
