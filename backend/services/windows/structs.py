"""Halls and windows, between rooms and on the wire."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from backend.core.structs import Command, Evidence, Moment, ShortText, Wire

CLOCK = r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$(?!\n)"
Clock = Annotated[str, Meta(pattern=CLOCK, description="Clock time in the province; 24:00 is the end of the day")]
Letter = Annotated[str, Meta(pattern=r"^[A-Z]$(?!\n)", description="Of a line of the hall")]
BasicCode = Annotated[str, Meta(pattern=r"^[0-9A-Z]{12}$(?!\n)", description="基本编码")]
WindowNumber = Annotated[int, Meta(ge=1, le=999)]
HallPhone = Annotated[str, Meta(pattern=r"^[0-9-]{3,20}$(?!\n)")]


class HallLevel(StrEnum):
    """What the hall serves: a division of this level, or whoever stands before it."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"
    KIOSK = "kiosk"


class KioskState(StrEnum):
    """Whether a kiosk works, as far as anybody has said."""

    WORKING = "working"
    REPORTED = "reported"
    OUT_OF_ORDER = "out-of-order"


class Hours(Command, frozen=True, kw_only=True):
    """One stretch of a weekday (1: Monday) during which the hall is open."""

    weekday: Annotated[int, Meta(ge=1, le=7)]
    opens: Clock
    closes: Clock


class Stretch(Wire, frozen=True, kw_only=True):
    """From when to when on one day."""

    opens: str
    closes: str


class Line(Command, frozen=True, kw_only=True):
    """People who wait for the same. Without `basic_codes` and `departments` it is for every item (一窗受理).

    `departments` are the two digits of a basic code that name one (`15`: natural resources).
    """

    letter: Letter
    name: ShortText
    basic_codes: Annotated[list[BasicCode], Meta(max_length=500)] = []
    departments: Annotated[list[Annotated[str, Meta(pattern=r"^[0-9]{2}$(?!\n)")]], Meta(max_length=50)] = []


class Counter(Command, frozen=True, kw_only=True):
    """A window of a hall, with the lines that it serves; none named means all."""

    number: WindowNumber
    name: ShortText
    letters: Annotated[list[Letter], Meta(max_length=26)] = []


class Window(Wire, frozen=True, kw_only=True):
    """A window with its hall: where an officer sits."""

    hall_code: str
    hall_name: str
    region_code: str
    department: str
    number: int
    name: str
    letters: list[str]


class Accessibility(Command, frozen=True, kw_only=True):
    """What people with disabilities, elders and families find; None is not known, and nobody should rely on it."""

    step_free: bool | None = None
    wheelchair: bool | None = None
    accessible_toilet: bool | None = None
    sign_language: bool | None = None
    elder_desk: bool | None = None
    note: Annotated[str, Meta(max_length=200)] = ""


class Ability(Wire, frozen=True, kw_only=True):
    """What a kiosk can do."""

    id: str
    zh: str
    en: str


class Position(Wire, frozen=True, kw_only=True):
    """Degrees, and the system in which they are meant."""

    lon: float
    lat: float
    crs: str


class Hall(Wire, frozen=True, kw_only=True):
    """A hall as a list or a map shows it. `evidence` is about its existence, `details_evidence` about all the rest."""

    code: str
    level: HallLevel
    name: str
    region_code: str
    region_name: str
    address: str
    position: Position
    phones: list[str]
    open_now: bool
    today: list[Stretch]
    opens_next: Moment | None
    serves_all: bool
    helps: bool
    takes_tickets: bool
    takes_appointments: bool
    kiosk_state: KioskState | None
    distance_meters: int | None
    evidence: Evidence
    details_evidence: Evidence
    source: str


class HallSign(Wire, frozen=True, kw_only=True):
    """What stands on the door of a hall: enough to go there. Whether it is open is another question."""

    code: str
    name: str
    address: str


class AppointmentPlan(Command, frozen=True, kw_only=True):
    """How a hall cuts its opening hours into appointments; no capacity: none are offered."""

    slot_minutes: Annotated[int, Meta(ge=10, le=240)] = 30
    capacity: Annotated[int, Meta(ge=0, le=500)]
    horizon_days: Annotated[int, Meta(ge=1, le=30)] = 14


class HallDetail(Hall, frozen=True, kw_only=True):
    """A hall with everything about it."""

    department: str
    hours: list[Hours]
    follows_holidays: bool
    closed_dates: list[date]
    calendar_provisional: bool
    lines: list[Line]
    windows: list[Counter]
    accessibility: Accessibility
    abilities: list[Ability]
    appointment_plan: AppointmentPlan | None
    waiting: int
    active: bool
    version: int


class ChangeHall(Command, frozen=True, kw_only=True):
    """Replace what a hall decides about itself; None is as usual at its level. `version` is what was read."""

    version: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    address: Annotated[str, Meta(min_length=1, max_length=200)]
    phones: Annotated[list[HallPhone], Meta(max_length=10)] | None = None
    hours: Annotated[list[Hours], Meta(max_length=28)] | None = None
    follows_holidays: bool | None = None
    closed_dates: Annotated[list[date], Meta(max_length=366)] = []
    lines: Annotated[list[Line], Meta(min_length=1, max_length=26)] | None = None
    windows: Annotated[list[Counter], Meta(min_length=1, max_length=200)] | None = None
    accessibility: Accessibility | None = None
    active: bool = True


class WorkPlace(Wire, frozen=True, kw_only=True):
    """A hall in which a member of staff may work."""

    code: str
    name: str
    level: HallLevel


class TicketNeed(StrEnum):
    """What somebody says about themselves, to be called earlier. It is believed, and shown to nobody on the board."""

    NONE = "none"
    ELDER = "elder"
    DISABILITY = "disability"
    PREGNANT = "pregnant"
    WITH_INFANT = "with-infant"


class TicketState(StrEnum):
    """Where a ticket stands; the first four are open, the others are ends."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    SKIPPED = "skipped"  # called, but nobody came: may come back
    DONE = "done"
    NO_SHOW = "no-show"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"  # left over when the day ended


class DeskTicket(Wire, frozen=True, kw_only=True):
    """A ticket as the desk sees it; who it is only while the officer has them before them."""

    id: UUID
    number: str
    letter: str
    state: TicketState
    need: TicketNeed
    basic_code: str | None
    slot_starts_at: Moment | None
    taken_at: Moment
    called_at: Moment | None
    calls: int
    window_number: int | None
    note: str
    person_id: UUID | None = None
    person_name: str | None = None
