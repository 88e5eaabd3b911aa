"""The rules of booking: a place is taken by one conditional update, kept for a while, confirmed or passed on in line.

`owner` is always through whom somebody asks (`mini-app:<app_id>`); None is the person's own view of everything. `at` is
the present moment. `may_...` judge without writing, so that a promise can be made before its command is carried out.
"""

import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from backend.core import database
from backend.core.attempts import Attempt, Done, once
from backend.core.audit import log as audit
from backend.core.ground import ground
from backend.core.pages import LATEST, at_moment, moment_and_id
from backend.core.structs import Page
from backend.reference.regions.service import local_time
from backend.supports.bookings import line, queries, resource_queries, rules
from backend.supports.bookings.errors import (
    BookingNotFound,
    HoldLapsed,
    NothingHeld,
    ResourceNotFound,
    SlotFull,
    SlotNotFound,
    TooLate,
)
from backend.supports.bookings.plan import hours_of, midnight
from backend.supports.bookings.records import (
    booking_of,
    resource_of,
    situation_of,
    slot_of,
)
from backend.supports.bookings.structs import OPEN, TAKING, Booking, Order, Resource, Situation, Slot, State

RESOURCES_MOST = 50  # of one owner for a mini-app: more than anybody chooses from
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing that is read aloud as something else
LETTERS_OF_NUMBER = 6  # 10^9 a day of the year, so that a number is hardly ever drawn twice
NOBODY = UUID(int=0)


async def resources(owner: str) -> list[Resource]:
    """What the owner offers now."""
    rows = await resource_queries.resources(owner, after=NOBODY, limit=RESOURCES_MOST, active_only=True)
    return [resource_of(row) for row in rows]


async def slots(
    resource_id: UUID, *, owner: str, from_date: date, days: int, at: datetime, limit: int
) -> tuple[list[Slot], date | None]:
    """The slots that still take people: whole days, as many as fit into `limit`, and the day to ask from next, if any.

    Raises:
        ResourceNotFound: not there, or not this owner's.
    """
    resource = await resource_queries.resource(resource_id)
    if resource is None or resource["owner"] != owner:
        raise ResourceNotFound
    since, until = hours_of(from_date, days=days)
    rows = await queries.open_slots(resource_id, since=since, until=until, at=at, limit=limit + 1)
    if len(rows) <= limit:
        return [slot_of(row) for row in rows], None
    left = local_time(rows[limit]["starts_at"]).date()
    return [slot_of(row) for row in rows if row["starts_at"] < midnight(left)], left


async def situation(slot_id: UUID, *, owner: str, person_id: UUID, at: datetime) -> Situation:
    """Everything that decides whether the person may have this slot.

    Raises:
        SlotNotFound: not there, or not this owner's.
    """
    row = await queries.situation(slot_id, owner=owner, person_id=person_id, at=at)
    if row is None:
        raise SlotNotFound
    return situation_of(row)


async def find(booking_id: UUID, *, person_id: UUID, owner: str | None = None) -> Booking:
    """One of the person's bookings.

    Raises:
        BookingNotFound: not there, not this person's, or not of this owner.
    """
    row = await queries.booking(booking_id, person_id=person_id, owner=owner)
    if row is None:
        raise BookingNotFound
    return booking_of(row)


async def mine(person_id: UUID, *, limit: int, cursor: str | None = None, owner: str | None = None) -> Page[Booking]:
    """The person's bookings, the latest time first, ended ones included.

    Raises:
        BadCursor
    """
    purpose = f"bookings:{person_id}"
    before = moment_and_id(ground().cursors.read(purpose, cursor), first=LATEST)
    rows = await queries.bookings(person_id, owner=owner, before=before, limit=limit + 1)
    return ground().cursors.page(purpose, rows, limit=limit, item=booking_of, position=at_moment("starts_at"))


async def count_open(person_id: UUID, *, owner: str, at: datetime) -> int:
    """How many bookings, held and waiting ones included, the person has of all that one owner offers."""
    return await queries.count_open(person_id, owner=owner, at=at)


async def hold(order: Order, *, at: datetime, expires_at: datetime | None = None) -> Booking:
    """Take a place for a while: until `expires_at` if that was promised, else as long as the resource says.

    Raises:
        SlotNotFound, SlotClosed, AlreadyHere, TooManyOpen, NotOpenYet, SlotFull
    """
    async with database.transaction():
        if (known := await _known(order)) is not None:
            return known
        situation = await _locked_situation(order, at=at)
        rules.may_hold(situation, at=at)
        if situation.slot.lapsed:
            await line.settle(order.slot_id, at=at)
        if not await queries.take(order.slot_id, at=at):
            raise SlotFull
        until = expires_at or held_until(situation, at=at)
        await queries.insert_booking(order, state=State.HELD, at=at, expires_at=until)
        await _record("held", order.id, person_id=order.person_id, actor=order.owner)
    return await find(order.id, person_id=order.person_id)


