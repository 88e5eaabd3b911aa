"""What one run has promised about bookings: nothing is written yet, and later calls of the run see it already."""

from dataclasses import dataclass, field
from uuid import UUID

import msgspec

from backend.supports.bookings.structs import OPEN, TAKING, Booking, Situation, Slot, State


@dataclass(frozen=True)
class Promise:
    """A booking as it was before the run (None: it was not) and as the run will leave it."""

    before: State | None
    booking: Booking

    def was(self, states: frozenset[State]) -> bool:
        """Whether it stood in one of these states before."""
        return self.before in states

    def will_be(self, states: frozenset[State]) -> bool:
        """Whether it will stand in one of them."""
        return self.booking.state in states


@dataclass
class Promises:
    """The bookings that a run changes, as it will leave them."""

    by_id: dict[UUID, Promise] = field(default_factory=dict)

    def add(self, booking: Booking, *, before: State | None) -> None:
        """Promise the booking; what it was before the run does not change by promising twice."""
        known = self.by_id.get(booking.id)
        self.by_id[booking.id] = Promise(before=known.before if known else before, booking=booking)

    def find(self, booking_id: UUID) -> Booking | None:
        """The booking as promised, if the run changes it."""
        promise = self.by_id.get(booking_id)
        return promise.booking if promise else None

    def slot(self, slot: Slot) -> Slot:
        """The slot as it will be. A place given back goes to the first in line, as one whose hold has passed does."""
        here = [promise for promise in self.by_id.values() if promise.booking.slot_id == slot.id]
        return msgspec.structs.replace(
            slot,
            taken=slot.taken + sum(one.will_be(TAKING) and not one.was(TAKING) for one in here),
            lapsed=slot.lapsed + sum(one.was(TAKING) and not one.will_be(TAKING) for one in here),
            waiting=slot.waiting + sum(_waiting(one) for one in here),
        )

    def situation(self, situation: Situation) -> Situation:
        """The situation as it will be."""
        slot = self.slot(situation.slot)
        mine = [one for one in self.by_id.values() if one.booking.resource_id == slot.resource_id]
        here = [one for one in mine if one.booking.slot_id == slot.id]
        left = any(one.was(OPEN) and not one.will_be(OPEN) for one in here)
        return msgspec.structs.replace(
            situation,
            slot=slot,
            mine_open=situation.mine_open + sum(one.will_be(OPEN) - one.was(OPEN) for one in mine),
            mine_here=any(one.will_be(OPEN) for one in here) or (situation.mine_here and not left),
        )

    def bookings(self, known: list[Booking], *, most: int) -> list[Booking]:
        """The person's bookings as they will be, the latest time first."""
        kept = {booking.id: booking for booking in known} | {one.booking.id: one.booking for one in self.by_id.values()}
        return sorted(kept.values(), key=lambda booking: (booking.starts_at, booking.id), reverse=True)[:most]


def _waiting(promise: Promise) -> int:
    return (promise.booking.state is State.WAITING) - (promise.before is State.WAITING)
