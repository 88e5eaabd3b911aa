"""Booking places at a time. A mini-app sees its own resources, and of bookings only the calling person's."""

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from msgspec import Meta, Struct

from plugin_sdk.contract.capabilities.base import CapabilityRequest
from plugin_sdk.contract.manifest import Bilingual

SLOTS_MOST = 250
"""Slots in one answer, cut at the end of a day: with all their fields they stay below the size of an answer."""

BOOKINGS_MOST = 50
"""Bookings in one answer, the latest times first: far more than anybody has open."""


class Answer(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Base of what these capabilities answer."""


class BookingResource(Answer, frozen=True, kw_only=True):
    """Something that can be booked.

    While a rush has not been drawn, `opens_at` says when it opens and `commitment` is the hash of the draw's seed:
    until then nothing can be held, and who waits takes part in the draw.
    """

    id: UUID
    name: Bilingual
    region_code: str
    address: str
    horizon_days: int
    per_person_most: int
    hold_seconds: int
    opens_at: datetime | None
    commitment: str | None


class BookingResources(Answer, frozen=True, kw_only=True):
    """What the mini-app's department offers through it."""

    resources: list[BookingResource]


class BookingSlot(Answer, frozen=True, kw_only=True):
    """A time in the province's clock; `free` are places that nobody has and nobody waits for."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    capacity: int
    free: int
    waiting: int


class BookingSlots(Answer, frozen=True, kw_only=True):
    """The times that still take people, in order; `next_date` is where to ask on when they did not fit."""

    slots: list[BookingSlot]
    next_date: date | None


class BookingState(Answer, frozen=True, kw_only=True):
    """A booking of the calling person.

    `expires_at` is set while it is held, `number` once it is booked, `place_in_line` (from 1) while it waits, except
    before the draw of a rush.
    """

    id: UUID
    slot: UUID
    resource: UUID
    name: Bilingual
    starts_at: datetime
    ends_at: datetime
    state: Literal["waiting", "held", "booked", "cancelled", "lapsed", "closed"]
    number: str | None
    expires_at: datetime | None
    place_in_line: int | None


class BookingStates(Answer, frozen=True, kw_only=True):
    """The person's bookings through this mini-app, the latest times first, ended ones included."""

    bookings: list[BookingState]


class BookingResourcesRead(CapabilityRequest, frozen=True, kw_only=True):
    """What can be booked."""

    capability: ClassVar[str] = "booking.resources"
    answers: ClassVar[type[Struct]] = BookingResources


class BookingSlotsRead(CapabilityRequest, frozen=True, kw_only=True):
    """The times of a resource from a day on."""

    capability: ClassVar[str] = "booking.slots"
    answers: ClassVar[type[Struct]] = BookingSlots

    resource: UUID
    from_date: date
    days: Annotated[int, Meta(ge=1, le=31)] = 7


class BookingHold(CapabilityRequest, frozen=True, kw_only=True):
    """Keep a place for a few minutes, until it is confirmed; it goes back by itself."""

    capability: ClassVar[str] = "booking.hold"
    writes: ClassVar[bool] = True
    answers: ClassVar[type[Struct]] = BookingState

    slot: UUID


class BookingConfirm(CapabilityRequest, frozen=True, kw_only=True):
    """Turn a held place into a booking with a number."""

    capability: ClassVar[str] = "booking.confirm"
    writes: ClassVar[bool] = True
    answers: ClassVar[type[Struct]] = BookingState

    booking: UUID


class BookingCancel(CapabilityRequest, frozen=True, kw_only=True):
    """Give a place, or a place in line, back."""

    capability: ClassVar[str] = "booking.cancel"
    writes: ClassVar[bool] = True
    answers: ClassVar[type[Struct]] = BookingState

    booking: UUID


class BookingWait(CapabilityRequest, frozen=True, kw_only=True):
    """Join the line of a full slot, or before the opening of a rush the draw for one."""

    capability: ClassVar[str] = "booking.wait"
    writes: ClassVar[bool] = True
    answers: ClassVar[type[Struct]] = BookingState

    slot: UUID


class BookingMine(CapabilityRequest, frozen=True, kw_only=True):
    """The calling person's bookings."""

    capability: ClassVar[str] = "booking.mine"
    answers: ClassVar[type[Struct]] = BookingStates
