"""Corrections on the wire."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from backend.core.structs import Command, Moment, Wire
from backend.identity.consents.structs import Bilingual
from backend.identity.people.structs import Subject
from profiles.attributes.kinds import SubjectKind

LongText = Annotated[str, Meta(min_length=1, max_length=500, pattern=r"\S")]
FILES_MOST = 5  # a page of a household book, a certificate and what belongs to it


class AskCorrection(Command, frozen=True, kw_only=True):
    """Say that a value is wrong. With `firm_id` it is the firm's, for which one must be able to speak."""

    attribute: Annotated[str, Meta(min_length=3, max_length=80)]
    should_be: LongText
    reason: LongText
    files: Annotated[list[UUID], Meta(max_length=FILES_MOST)] = []
    firm_id: UUID | None = None


class Correction(Wire, frozen=True, kw_only=True):
    """A request for a correction as the one who asked sees it; `remaining_days` are working days, below zero: late."""

    id: UUID
    subject: Subject
    attribute: str
    title: Bilingual
    was: str
    should_be: str
    reason: str
    files: list[UUID]
    source: str
    asked_of: Bilingual
    state: Literal["open", "confirmed", "refused"]
    asked_at: Moment
    due_on: date | None
    remaining_days: int
    overdue: bool
    answered_at: Moment | None
    department: str | None
    answer: str | None


class DeskCorrection(Wire, frozen=True, kw_only=True):
    """A request in the list of the source's staff: no value before somebody opens it."""

    id: UUID
    attribute: str
    title: Bilingual
    subject_kind: SubjectKind
    region_code: str
    state: Literal["open", "confirmed", "refused"]
    asked_at: Moment
    due_on: date | None
    remaining_days: int
    overdue: bool


class AnswerCorrection(Command, frozen=True, kw_only=True):
    """Say what came of it: changed at the source, or not, with the reason that the person reads."""

    outcome: Literal["confirmed", "refused"]
    text: LongText
