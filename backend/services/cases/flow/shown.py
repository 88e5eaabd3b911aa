"""What is shown of a case to its applicant, and what is handed in."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta, field

from backend.core.ids import new_id
from backend.core.jobs import Event
from backend.core.structs import Moment, Wire
from backend.identity.people.structs import Subject
from backend.reference.calendar.structs import Light
from backend.services.cases.flow.kinds import (
    ANSWERS_MOST,
    MATERIALS_MOST,
    Channel,
    State,
    Words,
)
from backend.services.cases.flow.orders import Answer, Commitment, HandedMaterial, ReceivingPlace, Wanted


class SubmitCase(msgspec.Struct, frozen=True, kw_only=True):
    """Hand in an application: a finished draft, a part of a bundle, or the counter; inside the caller's transaction.

    `item` is the whole implementation item as it is now, `msgspec.to_builtins(item)`: frozen with the case (equal ones
    are kept once). `applicant_id` is who acts; that they may act for `subject` is checked here, with the rows locked.
    `officer_id` is set at a counter, where an officer types for somebody present. The same `id` again is the same case.
    `app_id` is the mini-app that hands it in, if one does; `number` one that was promised, else the next is drawn.
    """

    item: dict[str, Any]
    subject: Subject
    subject_name: str
    applicant_id: UUID
    answers: Annotated[list[Answer], Meta(max_length=ANSWERS_MOST)]
    materials: Annotated[list[HandedMaterial], Meta(max_length=MATERIALS_MOST)]
    channel: Channel
    scenario: dict[str, str] = {}
    receiving: ReceivingPlace | None = None
    commitment: Commitment | None = None
    bundle_id: UUID | None = None
    officer_id: UUID | None = None
    app_id: str | None = None
    number: str | None = None
    id: UUID = field(default_factory=new_id)


class ClockView(Wire, frozen=True, kw_only=True):
    """One clock. `remaining_days` below zero: overdue. `provisional`: that year's calendar is not out yet."""

    due_on: date | None
    remaining_days: int
    overdue: bool
    provisional: bool
    paused: bool
    light: Light
    limit: str


class LatestStanding(StrEnum):
    """How far the last case of an item has come."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"


class LatestCase(msgspec.Struct, frozen=True, kw_only=True):
    """The last case of an item."""

    id: UUID
    standing: LatestStanding
    decided_on: date | None


class CaseSummary(Wire, frozen=True, kw_only=True):
    """A case as lists show it. `due_on` is the nearest due day of the stage it stands in, None while it is paused.

    `remaining_days` are the working days left until it, itself counted, by the State Council's calendar: 0 is today,
    below zero is overdue by so many; None while nothing is due. Who is assigned, only officers of the place are shown.
    """

    id: UUID
    number: str
    item_name: str
    basic_code: str
    item_code: str
    department: str
    region_code: str
    subject_kind: str
    subject_name: str
    state: State
    state_words: Words
    light: Light
    due_on: date | None
    remaining_days: int | None
    channel: Channel
    submitted_at: Moment
    changed_at: Moment
    bundle_id: UUID | None
    conditional: bool
    assigned_to: UUID | None = None
    assigned_name: str | None = None


class Decision(Wire, frozen=True, kw_only=True):
    """Granted or denied, with the reasons, and what one may do against it."""

    outcome: str
    reasons: str
    remedies: Words | None
    decided_at: Moment


class ResultDocument(Wire, frozen=True, kw_only=True):
    """The record of the result: what it is called, its number, and how it reaches the applicant."""

    name: str
    number: str | None
    licence_type: str | None
    delivery: str
    file_id: UUID | None
    issued_on: date


class Supplement(Wire, frozen=True, kw_only=True):
    """The one supplement request of a round."""

    wanted: list[Wanted]
    answer_by: date
    asked_at: Moment
    answered_at: Moment | None


class LaterMaterials(Wire, frozen=True, kw_only=True):
    """What conditional acceptance (容缺) still waits for."""

    codes: list[str]
    by: date


class SpecialProcedure(Wire, frozen=True, kw_only=True):
    """A time that does not count (A.7): why, since when, and what came of it."""

    kind: str
    name: Words
    reason: str
    since: date
    until: date | None
    expected_until: date
    finding: str | None


class HandOverEntry(Wire, frozen=True, kw_only=True):
    """One step of the way between receiving and deciding place."""

    at: Moment
    from_place: str
    to_place: str
    note: str


class Case(CaseSummary, frozen=True, kw_only=True):
    """A case as its applicant sees it: everything that was said to them, nothing that officers say to each other."""

    version: int
    app_id: str | None
    acted_as: str
    applicant_id: UUID
    receiving: ReceivingPlace | None
    custody: str
    accepted_at: Moment | None
    ended_at: Moment | None
    statutory: ClockView | None
    promised: ClockView | None
    stage: ClockView | None
    supplement: Supplement | None
    later: LaterMaterials | None
    refusal: str | None
    decision: Decision | None
    result: ResultDocument | None
    special: list[SpecialProcedure]
    hand_overs: list[HandOverEntry]
    urges_left: int
    answers: list[Answer]
    materials: list[HandedMaterial]
    actions: list[str]
    """What the viewer may order now, guards that need no input already asked."""
    query_code: str | None = None
    """Only in the answer to the submission: with the number it opens the public enquiry. Kept hashed."""


class TrailEntry(Wire, frozen=True, kw_only=True):
    """One thing that happened. Only ever added."""

    seq: int
    at: Moment
    action: str
    words: Words
    from_state: State
    to_state: State
    by: str
    department: str | None
    note: str
    tap_id: str


class CaseMoved(Event, frozen=True, kw_only=True):
    """Something happened to a case; `event` is the name that the transition table gives it."""

    case_id: UUID
    event: str
    from_state: str
    to_state: str
    subject_kind: str
    subject_id: UUID
    applicant_id: UUID
    bundle_id: UUID | None
    version: int
