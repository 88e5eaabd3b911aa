"""Letters on the wire."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from backend.core.structs import Command, Evidence, Moment, Wire
from backend.services.interaction.offices.structs import Attachment, FileIds, Reason

Subject = Annotated[str, Meta(min_length=1, max_length=80)]
Words = Annotated[str, Meta(min_length=1, max_length=4000)]


class LetterKind(StrEnum):
    """What somebody wants."""

    INQUIRY = "inquiry"  # 咨询
    SUGGESTION = "suggestion"  # 建议
    COMPLAINT = "complaint"  # 投诉
    PLEA = "plea"  # 求助


class LetterState(StrEnum):
    """Where a letter stands; the last two are ends."""

    RECEIVED = "received"
    ASSIGNED = "assigned"
    PROPOSED = "proposed"  # an answer waits to be checked
    ANSWERED = "answered"
    REFUSED = "refused"
    CLOSED = "closed"


class LetterAction(StrEnum):
    """What moves a letter."""

    WRITE = "write"
    ASSIGN = "assign"
    TRANSFER = "transfer"
    REFUSE = "refuse"
    PROPOSE = "propose"
    RETURN = "return"
    APPROVE = "approve"
    ASK_AGAIN = "ask-again"
    SETTLE = "settle"


class LetterTerm(Wire, frozen=True, kw_only=True):
    """Within how many working days a kind is answered, and how well that is known."""

    kind: LetterKind
    days: int
    source: str
    evidence: Evidence


class LetterBox(Wire, frozen=True, kw_only=True):
    """Where one can write to: an office, or the leader of one."""

    id: UUID
    department: str
    region_code: str
    title: str
    about: str
    leader: bool
    source: str
    evidence: Evidence


class LetterBoxes(Wire, frozen=True, kw_only=True):
    """The boxes of a region and those above it, the nearest first, with the terms of answers."""

    boxes: list[LetterBox]
    terms: list[LetterTerm]


class WriteLetter(Command, frozen=True, kw_only=True):
    """Write to an office. `publishable`: answered, and without anything about the writer, others may read it."""

    box_id: UUID
    kind: LetterKind
    subject: Subject
    text: Words
    publishable: bool = False
    files: FileIds = []


class AskAgain(Command, frozen=True, kw_only=True):
    """The answer did not solve it."""

    text: Words


class Settle(Command, frozen=True, kw_only=True):
    """Whether the answer solved it; that is the end of the letter."""

    solved: bool


class Transfer(Command, frozen=True, kw_only=True):
    """It belongs to another office."""

    box_id: UUID
    reason: Reason


class GiveReason(Command, frozen=True, kw_only=True):
    """Why."""

    reason: Reason


class ProposeAnswer(Command, frozen=True, kw_only=True):
    """An answer for a colleague to check."""

    text: Words


class PublishLetter(Command, frozen=True, kw_only=True):
    """What others will read: in other words than the letter's where those tell who wrote it."""

    title: Subject
    question: Words
    answer: Words


class Station(Wire, frozen=True, kw_only=True):
    """One step of a letter, as its writer sees it."""

    action: LetterAction
    at: Moment
    department: str
    text: str


class LetterSummary(Wire, frozen=True, kw_only=True):
    """A letter as lists show it."""

    id: UUID
    number: str
    kind: LetterKind
    subject: str
    department: str
    region_code: str
    state: LetterState
    received_at: Moment
    changed_at: Moment
    due_on: date
    due_provisional: bool
    overdue: bool
    asked_again: bool


class Letter(LetterSummary, frozen=True, kw_only=True):
    """One's own letter with everything that happened."""

    text: str
    publishable: bool
    published: bool
    attachments: list[Attachment]
    solved: bool | None
    term: LetterTerm
    stations: list[Station]
    may_ask_again: bool


class DeskLetter(Letter, frozen=True, kw_only=True):
    """A letter at its office; `may`: what this officer can do with it now."""

    writer: str
    proposal: str
    transfers_left: int
    may: list[LetterAction]
    may_publish: bool


class PublicLetter(Wire, frozen=True, kw_only=True):
    """A letter that others may read, without the writer."""

    id: UUID
    kind: LetterKind
    department: str
    region_code: str
    title: str
    question: str
    answer: str
    received_on: date
    published_at: Moment
    solved: bool | None


class SeedBox(Wire, frozen=True, kw_only=True):
    """A letterbox of a seed."""

    id: UUID
    department: str
    region_code: str
    title: str
    about: str
    leader: bool = False
    source: str
    evidence: Evidence
