"""The words that everything in flow is made of: states, channels, lights, and types of text."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from backend.core.structs import Wire

Text = Annotated[str, Meta(min_length=1, max_length=1000, description="Plain text for people")]
ShortLine = Annotated[str, Meta(min_length=1, max_length=200)]
Code = Annotated[str, Meta(min_length=1, max_length=80)]
MATERIALS_MOST = 100
ANSWERS_MOST = 300
FILES_MOST = 20


class State(StrEnum):
    """Where a case stands. DRAFT never lies in our tables: drafts belong to forms."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SUPPLEMENT_REQUESTED = "supplement-requested"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not-accepted"
    IN_REVIEW = "in-review"
    SUSPENDED = "suspended"
    COUNTERSIGNING = "countersigning"
    PROPOSED = "proposed"
    GRANTED = "granted"
    DENIED = "denied"
    CONCLUDED = "concluded"
    WITHDRAWN = "withdrawn"
    VOID = "void"


class Channel(StrEnum):
    """Where it was handed in; all of them use the same services."""

    PHONE = "phone"
    WEB = "web"
    COUNTER = "counter"
    KIOSK = "kiosk"
    MINI_APP = "mini-app"  # the case says which one


class CrossPlace(StrEnum):
    """How receiving and deciding place work together (跨省通办、跨域通办 modes)."""

    ONLINE = "online"  # 全程网办: handed in on line, nothing travels
    ON_BEHALF = "on-behalf"  # 代收代办: another place takes in and hands over
    JOINT = "joint"  # 多地联办: several places do their part of one case


class Held(StrEnum):
    """How a material came, if it came."""

    FILE = "file"
    LICENCE = "licence"
    REGISTER = "register"  # 免提交: the government has it
    COUNTER = "counter"  # seen on paper at a window
    PAPER = "paper"  # promised on paper; somebody must still see it
    MISSING = "missing"


class Custody(StrEnum):
    """Who holds the case between receiving and deciding place."""

    DECIDER = "decider"
    RECEIVER = "receiver"
    IN_TRANSIT = "in-transit"
    RETURNED = "returned"  # the result was sent to the receiving place


class Words(Wire, frozen=True, kw_only=True):
    """The same words in both languages."""

    zh: str
    en: str


class SpecialKind(StrEnum):
    """Special procedures (特别程序, GB/T 39046 A.7 code 2): their time does not count (行政许可法 art. 45)."""

    HEARING = "hearing"
    SITE_CHECK = "site-check"
    TEST = "test"
    QUARANTINE = "quarantine"
    APPRAISAL = "appraisal"
    EXPERT_REVIEW = "expert-review"


class VoidKind(StrEnum):
    """Why a case is void: it decides nothing about the application."""

    DUPLICATE = "duplicate"
    ENTRY_ERROR = "entry-error"
    NO_LONGER_NEEDED = "no-longer-needed"  # its purpose is gone, e.g. the subject died
