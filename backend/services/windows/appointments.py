"""Appointments of a hall: bookings has the slots and the places, the hall says when it is open and how many it serves.

Slots follow the hall's own hours. Holidays of the calendar, and days on which the hall is closed, are closed days of
the resource; a weekend on which offices work is in the plan like every weekend, and only the others are closed.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core import database
from backend.core.attempts import Attempt, once
from backend.core.ids import new_id
from backend.core.structs import Page
from backend.reference.calendar import service as calendar
from backend.reference.regions import service as regions
from backend.services.windows import opening, queries
from backend.services.windows.appointment_structs import Appointment, AppointmentSlot, AppointmentSlots
from backend.services.windows.errors import HallNotFound
from backend.services.windows.records import times_of
from backend.services.windows.structs import AppointmentPlan
from backend.supports.bookings import resources
from backend.supports.bookings import service as bookings
from backend.supports.bookings.structs import CreateResource, DayBooking, Opening, Order, Words

SLOTS_MOST = 1_000  # of the days asked for: 14 days of 24 slots and some
BEYOND = 10  # days past the horizon whose closing is known already, so that a late round does no harm
LAST_CLOCK = "23:59"  # bookings know no 24:00
PER_PERSON = 2


def owner_of(code: str) -> str:
    """The hall's name among the owners of bookings."""
    return f"hall:{code}"


async def plan(code: str, command: AppointmentPlan, *, at: datetime) -> None:
    """Let the hall offer appointments so; inside the caller's transaction, which holds the hall or made it."""
    row = await queries.hall(code)
    if row is None:
        raise HallNotFound
    await _keep(row, command, at=at)


async def follow(code: str, *, at: datetime) -> None:
    """Bring the appointments to the hall's hours and days; nothing where it offers none."""
    row = await queries.hall(code)
    if row is not None and row["appointments"] is not None:
        await _keep(row, msgspec.convert(row["appointments"], AppointmentPlan), at=at)


async def follow_all(*, at: datetime) -> None:
    """Let every hall's closed days move with its horizon; again and again, and after a new calendar."""
    for row in await queries.with_appointments():
        async with database.transaction():
            await queries.lock_hall(row["code"])
            await follow(row["code"], at=at)


async def slots(code: str, *, from_date: date, days: int, at: datetime) -> AppointmentSlots:
    """The times that still take people, and how many.

    Raises:
        HallNotFound
    """
    row = await queries.hall(code)
    if row is None:
        raise HallNotFound
    if row["appointments"] is None:
        return AppointmentSlots(items=[])
    found, left = await bookings.slots(
        row["resource_id"], owner=owner_of(code), from_date=from_date, days=days, at=at, limit=SLOTS_MOST
    )
    return AppointmentSlots(
        items=[
            AppointmentSlot(slot_id=one.id, starts_at=one.starts_at, ends_at=one.ends_at, free=one.free)
            for one in found
        ],
        next_date=left,
    )


async def book(code: str, slot_id: UUID, *, person_id: UUID, attempt: Attempt, at: datetime) -> Appointment:
    """Take a place at a time; held and confirmed at once.

    Raises:
        HallNotFound, and what bookings refuse: SlotNotFound, SlotClosed, SlotFull, AlreadyHere, TooManyOpen
    """

    async def work() -> Appointment:
        row = await queries.hall(code)
        if row is None:
            raise HallNotFound
        order = Order(id=new_id(), slot_id=slot_id, person_id=person_id, owner=owner_of(code))
        await bookings.hold(order, at=at)
        booked = await bookings.confirm(order.id, person_id=person_id, at=at, owner=order.owner)
        return Appointment(
            booking_id=booked.id,
            number=booked.number or "",
            hall_code=code,
            hall_name=row["name"],
            address=row["address"],
            starts_at=booked.starts_at,
            ends_at=booked.ends_at,
            state=booked.state.value,
        )

    return await once(attempt, Appointment, work)


async def of_day(code: str, *, day: date, staff: UUID, limit: int, cursor: str | None) -> Page[DayBooking]:
    """Who comes on a day, with masked names; bookings ask whether this member of staff runs the hall, and record it.

    Raises:
        HallNotFound, NotYourResource, BadCursor
    """
    row = await queries.hall(code)
    if row is None:
        raise HallNotFound
    if row["resource_id"] is None:
        return Page(items=[])
    return await resources.of_day(row["resource_id"], day=day, staff=staff, limit=limit, cursor=cursor)


async def _keep(row: Record, wanted: AppointmentPlan, *, at: datetime) -> None:
    code, times = row["code"], times_of(row)
    offered = wanted.capacity > 0
    if not offered and row["resource_id"] is None:
        return
    first, days = regions.local_time(at).date(), wanted.horizon_days + BEYOND
    closed = opening.closed_between(times, first, days=days, calendar=await calendar.current())
    command = CreateResource(
        owner=owner_of(code),
        name=Words(zh=f"{row['name']}现场办事"[:80], en=f"Service hall {row['region_code']}"),
        region_code=row["region_code"],
        address=row["address"],
        plan=_openings(times, wanted),
        horizon_days=wanted.horizon_days,
        per_person_most=PER_PERSON,
    )
    far = [day for day in times.closed_dates if day > first + timedelta(days=days)]
    resource_id = await resources.keep(
        command, closed=[*closed, *far], active=offered and row["active"], sender=row["department"], at=at
    )
    plan_kept = msgspec.to_builtins(wanted) if offered else None
    await queries.set_appointments(code, plan=plan_kept, resource_id=resource_id)


def _openings(times: opening.Times, wanted: AppointmentPlan) -> list[Opening]:
    """The weekly plan; weekends without hours of their own have Monday's, for those on which offices work."""
    by_day = {day: [one for one in times.hours if one.weekday == day] for day in range(1, 8)}
    if times.follows_holidays:
        by_day |= {day: by_day[opening.MONDAY] for day in (6, 7) if not by_day[day]}
    found = [
        Opening(
            weekday=day,
            opens=one.opens,
            closes=min(one.closes, LAST_CLOCK),
            slot_minutes=wanted.slot_minutes,
            capacity=max(1, wanted.capacity),
        )
        for day, stretches in by_day.items()
        for one in stretches
    ]
    return [one for one in found if _minutes(one.closes) - _minutes(one.opens) >= one.slot_minutes]


def _minutes(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)
