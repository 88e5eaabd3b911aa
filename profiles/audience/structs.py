"""Audiences and campaigns on the wire."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from backend.core.structs import Command, Moment, ShortText, Wire
from backend.identity.consents.structs import Bilingual
from profiles.attributes.conditions import Condition, SubjectKind
from profiles.audience.limits import CAP_MOST, GROUP_LEAST, HOLD_OUT_MOST

PurposeCode = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,39}$(?!\n)", max_length=40)]
Department = Annotated[str, Meta(min_length=1, max_length=120)]
Ground = Annotated[
    str, Meta(min_length=2, max_length=200, description="The clause that makes it the department's task")
]
TitleText = Annotated[str, Meta(min_length=1, max_length=80)]
BodyText = Annotated[str, Meta(min_length=1, max_length=2000)]
LinkCode = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$(?!\n)", max_length=40)]
Version = Annotated[int, Meta(ge=1, le=1_000_000)]


class Outcome(StrEnum):
    """What came of an estimate."""

    SHOWN = "shown"
    FEW = "few"
    REFUSED = "refused"


class State(StrEnum):
    """Where a campaign is."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    SENDING = "sending"
    DONE = "done"
    STOPPED = "stopped"


class MakeSegment(Command, frozen=True, kw_only=True):
    """Keep a condition under a name, for a purpose and on a legal ground."""

    title: ShortText
    kind: SubjectKind
    purpose: PurposeCode
    ground: Ground
    department: Department
    condition: Condition


class ReviseSegment(Command, frozen=True, kw_only=True):
    """Another condition or title; `version` is the one that was read."""

    version: Version
    title: ShortText
    ground: Ground
    condition: Condition


class Segment(Wire, frozen=True, kw_only=True):
    """A segment; `words` is its condition as people read it."""

    id: UUID
    title: str
    kind: SubjectKind
    purpose: str
    ground: str
    department: str
    condition: Condition
    words: Bilingual
    version: int
    made_by: UUID
    made_at: Moment
    changed_at: Moment


class Coarse(Wire, frozen=True, kw_only=True):
    """A count as far as it may be told: at least so many (in tens), or fewer than the smallest group."""

    at_least: int | None = None
    fewer_than: int | None = None


class Estimate(Wire, frozen=True, kw_only=True):
    """For how many a segment holds, on the snapshot of a day."""

    segment_id: UUID
    version: int
    generation: int
    as_of: date
    members: Coarse
    step: int
    words: Bilingual


class Word(Wire, frozen=True, kw_only=True):
    """Something that segments may look at."""

    name: str
    title: Bilingual
    value_kind: str
    many: bool
    choices: list[str]


class CampaignMessage(Wire, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What people read. Without English, everybody gets the Chinese text."""

    title_zh: TitleText
    body_zh: BodyText
    title_en: TitleText | None = None
    body_en: BodyText | None = None


class Link(Wire, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a message leads: an item by its basic code, a guide by its code, or a mini-app by its id."""

    kind: Literal["item", "scenario", "mini-app"]
    code: LinkCode


class MakeCampaign(Command, frozen=True, kw_only=True):
    """Write a message for a segment. `cap`: at most so many people; `hold_out`: percent who get none, to compare."""

    segment_id: UUID
    message: CampaignMessage
    cap: Annotated[int, Meta(ge=GROUP_LEAST, le=CAP_MOST)]
    link: Link | None = None
    hold_out: Annotated[int, Meta(ge=0, le=HOLD_OUT_MOST)] = 0


class StopCampaign(Command, frozen=True, kw_only=True):
    """End it now; nothing more is sent."""

    reason: Annotated[str, Meta(min_length=2, max_length=500)]


class Campaign(Wire, frozen=True, kw_only=True):
    """A campaign as staff see it."""

    id: UUID
    segment_id: UUID
    segment_version: int
    segment_title: str
    kind: SubjectKind
    purpose: str
    department: str
    words: Bilingual
    message: CampaignMessage
    link: Link | None
    cap: int
    hold_out: int
    state: State
    made_by: UUID
    made_at: Moment
    proposed_by: UUID | None
    approved_by: UUID | None
    stopped_by: UUID | None
    reason: str | None
    ended_at: Moment | None


class Arm(Wire, frozen=True, kw_only=True):
    """What those of one arm did; `started` counts only where the message leads to an item."""

    members: Coarse
    read: Coarse | None
    opened: Coarse | None
    started: Coarse


class Effect(Wire, frozen=True, kw_only=True):
    """What came of a campaign: those who got the message beside those who were left out."""

    campaign_id: UUID
    state: State
    sent: Arm
    held_out: Arm
    days: int


class Opened(Wire, frozen=True, kw_only=True):
    """Where the message leads."""

    message_id: UUID
    link: Link | None


class Switch(Wire, frozen=True, kw_only=True):
    """Whether I get messages of one purpose."""

    purpose: str
    title: Bilingual
    on: bool


class SetSwitch(Command, frozen=True, kw_only=True):
    """Turn one purpose on or off."""

    on: bool
