"""Handing in an application for the calling person, and following what this mini-app handed in for them.

There is no field that says for whom: it is the person who holds the phone. What the answer says of them is the case
and nothing else, so every request names a purpose of the manifest that lists the field `cases`.
"""

from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from msgspec import Meta, Struct, field

from plugin_sdk.contract.capabilities.base import CapabilityRequest
from plugin_sdk.contract.capabilities.items import BasicCode, QuestionId, RegionCode, Value
from plugin_sdk.contract.manifest import Bilingual
from plugin_sdk.contract.values import Slug

CASES_FIELD = "cases"
"""What a purpose of the manifest lists among its `fields`, so that people consent to these two capabilities."""

CASES_MOST = 10
"""Cases in one answer, the newest first: who follows more of them uses the phone's own list."""

FormField = Annotated[str, Meta(pattern=r"^[a-z][a-zA-Z0-9]{0,39}$(?!\n)")]
MaterialCode = Annotated[str, Meta(pattern=r"^[A-Z0-9-]{2,40}$(?!\n)")]
CaseNumber = Annotated[str, Meta(pattern=r"^[0-9]{21}$(?!\n)")]
StateName = Literal[
    "submitted",
    "supplement-requested",
    "accepted",
    "not-accepted",
    "in-review",
    "suspended",
    "countersigning",
    "proposed",
    "granted",
    "denied",
    "concluded",
    "withdrawn",
    "void",
]
"""The states of the platform's transition table, as `GET /api/v1/case-states` shows it."""


NextKind = Literal["nothing", "supplement", "later-materials", "read-decision"]


class Told(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Base of what these capabilities answer."""


class CaseMaterial(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How a material is handed in: files that came with this very tap, a promise for later, or paper at the window."""

    files: Annotated[list[UUID], Meta(max_length=100)] = field(default_factory=list)
    later: bool = False
    paper: bool = False


class CaseMissing(Told, frozen=True, kw_only=True):
    """One thing that stands between the application and its case; `problem` when it is there, but wrong."""

    what: Literal["question", "field", "material"]
    key: str
    title: str
    problem: Bilingual | None


class CaseWanted(Told, frozen=True, kw_only=True):
    """One thing that the person still has to hand in, and what exactly is wrong with it."""

    kind: Literal["material", "field"]
    code: str
    what: str


class CaseNext(Told, frozen=True, kw_only=True):
    """What the person has to do next, on the platform's own page of the case; `by` is the last day for it."""

    kind: NextKind
    words: Bilingual
    by: date | None
    wanted: list[CaseWanted]


class CaseState(Told, frozen=True, kw_only=True):
    """How a case stands. Nothing in it says who the person is.

    `due_on` is the last day of the stage it stands in and `remaining_days` the working days until then, below zero when
    it is overdue; both are None while no clock of the government runs. `promised_on` is the last day on which the
    department has promised a decision: before acceptance as if acceptance took all the time that it may.
    """

    number: str
    basic_code: str
    item_name: str
    department: str
    region_code: str
    state: StateName
    words: Bilingual
    submitted_at: datetime
    due_on: date | None
    remaining_days: int | None
    promised_on: date | None
    next: CaseNext


class CaseSubmitted(Told, frozen=True, kw_only=True):
    """Either the case, or everything that is missing, told at once (一次性告知); then nothing was handed in."""

    outcome: Literal["submitted", "incomplete"]
    case: CaseState | None
    missing: list[CaseMissing]


class CaseStates(Told, frozen=True, kw_only=True):
    """The person's cases that this mini-app handed in, the newest first."""

    cases: list[CaseState]


class CaseSubmit(CapabilityRequest, frozen=True, kw_only=True):
    """Hand in an application for an item of the manifest's `items`, once per tap.

    `given` answers the item's questions as for `item.read`, `values` its form's fields. With `prefill` the platform
    fills in what registers know, under a consent that it asks the person for by itself, and a value for such a field
    is ignored; without, every field must be in `values`. What registers fill in is never told to the mini-app.
    """

    capability: ClassVar[str] = "case.submit"
    writes: ClassVar[bool] = True
    answers: ClassVar[type[Struct]] = CaseSubmitted

    purpose: Slug
    basic_code: BasicCode
    region_code: RegionCode
    given: Annotated[dict[QuestionId, Value], Meta(max_length=20)] = field(default_factory=dict)
    values: Annotated[dict[FormField, Any], Meta(max_length=100)] = field(default_factory=dict)
    materials: Annotated[dict[MaterialCode, CaseMaterial], Meta(max_length=40)] = field(default_factory=dict)
    prefill: bool = True


class CaseStatus(CapabilityRequest, frozen=True, kw_only=True):
    """How the person's cases stand that this mini-app handed in: those of `numbers`, or the newest few."""

    capability: ClassVar[str] = "case.status"
    answers: ClassVar[type[Struct]] = CaseStates

    purpose: Slug
    numbers: Annotated[list[CaseNumber], Meta(max_length=CASES_MOST)] = field(default_factory=list)
