"""Consultations on the wire."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from backend.core.structs import Command, Evidence, Moment, Wire
from backend.services.interaction.offices.structs import Department, RegionCode

Title = Annotated[str, Meta(min_length=1, max_length=200)]
Paragraphs = Annotated[str, Meta(min_length=1, max_length=8000)]
ShortReason = Annotated[str, Meta(max_length=500)]
CommentText = Annotated[str, Meta(min_length=1, max_length=2000)]


class Stage(StrEnum):
    """Where a consultation stands, by its dates and what was done; `overdue` is ended without a result in time."""

    DRAFT = "draft"
    COMING = "coming"
    OPEN = "open"
    ENDED = "ended"
    OVERDUE = "overdue"
    ANSWERED = "answered"


class Outcome(StrEnum):
    """What became of comments of one sort (意见采纳情况)."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    NOT_ACCEPTED = "not-accepted"


class Section(Command, frozen=True, kw_only=True):
    """A part of the draft on which one can comment by itself."""

    heading: Title
    text: Paragraphs


class ConsultationText(Command, frozen=True, kw_only=True):
    """What is asked. `normative`: the draft of a normative document, open for thirty days at least."""

    title: Title
    intro: Paragraphs
    sections: Annotated[list[Section], Meta(min_length=1, max_length=60)]
    opens_on: date
    closes_on: date
    normative: bool = True
    short_reason: ShortReason = ""


class DraftConsultation(ConsultationText, frozen=True, kw_only=True):
    """Begin a consultation of one's own office."""

    department: Department
    region_code: RegionCode


class Group(Command, frozen=True, kw_only=True):
    """Comments of one sort, how many, and what became of them and why."""

    heading: Title
    comments: Annotated[int, Meta(ge=1, le=1_000_000)]
    outcome: Outcome
    reason: Annotated[str, Meta(min_length=1, max_length=1000)]


class ConsultationResult(Command, frozen=True, kw_only=True):
    """What became of all comments."""

    summary: Annotated[str, Meta(min_length=1, max_length=4000)]
    groups: Annotated[list[Group], Meta(max_length=100)] = []


class GiveComment(Command, frozen=True, kw_only=True):
    """Comment on the whole or on one section (counted from 1), as oneself or for a body that one speaks for."""

    text: CommentText
    section: Annotated[int, Meta(ge=1, le=60)] | None = None
    organisation_id: UUID | None = None


class Consultation(Wire, frozen=True, kw_only=True):
    """A consultation as lists show it; who commented is shown to nobody, only how many comments there are."""

    id: UUID
    department: str
    region_code: str
    title: str
    opens_on: date
    closes_on: date
    stage: Stage
    result_due_on: date
    comments: int
    source: str
    evidence: Evidence


class PublishedResult(Wire, frozen=True, kw_only=True):
    """The result as everybody reads it."""

    published_at: Moment
    summary: str
    groups: list[Group]


class ConsultationDetail(Consultation, frozen=True, kw_only=True):
    """A consultation with its draft and, at the end, the result."""

    region_name: str
    intro: str
    sections: list[Section]
    normative: bool
    short_reason: str
    term_basis: str
    result: PublishedResult | None


class DeskConsultation(ConsultationDetail, frozen=True, kw_only=True):
    """As its department works on it; `may_check`: something waits for a colleague, and the caller did not write it."""

    proposed: ConsultationResult | None
    may_check: bool


class Comment(Wire, frozen=True, kw_only=True):
    """One's own comment."""

    id: UUID
    section: int | None
    text: str
    at: Moment
    withdrawn_at: Moment | None
    for_organisation: bool


class DeskComment(Wire, frozen=True, kw_only=True):
    """A comment as the department reads it: what was said, not who said it."""

    id: UUID
    section: int | None
    text: str
    at: Moment
    for_organisation: bool


class SeedConsultation(ConsultationText, frozen=True, kw_only=True):
    """A consultation of the demo world, opened already; comments come from personas."""

    id: UUID
    department: str
    region_code: str
    comments: list[tuple[UUID, int | None, str]]
    result: ConsultationResult | None
    source: str
    evidence: Evidence
