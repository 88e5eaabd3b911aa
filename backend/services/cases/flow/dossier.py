"""A case as steps see it: its row, what was handed in, and everything that began and ended within it. Immutable."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from backend.core.structs import Wire
from backend.reference.calendar.structs import Light, Limit
from backend.services.cases.flow.kinds import Channel, Custody, Held, SpecialKind, State
from backend.services.cases.flow.orders import Answer, Commitment, HandedMaterial, ReceivingPlace, Wanted

NEVER = date(9999, 12, 31)  # the due day of what is not due


class ItemDepartment(Wire, frozen=True, kw_only=True):
    """The department of an item."""

    code: str
    name: str


class ItemResult(Wire, frozen=True, kw_only=True):
    """What an item gives."""

    name: str
    licence_type: str | None = None


class ItemRules(Wire, frozen=True, kw_only=True):
    """What an item asks of its cases."""

    maker_checker: bool = False
    conditional: bool = False
    notice_commitment: bool = False
    expert: bool = False
    countersign: list[str] = []


class Terms(Wire, frozen=True, kw_only=True):
    """The part of an item that steps ask, read out of the frozen whole."""

    basic_code: str
    item_code: str
    version: int
    name: str
    department: ItemDepartment
    region_code: str
    case_kind: str
    statutory_limit: Limit
    promised_limit: Limit
    result: ItemResult
    rules: ItemRules = ItemRules()


class SupplementBody(Wire, frozen=True, kw_only=True):
    """A supplement request."""

    wanted: list[Wanted]
    answer_by: date


class SpecialBody(Wire, frozen=True, kw_only=True):
    """A special procedure as it began; days after `since` do not count."""

    kind: SpecialKind
    reason: str
    since: date
    expected_until: date


class SpecialEnding(Wire, frozen=True, kw_only=True):
    """What came of it; the day itself does not count either."""

    until: date
    finding: str


class ExtensionBody(Wire, frozen=True, kw_only=True):
    """So much longer, and why."""

    days: int
    reason: str


class PartBody(Wire, frozen=True, kw_only=True):
    """What a department is asked, and all that it may see."""

    department: str
    region_code: str
    asks: str
    fields: list[str]
    materials: list[str]


class ReasonBody(Wire, frozen=True, kw_only=True):
    """Words only."""

    reason: str


class DecisionBody(Wire, frozen=True, kw_only=True):
    """A proposal or a decision; `hash` is the content it is about."""

    outcome: str
    reasons: str
    hash: str = ""


class ResultBody(Wire, frozen=True, kw_only=True):
    """The result document's record."""

    name: str
    number: str | None
    licence_type: str | None
    delivery: str
    file_id: UUID | None
    issued_on: date


class HandOverBody(Wire, frozen=True, kw_only=True):
    """From where to where."""

    from_place: str
    to_place: str
    note: str


BODIES: dict[str, type[msgspec.Struct]] = {
    "supplement": SupplementBody,
    "special": SpecialBody,
    "extension": ExtensionBody,
    "part": PartBody,
    "proposal": DecisionBody,
    "decision": DecisionBody,
    "refusal": ReasonBody,
    "result": ResultBody,
    "hand-over": HandOverBody,
}
ENDINGS: dict[str, type[msgspec.Struct]] = {"special": SpecialEnding}


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that began and perhaps ended."""

    id: UUID
    round: int
    kind: str
    body: Any
    begun_at: datetime
    begun_by: UUID | None = None
    unit_id: int | None = None
    ended_at: datetime | None = None
    ended_by: UUID | None = None
    outcome: str | None = None
    ending: Any = None


@dataclass(frozen=True, kw_only=True)
class Content:
    """What was handed in, and what the item said then."""

    terms: Terms
    snapshot_id: bytes
    answers: tuple[Answer, ...]
    materials: tuple[HandedMaterial, ...]
    hash: str
    scenario: dict[str, str] = field(default_factory=dict)
    receiving: ReceivingPlace | None = None
    commitment: Commitment | None = None
    later_by: date | None = None

    def missing(self, *, later: bool | None = None, covered: bool = True) -> list[HandedMaterial]:
        """Materials that are not there: all that are called for, or only (not) those that may follow."""
        return [
            one
            for one in self.materials
            if one.held in {Held.MISSING, Held.PAPER}
            and one.necessity != "optional"
            and (later is None or (one.necessity == "later") == later)
            and (covered or not one.covered)
        ]


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """One case, whole."""

    id: UUID
    number: str
    unit_id: int
    department: str
    region_code: str
    receiver_unit_id: int | None
    custody: Custody
    item_name: str
    basic_code: str
    item_code: str
    channel: Channel
    changed_at: datetime
    subject_kind: str
    subject_id: UUID
    subject_name: str
    applicant_id: UUID
    acted_as: str
    state: State
    round: int
    version: int
    conditional: bool
    received_on: date
    started_on: date | None
    decided_on: date | None
    due_on: date
    yellow_on: date
    light: Light
    statutory_due_on: date | None
    promised_due_on: date | None
    extended: int
    urges: int
    urged_at: datetime | None
    assigned_to: UUID | None
    bundle_id: UUID | None
    causal_id: str
    submitted_at: datetime
    accepted_at: datetime | None
    ended_at: datetime | None
    content: Content
    steps: tuple[Step, ...] = ()
    app_id: str | None = None

    def of(self, kind: str) -> list[Step]:
        """The steps of this kind in this round, in order."""
        return [one for one in self.steps if one.kind == kind and one.round == self.round]

    def open(self, kind: str) -> Step | None:
        """The one that has not ended, if any."""
        return next((one for one in self.of(kind) if one.ended_at is None), None)

    def last(self, kind: str) -> Step | None:
        """The newest of this round, if any."""
        return next(iter(reversed(self.of(kind))), None)

    def opinions(self) -> dict[str, Step]:
        """By department: its newest part of this round that was not recalled."""
        return {one.body.department: one for one in self.of("part") if one.outcome != "recalled"}
