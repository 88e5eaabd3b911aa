"""What people and officers may order; one Struct for each action of the transition table that takes input."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta

from backend.core.structs import Command, Moment
from backend.services.cases.flow.kinds import (
    ANSWERS_MOST,
    FILES_MOST,
    MATERIALS_MOST,
    Code,
    CrossPlace,
    Held,
    ShortLine,
    SpecialKind,
    Text,
    VoidKind,
)

RegionCode = Annotated[str, Meta(pattern=r"^[0-9]{6}([0-9]{3}){0,2}$(?!\n)")]
PARTS_MOST = 20


class Answer(Command, frozen=True, kw_only=True):
    """One field as it was handed in. `register_value` is what a register said; both differ: a conflict to settle."""

    name: Code
    title: ShortLine
    value: Any
    fact: str | None = None
    register_value: Any = None
    register: str | None = None
    as_of: date | None = None


class HandedMaterial(Command, frozen=True, kw_only=True):
    """One material that this application calls for (after the scenario questions), held or missing.

    `necessity` is the item's: required | optional | later. `files` are ids of the files room, `licence` the number of
    an electronic licence that replaces it. `covered` = the notice-and-commitment covers it. `handed_by` is ours to say.
    """

    code: Code
    name: ShortLine
    necessity: Annotated[str, Meta(pattern=r"^(required|optional|later)$")] = "required"
    held: Held = Held.MISSING
    files: Annotated[list[UUID], Meta(max_length=FILES_MOST)] = []
    licence: str | None = None
    covered: bool = False
    handed_by: UUID | None = None


class Commitment(Command, frozen=True, kw_only=True):
    """The applicant's written commitment (告知承诺书): which text, and when it was given."""

    text_version: Code
    given_at: Moment


class ReceivingPlace(Command, frozen=True, kw_only=True):
    """Where it was taken in, when that is not simply the deciding department on line."""

    mode: CrossPlace
    region_code: Annotated[str, Meta(pattern=r"^[0-9]{6}([0-9]{3}){0,2}$(?!\n)")]
    department: ShortLine
    window: str = ""


class Wanted(Command, frozen=True, kw_only=True):
    """One thing that a supplement request names: a material or a field, and what exactly is wrong with it."""

    code: Code
    kind: Annotated[str, Meta(pattern=r"^(material|field)$")]
    what: Text


Answers = Annotated[list[Answer], Meta(max_length=ANSWERS_MOST)]
Materials = Annotated[list[HandedMaterial], Meta(max_length=MATERIALS_MOST)]


class Plain(Command, frozen=True, kw_only=True):
    """An order that needs no words of its own; `note` is for the trail that officers see."""

    note: Annotated[str, Meta(max_length=1000)] = ""


class Reasoned(Command, frozen=True, kw_only=True):
    """An order that must say why, in words for the applicant."""

    reason: Text


class AcceptConditionally(Command, frozen=True, kw_only=True):
    """容缺受理: take it on although materials that may come later are missing; until when they must come."""

    later_by: date
    note: Annotated[str, Meta(max_length=1000)] = ""


class RequestSupplement(Command, frozen=True, kw_only=True):
    """一次性告知: everything that is missing or wrong, at once. There is no second time."""

    wanted: Annotated[list[Wanted], Meta(min_length=1, max_length=MATERIALS_MOST)]
    answer_by: date


class HandInDraft(Command, frozen=True, kw_only=True):
    """Make a case of a finished draft, in the version that was looked at."""

    version: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    channel: Literal["phone", "web", "kiosk"] = "phone"


class HandIn(Command, frozen=True, kw_only=True):
    """What the applicant adds: the answer to a supplement request, later materials, or a new start after a refusal."""

    answers: Answers = []
    materials: Materials = []
    note: Annotated[str, Meta(max_length=1000)] = ""


class TakePaper(Command, frozen=True, kw_only=True):
    """These materials were seen on paper; what was promised so is now there."""

    materials: Annotated[list[Code], Meta(min_length=1, max_length=MATERIALS_MOST)]


class Suspend(Command, frozen=True, kw_only=True):
    """Begin a special procedure; the applicant is told its kind, the reason and how long it is thought to take."""

    kind: SpecialKind
    reason: Text
    expected_until: date


class Resume(Command, frozen=True, kw_only=True):
    """End the special procedure with what came of it."""

    finding: Text


class AskExtension(Command, frozen=True, kw_only=True):
    """延长审批 (A.7 code 1): once, by so many days of the statutory limit's unit; somebody else approves."""

    days: Annotated[int, Meta(ge=1, le=15)]
    reason: Text


class PartWanted(Command, frozen=True, kw_only=True):
    """What one other department is asked; it sees this and the named fields and materials, nothing else."""

    department: ShortLine
    asks: Text
    region_code: RegionCode | None = None
    fields: Annotated[list[Code], Meta(max_length=ANSWERS_MOST)] = []
    materials: Annotated[list[Code], Meta(max_length=MATERIALS_MOST)] = []


class Countersign(Command, frozen=True, kw_only=True):
    """会签: ask other departments, all at the same time, under the one clock."""

    parts: Annotated[list[PartWanted], Meta(min_length=1, max_length=PARTS_MOST)]


class AnswerPart(Command, frozen=True, kw_only=True):
    """A department's opinion about its part."""

    agrees: bool
    opinion: Text


class Decide(Command, frozen=True, kw_only=True):
    """Grant or deny; reasons are always said, they become part of the decision."""

    outcome: Annotated[str, Meta(pattern=r"^(granted|denied)$(?!\n)")]
    reasons: Text


class Approve(Command, frozen=True, kw_only=True):
    """Approve exactly the content that was seen: `content_hash` of the case view. An edit since then voids it."""

    content_hash: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$(?!\n)")]


class Correct(Command, frozen=True, kw_only=True):
    """Settle fields whose two values differ (or that are plainly wrong); the old values stay in the trail."""

    answers: Annotated[dict[str, Any], Meta(min_length=1, max_length=ANSWERS_MOST)]
    reason: Text


class Conclude(Command, frozen=True, kw_only=True):
    """Issue the result (or the written refusal) and close."""

    name: ShortLine
    number: Annotated[str, Meta(max_length=80)] | None = None
    delivery: Annotated[str, Meta(pattern=r"^(electronic|post|collect|receiving-place)$(?!\n)")] = "electronic"
    file_id: UUID | None = None


class Void(Command, frozen=True, kw_only=True):
    """作废: the case should not exist; this decides nothing about the application."""

    kind: VoidKind
    reason: Text


class Assign(Command, frozen=True, kw_only=True):
    """Give the case to an officer of its place; None puts it back into the common queue."""

    officer_id: UUID | None


Order = (
    Plain
    | Reasoned
    | AcceptConditionally
    | RequestSupplement
    | HandIn
    | TakePaper
    | Suspend
    | Resume
    | AskExtension
    | Countersign
    | AnswerPart
    | Decide
    | Approve
    | Correct
    | Conclude
    | Void
    | Assign
)
