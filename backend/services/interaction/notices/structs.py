"""Notices on the wire."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from backend.core.structs import Command, Evidence, Moment, Wire
from backend.services.interaction.offices.structs import Attachment, Department, FileIds, Reason, RegionCode

Title = Annotated[str, Meta(min_length=1, max_length=200)]
Body = Annotated[str, Meta(min_length=1, max_length=20_000, description="Plain paragraphs, one per line; no markup")]
Number = Annotated[str, Meta(max_length=80, description="文号")]
CategoryCode = Annotated[str, Meta(pattern=r"^[a-z-]{1,40}$(?!\n)")]


class Effect(StrEnum):
    """Whether a normative document is in force (有效性)."""

    IN_FORCE = "in-force"
    REPEALED = "repealed"
    NONE = "none"  # not a normative document: nothing is in force


class VersionState(StrEnum):
    """Where a version stands; a returned one is a draft again."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"


class Category(Wire, frozen=True, kw_only=True):
    """A kind of disclosure; `basis` is the clause of the law that asks for it."""

    code: str
    zh: str
    en: str
    basis: str
    evidence: Evidence


class NoticeCategories(Wire, frozen=True, kw_only=True):
    """All kinds, in the order in which they are shown."""

    categories: list[Category]


class NoticeText(Command, frozen=True, kw_only=True):
    """What a version says."""

    title: Title
    body: Body
    number: Number = ""
    effect: Effect = Effect.NONE
    issued_on: date | None = None
    effective_on: date | None = None
    files: FileIds = []
    interprets: UUID | None = None


class DraftNotice(NoticeText, frozen=True, kw_only=True):
    """Begin a notice; whose it is and of what kind stays with all its versions."""

    department: Department
    region_code: RegionCode
    category: CategoryCode


class GiveReason(Command, frozen=True, kw_only=True):
    """Why."""

    reason: Reason


class Notice(Wire, frozen=True, kw_only=True):
    """A published notice as lists show it."""

    id: UUID
    category: str
    department: str
    region_code: str
    title: str
    number: str
    effect: Effect
    issued_on: date | None
    published_at: Moment
    source: str
    evidence: Evidence


class NoticeLink(Wire, frozen=True, kw_only=True):
    """Another notice that belongs to this one."""

    id: UUID
    title: str


class Publication(Wire, frozen=True, kw_only=True):
    """One version of the past or the present; `reason` is why it took the place of the one before."""

    version: int
    published_at: Moment
    reason: str


class Withdrawal(Wire, frozen=True, kw_only=True):
    """A notice is no longer shown, and why."""

    at: Moment
    reason: str


class NoticeDetail(Notice, frozen=True, kw_only=True):
    """A notice with everything; of a withdrawn one the text and the attachments are gone, that it was there is not."""

    region_name: str
    version: int
    body: str
    effective_on: date | None
    attachments: list[Attachment]
    interprets: NoticeLink | None
    interpretations: list[NoticeLink]
    versions: list[Publication]
    withdrawal: Withdrawal | None


class DeskVersion(Wire, frozen=True, kw_only=True):
    """A version as its department sees it."""

    version: int
    state: VersionState
    title: str
    body: str
    number: str
    effect: Effect
    issued_on: date | None
    effective_on: date | None
    attachments: list[Attachment]
    interprets: UUID | None
    reason: str
    returned: str
    changed_at: Moment


class DeskNotice(Wire, frozen=True, kw_only=True):
    """A notice at the desk: what is shown, and what is being worked on. `may_check`: the caller wrote none of it."""

    id: UUID
    department: str
    region_code: str
    category: str
    live: DeskVersion | None
    open: DeskVersion | None
    withdrawal: Withdrawal | None
    may_check: bool


class DeskNoticeLine(Wire, frozen=True, kw_only=True):
    """A notice in the desk's list, by its newest version."""

    id: UUID
    department: str
    region_code: str
    category: str
    title: str
    state: VersionState
    withdrawn: bool
    version: int
    changed_at: Moment


class SeedNotice(Wire, frozen=True, kw_only=True):
    """A notice of a seed; `id` is fixed, so that seeding again changes nothing."""

    id: UUID
    category: str
    department: str
    region_code: str
    title: str
    body: str
    number: str = ""
    effect: Effect = Effect.NONE
    issued_on: date
    effective_on: date | None = None
    interprets: UUID | None = None
    source: str
    evidence: Evidence
