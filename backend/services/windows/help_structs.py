"""帮办代办 and reports about kiosks on the wire."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from backend.core.structs import Command, Moment, Wire
from backend.services.windows.structs import BasicCode

PointCode = Annotated[str, Meta(pattern=r"^[0-9]{6}([0-9]{3}){0,2}$(?!\n)", description="Township or village")]
Text = Annotated[str, Meta(min_length=1, max_length=1000)]
Reason = Annotated[str, Meta(min_length=1, max_length=500)]


class HelpState(StrEnum):
    """Where a request stands: the first three are open, the others are ends."""

    OPEN = "open"
    TAKEN = "taken"
    ARRANGED = "arranged"
    DONE = "done"
    WITHDRAWN = "withdrawn"
    UNABLE = "unable"


class AskForHelp(Command, frozen=True, kw_only=True):
    """Please help me: where, when, with which item, in one's own words."""

    region_code: PointCode
    place: Annotated[str, Meta(min_length=1, max_length=200)]
    wished_at: Moment | None = None
    basic_code: BasicCode | None = None
    what: Text


class WriteMessage(Command, frozen=True, kw_only=True):
    """A few words to the other one."""

    text: Text


class Arrange(Command, frozen=True, kw_only=True):
    """When the helper comes."""

    visit_at: Moment


class SayUnable(Command, frozen=True, kw_only=True):
    """Why it cannot be done, and what the person can do instead."""

    reason: Reason


class HelpMessage(Wire, frozen=True, kw_only=True):
    """One message; `mine` is who reads it."""

    id: UUID
    mine: bool
    text: str
    at: Moment


class HelpRequest(Wire, frozen=True, kw_only=True):
    """A request as its person and its helper see it; names are masked, and shown to these two alone."""

    id: UUID
    region_code: str
    region_name: str
    place: str
    wished_at: datetime | None
    basic_code: str | None
    what: str
    state: HelpState
    mine: bool
    helper_name: str | None
    person_name: str | None
    visit_at: datetime | None
    reason: str
    created_at: Moment
    changed_at: Moment
    messages: list[HelpMessage] = []


class FaultAbout(StrEnum):
    """What does not work."""

    SCREEN = "screen"
    PRINTER = "printer"
    READER = "reader"
    NETWORK = "network"
    OTHER = "other"


class FaultState(StrEnum):
    """What became of a report: the first two are open."""

    REPORTED = "reported"
    CONFIRMED = "confirmed"
    REPAIRED = "repaired"
    UNFOUNDED = "unfounded"


class ReportFault(Command, frozen=True, kw_only=True):
    """This kiosk does not work."""

    about: FaultAbout
    text: Annotated[str, Meta(max_length=500)] = ""


class SettleFault(Command, frozen=True, kw_only=True):
    """What the hall found: broken, repaired, or in order."""

    state: FaultState


class Fault(Wire, frozen=True, kw_only=True):
    """A report; who wrote it is not shown."""

    id: UUID
    hall_code: str
    about: FaultAbout
    text: str
    state: FaultState
    at: Moment
    changed_at: Moment
