"""What mini-apps may ask of bookings: their own resources, and the calling person's places.

A write says now what it will have done. When its turn comes and somebody was faster, it is refused as `Overtaken`, and
whoever started the run repeats it on what is there then.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from backend.core.errors import Refusal
from backend.core.ids import new_id
from backend.core.room import Caller, Capability
from backend.core.structs import now
from backend.reference.regions.service import local_time
from backend.supports.bookings import rules, service
from backend.supports.bookings.errors import Overtaken
from backend.supports.bookings.promises import Promises
from backend.supports.bookings.structs import Booking, Order, Resource, Situation, Slot, State
from plugin_sdk.contract.capabilities.bookings import (
    BOOKINGS_MOST,
    SLOTS_MOST,
    BookingCancel,
    BookingConfirm,
    BookingHold,
    BookingMine,
    BookingResource,
    BookingResources,
    BookingResourcesRead,
    BookingSlot,
    BookingSlots,
    BookingSlotsRead,
    BookingState,
    BookingStates,
    BookingWait,
)
from plugin_sdk.contract.manifest import Bilingual

PROMISED = "bookings"  # our key in what a run has promised


async def read_resources(caller: Caller, _request: BookingResourcesRead) -> BookingResources:
    """What the mini-app's department offers through it."""
    return BookingResources(resources=[_resource(one) for one in await service.resources(_owner(caller))])


async def read_slots(caller: Caller, request: BookingSlotsRead) -> BookingSlots:
    """The times, with this run's own promises counted."""
    found, left = await service.slots(
        request.resource,
        owner=_owner(caller),
        from_date=request.from_date,
        days=request.days,
        at=now(),
        limit=SLOTS_MOST,
    )
    promises = _promises(caller)
    return BookingSlots(slots=[_slot(promises.slot(one)) for one in found], next_date=left)


async def read_mine(caller: Caller, _request: BookingMine) -> BookingStates:
    """The caller's own, as this run will leave them."""
    page = await service.mine(caller.person_id, owner=_owner(caller), limit=BOOKINGS_MOST)
    bookings = _promises(caller).bookings(page.items, most=BOOKINGS_MOST)
    return BookingStates(bookings=[_state(one) for one in bookings])


async def promise_hold(caller: Caller, request: BookingHold) -> BookingState:
    """The place that will be held, and until when."""
    at = now()
    situation = await _situation(caller, request.slot, at=at)
    rules.may_hold(situation, at=at)
    held = _new(situation, state=State.HELD, expires_at=service.held_until(situation, at=at))
    return _promised(caller, held, before=None)


async def hold(caller: Caller, request: BookingHold, answer: BookingState) -> None:
    """Take the promised place."""
    with _overtaken():
        order = _order(caller, booking_id=answer.id, slot_id=request.slot)
        await service.hold(order, at=now(), expires_at=answer.expires_at)


async def promise_confirm(caller: Caller, request: BookingConfirm) -> BookingState:
    """The booking with its number."""
    booking = await _booking(caller, request.booking)
    if not service.may_confirm(booking, at=now()):
        return _state(booking)
    number = service.new_number(booking.starts_at)
    booked = msgspec.structs.replace(booking, state=State.BOOKED, number=number, expires_at=None)
    return _promised(caller, booked, before=booking.state)


async def confirm(caller: Caller, request: BookingConfirm, answer: BookingState) -> None:
    """Confirm under the promised number; the very unlikely second owner of a number is another try."""
    with _overtaken():
        await service.confirm(
            request.booking, person_id=caller.person_id, owner=_owner(caller), at=now(), number=answer.number
        )


async def promise_cancel(caller: Caller, request: BookingCancel) -> BookingState:
    """The booking as it will have ended."""
    booking = await _booking(caller, request.booking)
    if not service.may_cancel(booking, at=now()):
        return _state(booking)
    ended = msgspec.structs.replace(booking, state=State.CANCELLED, expires_at=None, place_in_line=None)
    return _promised(caller, ended, before=booking.state)


async def cancel(caller: Caller, request: BookingCancel, _answer: BookingState) -> None:
    """Give the place back."""
    with _overtaken():
        await service.cancel(request.booking, person_id=caller.person_id, owner=_owner(caller), at=now())


async def promise_wait(caller: Caller, request: BookingWait) -> BookingState:
    """The place in line, behind everybody who waits now."""
    at = now()
    situation = await _situation(caller, request.slot, at=at)
    rules.may_wait(situation, at=at)
    place = situation.slot.waiting + 1 if situation.opens_at is None else None
    return _promised(caller, _new(situation, state=State.WAITING, place_in_line=place), before=None)


async def wait(caller: Caller, request: BookingWait, answer: BookingState) -> None:
    """Join the line."""
    with _overtaken():
        await service.wait(_order(caller, booking_id=answer.id, slot_id=request.slot), at=now())


