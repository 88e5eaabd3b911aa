"""Bundles on the wire."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from backend.core.structs import Command, Moment, Wire
from backend.identity.consents.structs import Bilingual
from backend.services.cases.flow.structs import State
from backend.services.items.structs import BasicCode

Version = Annotated[int, Meta(ge=1, le=2**31 - 1)]


class PartState(StrEnum):
    """How one part of a bundle stands; while it runs, its case says more."""

    WAITING = "waiting"
    RUNNING = "running"
    GRANTED = "granted"
    DENIED = "denied"
    NOT_ACCEPTED = "not-accepted"
    WITHDRAWN = "withdrawn"
    VOID = "void"
    NOT_STARTED = "not-started"


class BundleState(StrEnum):
    """How the whole stands."""

    IN_PROGRESS = "in-progress"
    CONCLUDED = "concluded"
    PARTLY_CONCLUDED = "partly-concluded"
    NOT_GRANTED = "not-granted"
    WITHDRAWN = "withdrawn"


class SubmitBundle(Command, frozen=True, kw_only=True):
    """Hand in the draft of a bundle, in the version that was looked at."""

    version: Version
    channel: Literal["phone", "web", "kiosk"] = "phone"


class WithdrawBundle(Command, frozen=True, kw_only=True):
    """Take back parts, or all that still can be."""

    reason: Annotated[str, Meta(min_length=1, max_length=1000)]
    parts: Annotated[list[BasicCode], Meta(min_length=1, max_length=50)] | None = None


class Progress(Wire, frozen=True, kw_only=True):
    """How many parts stand where."""

    parts: int
    running: int
    waiting: int
    granted: int
    failed: int


class BundlePart(Wire, frozen=True, kw_only=True):
    """One item of the bundle; `problem` says why it did not begin."""

    basic_code: str
    name: str
    group: int
    department: str
    state: PartState
    case_state: State | None
    case_id: UUID | None
    case_number: str | None
    due_on: date | None
    problem: Bilingual | None


class PartResult(Wire, frozen=True, kw_only=True):
    """One paper of the result package."""

    basic_code: str
    name: str
    result_name: str
    number: str | None
    case_id: UUID
    file_id: UUID | None
    issued_on: date


class BundleSummary(Wire, frozen=True, kw_only=True):
    """A bundle as the list shows it."""

    id: UUID
    code: str
    name: str
    region_code: str
    subject_kind: str
    state: BundleState
    progress: Progress
    submitted_at: Moment
    due_on: date | None


class BundleCase(BundleSummary, frozen=True, kw_only=True):
    """A bundle, whole: its parts and the results so far."""

    due_provisional: bool
    subject_name: str
    parts: list[BundlePart]
    results: list[PartResult]
    may_withdraw: bool
