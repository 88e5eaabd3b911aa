"""Bookings on the wire and between rooms."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from backend.core.structs import Command, Moment, ShortText, Wire

Owner = Annotated[
    str,
    Meta(pattern=r"^(mini-app|hall):[a-z][a-z0-9_]{1,39}$(?!\n)", description="`mini-app:<app_id>` or `hall:<code>`"),
]
Clock = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$(?!\n)", description="Clock time in the province")]


class State(StrEnum):
    """Where a booking stands: the first three are open, the others are ends."""

    WAITING = "waiting"
    HELD = "held"
    BOOKED = "booked"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"  # the hold, or the time itself, passed
    CLOSED = "closed"  # the department closed the day


OPEN = frozenset({State.WAITING, State.HELD, State.BOOKED})
TAKING = frozenset({State.HELD, State.BOOKED})


class Words(Command, frozen=True, kw_only=True):
    """The same words in both languages."""

    zh: ShortText
    en: ShortText


class Opening(Command, frozen=True, kw_only=True):
    """One stretch of a weekday (1: Monday), cut into slots of equal length with equal room."""

    weekday: Annotated[int, Meta(ge=1, le=7)]
    opens: Clock
    closes: Clock
    slot_minutes: Annotated[int, Meta(ge=10, le=1_440)]
    capacity: Annotated[int, Meta(ge=1, le=10_000)]


class Terms(Command, frozen=True, kw_only=True):
    """Everything about a resource that its department decides."""

    name: Words
    region_code: Annotated[str, Meta(pattern=r"^[0-9]{6}([0-9]{3}){0,2}$(?!\n)")]
    address: Annotated[str, Meta(max_length=200)] = ""
    plan: Annotated[list[Opening], Meta(max_length=28, description="At most four stretches a weekday")]
    horizon_days: Annotated[int, Meta(ge=1, le=60)]
    per_person_most: Annotated[int, Meta(ge=1, le=20, description="Open bookings at once, waiting ones included")] = 1
    hold_seconds: Annotated[int, Meta(ge=60, le=3_600)] = 300


class CreateResource(Terms, frozen=True, kw_only=True):
    """Offer something new to be booked."""

    owner: Owner


class ChangeResource(Terms, frozen=True, kw_only=True):
    """Replace the terms. Whoever has a place keeps it; an inactive resource takes nobody new."""

    active: bool = True


class CloseDates(Command, frozen=True, kw_only=True):
    """The days on which the resource is closed, all of them; bookings of these days end and their people are told."""

    dates: Annotated[list[date], Meta(max_length=366)]


class OpenRush(Command, frozen=True, kw_only=True):
    """Open the resource to a rush: until then everybody joins a line whose order is drawn by lot."""

    opens_at: Moment


class Resource(Wire, frozen=True, kw_only=True):
    """A resource as its department sees it. `opens_at` and `commitment` are those of a rush that is not drawn yet."""

    id: UUID
    owner: str
    name: Words
    region_code: str
    address: str
    plan: list[Opening]
    closed_dates: list[date]
    horizon_days: int
    per_person_most: int
    hold_seconds: int
    active: bool
    opens_at: Moment | None = None
    commitment: str | None = None


class Slot(Wire, frozen=True, kw_only=True):
    """A time; `lapsed` are places whose hold has passed and which are on their way to the next in line."""

    id: UUID
    resource_id: UUID
    starts_at: Moment
    ends_at: Moment
    capacity: int
    taken: int
    open: bool
    waiting: int
    lapsed: int

    @property
    def free(self) -> int:
        """Places that nobody has and nobody waits for."""
        return max(0, self.capacity - self.taken + self.lapsed - self.waiting)


class Booking(Wire, frozen=True, kw_only=True):
    """One's own place, or place in line: `place_in_line` counts from 1 and is None until a rush was drawn."""

    id: UUID
    slot_id: UUID
    resource_id: UUID
    name: Words
    address: str
    starts_at: Moment
    ends_at: Moment
    state: State
    number: str | None = None
    expires_at: Moment | None = None
    place_in_line: int | None = None


class DayBooking(Wire, frozen=True, kw_only=True):
    """A booking as the department's desk sees it; the name is masked."""

    id: UUID
    starts_at: Moment
    state: State
    number: str | None
    name: str


class Draw(Wire, frozen=True, kw_only=True):
    """A rush for everybody to check: before the draw only the commitment, after it the seed and the order (`items`)."""

    resource_id: UUID
    opens_at: Moment
    commitment: str
    drawn_at: Moment | None
    seed: str | None
    items: list[UUID]
    next_cursor: str | None = None


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's wish for a slot. `id` is the booking it becomes: the same one again changes nothing.

    `owner` is through whom: only slots of this owner's resources are there for the order.
    """

    id: UUID
    slot_id: UUID
    person_id: UUID
    owner: str


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that decides whether a person may have a place in a slot, or in its line."""

    slot: Slot
    name: Words
    address: str
    hold_seconds: int
    per_person_most: int
    active: bool
    opens_at: Moment | None
    mine_open: int
    mine_here: bool
