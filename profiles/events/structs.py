"""Life events on the wire and between rooms."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from backend.core.jobs import Event
from backend.core.structs import Command, Moment, Wire
from backend.identity.consents.structs import Bilingual
from backend.identity.people.structs import Subject
from profiles.attributes.conditions import Purpose, SourceKind

KindCode = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,39}$(?!\n)", max_length=40)]


class Told(StrEnum):
    """How we know of an event."""

    ATTRIBUTE = "attribute"
    CASE = "case"
    SAID = "said"


class LifeEventOpened(Event, frozen=True, kw_only=True):
    """Something happened in a subject's life; told in the transaction that kept it."""

    event_id: UUID
    subject: Subject
    kind: str


class LifeEventClosed(Event, frozen=True, kw_only=True):
    """It is over, was not so, or what told of it is gone."""

    event_id: UUID
    subject: Subject
    kind: str


class Why(Wire, frozen=True, kw_only=True):
    """What an event rests on: the attribute with its source and day, a case, or one's own word."""

    told: Told
    source: str
    as_of: date
    source_kind: SourceKind | None = None
    attribute: str | None = None
    title: Bilingual | None = None
    case_id: UUID | None = None


class LifeEvent(Wire, frozen=True, kw_only=True):
    """Something that happened, or is about to."""

    id: UUID
    kind: str
    title: Bilingual
    day: date
    why: Why
    opened_at: Moment


class Happened(msgspec.Struct, frozen=True, kw_only=True):
    """An event as the rooms above see it. `purpose` and `attribute`: what a person must have agreed to for it."""

    event: LifeEvent
    subject: Subject
    purpose: Purpose


class SayEvent(Command, frozen=True, kw_only=True):
    """Say that something happened, or will. Without a day: today."""

    kind: KindCode
    day: date | None = None
