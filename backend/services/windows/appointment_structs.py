"""Appointments on the wire."""

from datetime import date
from uuid import UUID

from backend.core.structs import Command, Moment, Wire


class BookAppointment(Command, frozen=True, kw_only=True):
    """Take a place at this time."""

    slot_id: UUID


class AppointmentSlot(Wire, frozen=True, kw_only=True):
    """A time with places left."""

    slot_id: UUID
    starts_at: Moment
    ends_at: Moment
    free: int


class AppointmentSlots(Wire, frozen=True, kw_only=True):
    """Whole days of times; `next_date` is the day to ask from next, when there were too many."""

    items: list[AppointmentSlot]
    next_date: date | None = None


class Appointment(Wire, frozen=True, kw_only=True):
    """A place at a time, with the number to say at the desk."""

    booking_id: UUID
    number: str
    hall_code: str
    hall_name: str
    address: str
    starts_at: Moment
    ends_at: Moment
    state: str