@contextmanager
def _overtaken() -> Iterator[None]:
    """What was judged possible and is refused now has changed in between."""
    try:
        yield
    except (Refusal, asyncpg.UniqueViolationError) as refusal:
        raise Overtaken from refusal


def _owner(caller: Caller) -> str:
    return f"mini-app:{caller.app_id}"


def _promises(caller: Caller) -> Promises:
    promises: Promises = caller.promised.setdefault(PROMISED, Promises())
    return promises


async def _situation(caller: Caller, slot_id: UUID, *, at: datetime) -> Situation:
    found = await service.situation(slot_id, owner=_owner(caller), person_id=caller.person_id, at=at)
    return _promises(caller).situation(found)


async def _booking(caller: Caller, booking_id: UUID) -> Booking:
    promised = _promises(caller).find(booking_id)
    return promised or await service.find(booking_id, person_id=caller.person_id, owner=_owner(caller))


def _promised(caller: Caller, booking: Booking, *, before: State | None) -> BookingState:
    _promises(caller).add(booking, before=before)
    return _state(booking)


def _order(caller: Caller, *, booking_id: UUID, slot_id: UUID) -> Order:
    return Order(id=booking_id, slot_id=slot_id, person_id=caller.person_id, owner=_owner(caller))


def _new(
    situation: Situation, *, state: State, expires_at: datetime | None = None, place_in_line: int | None = None
) -> Booking:
    return Booking(
        id=new_id(),
        slot_id=situation.slot.id,
        resource_id=situation.slot.resource_id,
        name=situation.name,
        address=situation.address,
        starts_at=situation.slot.starts_at,
        ends_at=situation.slot.ends_at,
        state=state,
        expires_at=expires_at,
        place_in_line=place_in_line,
    )


def _resource(resource: Resource) -> BookingResource:
    return BookingResource(
        id=resource.id,
        name=Bilingual(zh=resource.name.zh, en=resource.name.en),
        region_code=resource.region_code,
        address=resource.address,
        horizon_days=resource.horizon_days,
        per_person_most=resource.per_person_most,
        hold_seconds=resource.hold_seconds,
        opens_at=_clock(resource.opens_at),
        commitment=resource.commitment,
    )


def _slot(slot: Slot) -> BookingSlot:
    return BookingSlot(
        id=slot.id,
        starts_at=local_time(slot.starts_at),
        ends_at=local_time(slot.ends_at),
        capacity=slot.capacity,
        free=slot.free,
        waiting=slot.waiting,
    )


def _state(booking: Booking) -> BookingState:
    return BookingState(
        id=booking.id,
        slot=booking.slot_id,
        resource=booking.resource_id,
        name=Bilingual(zh=booking.name.zh, en=booking.name.en),
        starts_at=local_time(booking.starts_at),
        ends_at=local_time(booking.ends_at),
        state=booking.state.value,
        number=booking.number,
        expires_at=_clock(booking.expires_at),
        place_in_line=booking.place_in_line,
    )


def _clock(moment: datetime | None) -> datetime | None:
    return local_time(moment) if moment else None


CAPABILITIES = (
    Capability(
        name=BookingResourcesRead.capability,
        payload=BookingResourcesRead,
        answer=read_resources,
        consent_zh="显示本应用可预约的项目",
        consent_en="Show what can be booked through this mini-app",
    ),
    Capability(
        name=BookingSlotsRead.capability,
        payload=BookingSlotsRead,
        answer=read_slots,
        consent_zh="显示可预约的时段和余量",
        consent_en="Show times and how many places are left",
    ),
    Capability(
        name=BookingHold.capability,
        payload=BookingHold,
        answer=promise_hold,
        apply=hold,
        consent_zh="为您暂时保留一个预约名额",
        consent_en="Keep a place for you for a few minutes",
    ),
    Capability(
        name=BookingConfirm.capability,
        payload=BookingConfirm,
        answer=promise_confirm,
        apply=confirm,
        consent_zh="为您确认预约",
        consent_en="Confirm a booking for you",
    ),
    Capability(
        name=BookingCancel.capability,
        payload=BookingCancel,
        answer=promise_cancel,
        apply=cancel,
        consent_zh="取消您通过本应用的预约或排队",
        consent_en="Cancel your bookings through this mini-app",
    ),
    Capability(
        name=BookingWait.capability,
        payload=BookingWait,
        answer=promise_wait,
        apply=wait,
        consent_zh="约满时为您排队等候",
        consent_en="Put you into the waiting line when a time is full",
    ),
    Capability(
        name=BookingMine.capability,
        payload=BookingMine,
        answer=read_mine,
        consent_zh="显示您通过本应用的预约",
        consent_en="Show your bookings through this mini-app",
    ),
)