async def confirm(
    booking_id: UUID, *, person_id: UUID, at: datetime, owner: str | None = None, number: str | None = None
) -> Booking:
    """Turn a hold into a booking with a number; confirming again is answered with the same booking.

    Raises:
        BookingNotFound, NothingHeld, HoldLapsed
    """
    async with database.transaction():
        booking = await find(booking_id, person_id=person_id, owner=owner)
        if not may_confirm(booking, at=at):
            return booking
        chosen = number or new_number(booking.starts_at)
        if not await queries.confirm(booking_id, person_id=person_id, number=chosen, at=at):
            raise HoldLapsed
        await _record("confirmed", booking_id, person_id=person_id, actor=owner)
    return await find(booking_id, person_id=person_id)


async def cancel(booking_id: UUID, *, person_id: UUID, at: datetime, owner: str | None = None) -> Booking:
    """Give a place, or a place in line, back; the place goes to the first in line. What ended stays ended.

    Raises:
        BookingNotFound, TooLate
    """
    async with database.transaction():
        booking = await find(booking_id, person_id=person_id, owner=owner)
        if not may_cancel(booking, at=at):
            return booking
        await queries.lock_slot(booking.slot_id)
        was = await queries.cancel(booking_id, at=at)
        if was in TAKING:
            await queries.shift_taken(booking.slot_id, by=-1)
            await line.settle(booking.slot_id, at=at)
        if was is not None:
            await _record("cancelled", booking_id, person_id=person_id, actor=owner)
    return await find(booking_id, person_id=person_id)


async def cancel_mine(booking_id: UUID, *, person_id: UUID, at: datetime, attempt: Attempt) -> None:
    """`cancel`, as the person's own command.

    Raises:
        BookingNotFound, TooLate, KeyReused
    """

    async def work() -> Done:
        await cancel(booking_id, person_id=person_id, at=at)
        return Done()

    await once(attempt, Done, work)


async def wait(order: Order, *, at: datetime) -> Booking:
    """Join the line of a full slot; before the opening of a rush, draw a place in its line.

    Raises:
        SlotNotFound, SlotClosed, AlreadyHere, TooManyOpen, SlotHasPlaces
    """
    async with database.transaction():
        if (known := await _known(order)) is not None:
            return known
        here = await _locked_situation(order, at=at)
        rush = await resource_queries.pending_rush(here.slot.resource_id, alone=False)
        if rush is None:
            await line.settle(order.slot_id, at=at)  # keeps the slot: nothing becomes free while we join
            here = await _situation(order, at=at)
        rules.may_wait(here, at=at)
        early = rush is not None and at < rush["opens_at"]
        draw_id = rush["id"] if rush is not None and early else None
        await queries.insert_booking(order, state=State.WAITING, at=at, draw_id=draw_id)
        await _record("waiting", order.id, person_id=order.person_id, actor=order.owner)
    return await find(order.id, person_id=order.person_id)


def may_confirm(booking: Booking, *, at: datetime) -> bool:
    """Whether there is something to confirm; False when it is confirmed already.

    Raises:
        NothingHeld: still in line.
        HoldLapsed: the place is gone.
    """
    if booking.state is State.WAITING:
        raise NothingHeld
    if booking.state is State.HELD and booking.expires_at is not None and at < booking.expires_at:
        return True
    if booking.state is not State.BOOKED:
        raise HoldLapsed
    return False


def may_cancel(booking: Booking, *, at: datetime) -> bool:
    """Whether there is something to cancel; False when it has ended already.

    Raises:
        TooLate: the time has begun.
    """
    if booking.state in OPEN and at >= booking.starts_at:
        raise TooLate
    return booking.state in OPEN


def held_until(situation: Situation, *, at: datetime) -> datetime:
    """When a hold made now ends: a hold never outlives the moment for which it was made."""
    return min(at + timedelta(seconds=situation.hold_seconds), situation.slot.starts_at)


def new_number(starts_at: datetime, *, draw: Callable[[str], str] = secrets.choice) -> str:
    """A number to say at the desk: month and day of the visit, then letters and digits. It authorises nothing."""
    letters = "".join(draw(LETTERS) for _ in range(LETTERS_OF_NUMBER))
    return f"{local_time(starts_at):%m%d}-{letters}"


async def _known(order: Order) -> Booking | None:
    row = await queries.booking(order.id, person_id=order.person_id, owner=order.owner)
    return booking_of(row) if row else None


async def _locked_situation(order: Order, *, at: datetime) -> Situation:
    """The situation with the person's other orders of this resource kept waiting, so that none is counted too late."""
    here = await _situation(order, at=at)
    await queries.lock_person(here.slot.resource_id, order.person_id)
    return await _situation(order, at=at)


async def _situation(order: Order, *, at: datetime) -> Situation:
    return await situation(order.slot_id, owner=order.owner, person_id=order.person_id, at=at)


async def _record(what: str, booking_id: UUID, *, person_id: UUID, actor: str | None) -> None:
    await audit.record(
        action=f"bookings.{what}",
        actor=actor or f"person:{person_id}",
        subject=f"booking:{booking_id}",
        about=person_id,
    )
