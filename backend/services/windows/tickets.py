"""Taking a ticket, on the phone or on paper, and watching it: numbers are claimed without anybody waiting."""

import re
from datetime import date, datetime, timedelta
from uuid import UUID

import asyncpg
from asyncpg import Record

from backend.core.attempts import Attempt, Done, once
from backend.core.audit import log as audit
from backend.core.errors import Away
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.core.structs import Page
from backend.reference.calendar import service as calendar
from backend.reference.regions.service import local_time
from backend.services.windows import opening, posts, queries, ticket_queries, usual, waits
from backend.services.windows.appointments import owner_of
from backend.services.windows.errors import (
    AppointmentNotNow,
    AppointmentUsed,
    HallClosed,
    HallNotFound,
    LineUnknown,
    NoQueueHere,
    TicketCalled,
    TicketNotFound,
    TicketNotSkipped,
    TicketOpenAlready,
)
from backend.services.windows.records import desk_ticket_of, lines_of, number_of, times_of, windows_of
from backend.services.windows.structs import DeskTicket, TicketNeed, TicketState
from backend.services.windows.ticket_queries import NewTicket
from backend.services.windows.ticket_structs import HandOut, PaperTicket, TakeTicket, Ticket
from backend.supports.bookings import service as bookings
from backend.supports.bookings.structs import State

EARLY = timedelta(minutes=30)  # before an appointment: who comes earlier would wait at the hall, not at home
TRIES = 20  # each means that somebody committed the number between our look and our claim
NUMBER = re.compile(r"[A-Z][0-9]{3,6}", re.ASCII)
LAST_ID = UUID(int=2**128 - 1)


async def take(command: TakeTicket, *, person_id: UUID, attempt: Attempt, at: datetime) -> Ticket:
    """A ticket for the signed-in person, within opening hours, one at a time in a hall.

    Raises:
        HallNotFound, NoQueueHere, HallClosed, LineUnknown, TicketOpenAlready, AppointmentNotNow, AppointmentUsed,
        BookingNotFound
    """

    async def work() -> Ticket:
        hall = await _queueing(command.hall_code)
        await _within_hours(hall, at=at)
        slot = await _appointment(command, person_id=person_id, at=at)
        day = local_time(at).date()
        if (known := await ticket_queries.open_of(hall["code"], day=day, person_id=person_id)) is not None:
            raise TicketOpenAlready(number=number_of(known), ticketId=str(known["id"]))
        new = _new(hall, command, at=at, person_id=person_id, booking_id=command.booking_id, slot_starts_at=slot)
        row = await _written(new)
        await _record("taken", row, actor=f"person:{person_id}")
        return await find(row["id"], person_id=person_id, at=at)

    return await once(attempt, Ticket, work)


async def hand_out(code: str, command: HandOut, *, staff: UUID, attempt: Attempt, at: datetime) -> DeskTicket:
    """A paper ticket from the hall's device or desk, for whoever stands before it.

    Raises:
        HallNotFound, NotYourHall, NoQueueHere, LineUnknown
    """

    async def work() -> DeskTicket:
        hall = await _queueing(code)
        await posts.require(staff, hall, roles=posts.HANDS_OUT)
        row = await _written(_new(hall, command, at=at))
        await _record("handed-out", row, actor=f"person:{staff}")
        return desk_ticket_of(row)

    return await once(attempt, DeskTicket, work)


async def find(ticket_id: UUID, *, person_id: UUID, at: datetime) -> Ticket:
    """One of the person's tickets, as it stands.

    Raises:
        TicketNotFound
    """
    row = await ticket_queries.ticket(ticket_id, at=at)
    if row is None or row["person_id"] != person_id:
        raise TicketNotFound
    return _shown(row, await queries.hall(row["hall_code"]))


async def mine(person_id: UUID, *, limit: int, cursor: str | None, at: datetime) -> Page[Ticket]:
    """The person's tickets, the newest first.

    Raises:
        BadCursor
    """
    purpose = f"windows.tickets:{person_id}"
    position = ground().cursors.read(purpose, cursor)
    before = UUID(position) if position else LAST_ID
    rows = await ticket_queries.mine(person_id, before=before, at=at, limit=limit + 1)
    halls = await queries.halls({row["hall_code"] for row in rows})
    return ground().cursors.page(
        purpose,
        rows,
        limit=limit,
        item=lambda row: _shown(row, halls.get(row["hall_code"])),
        position=lambda row: str(row["id"]),
    )


async def by_number(code: str, number: str, *, at: datetime) -> PaperTicket:
    """Where a number of today stands, for whoever holds the paper.

    Raises:
        TicketNotFound
    """
    if not NUMBER.fullmatch(number):
        raise TicketNotFound
    letter, serial = number[:1], int(number[1:])
    row = await ticket_queries.by_number(code, day=local_time(at).date(), letter=letter, serial=serial, at=at)
    if row is None:
        raise TicketNotFound
    return PaperTicket(
        hall_code=code,
        number=number_of(row),
        state=TicketState(row["state"]),
        ahead=row["ahead"],
        estimated_wait_minutes=waits.estimate(row, await queries.hall(code)),
        window_number=row["window_number"],
    )


async def give_back(ticket_id: UUID, *, person_id: UUID, attempt: Attempt, at: datetime) -> None:
    """Leave the line. What ended stays ended.

    Raises:
        TicketNotFound
        TicketCalled: the window waits for this person.
    """

    async def work() -> Done:
        ticket = await find(ticket_id, person_id=person_id, at=at)
        if ticket.state in {TicketState.CALLED, TicketState.SERVING}:
            raise TicketCalled
        left = ("waiting", "skipped")
        row = await ticket_queries.move(ticket_id, state="cancelled", from_states=left, number=None, at=at, ends=True)
        if row is not None:
            await _record("given-back", row, actor=f"person:{person_id}")
        elif ticket.state in {TicketState.WAITING, TicketState.SKIPPED}:
            raise TicketCalled  # called while we looked
        return Done()

    await once(attempt, Done, work)


async def rejoin(ticket_id: UUID, *, person_id: UUID, attempt: Attempt, at: datetime) -> Ticket:
    """Come back after having been called in vain: behind the next three.

    Raises:
        TicketNotFound, TicketNotSkipped
    """

    async def work() -> Ticket:
        await find(ticket_id, person_id=person_id, at=at)
        row = await ticket_queries.rejoin(ticket_id)
        if row is None:
            raise TicketNotSkipped
        await _record("rejoined", row, actor=f"person:{person_id}")
        return await find(ticket_id, person_id=person_id, at=at)

    return await once(attempt, Ticket, work)


async def end_old(*, at: datetime) -> None:
    """End what earlier days left over: tickets and sittings. Again and again."""
    day = local_time(at).date()
    await ticket_queries.end_old(day, at=at)
    await queries.end_old_seats(day, at=at)


async def _queueing(code: str) -> Record:
    hall = await queries.hall(code)
    if hall is None or not hall["active"]:
        raise HallNotFound
    if hall["level"] not in usual.QUEUEING:
        raise NoQueueHere
    return hall


async def _within_hours(hall: Record, *, at: datetime) -> None:
    times, days = times_of(hall), await calendar.current()
    if not opening.is_open(times, at, days):
        following = opening.opens_next(times, at, days)
        raise HallClosed(opensNext=f"{local_time(following):%Y-%m-%d %H:%M}" if following else "-")


async def _appointment(command: TakeTicket, *, person_id: UUID, at: datetime) -> datetime | None:
    """When the appointment begins; None without one."""
    if command.booking_id is None:
        return None
    booking = await bookings.find(command.booking_id, person_id=person_id, owner=owner_of(command.hall_code))
    if booking.state is not State.BOOKED or not booking.starts_at - EARLY <= at < booking.ends_at:
        raise AppointmentNotNow(startsAt=f"{local_time(booking.starts_at):%Y-%m-%d %H:%M}")
    return booking.starts_at


def _new(
    hall: Record,
    wanted: HandOut,
    *,
    at: datetime,
    person_id: UUID | None = None,
    booking_id: UUID | None = None,
    slot_starts_at: datetime | None = None,
) -> NewTicket:
    line = usual.line_for(lines_of(hall), letter=wanted.letter, basic_code=wanted.basic_code)
    if line is None:
        raise LineUnknown(letter=wanted.letter or "-")
    return NewTicket(
        id=new_id(),
        hall_code=hall["code"],
        day=local_time(at).date(),
        letter=line.letter,
        person_id=person_id,
        need=wanted.need.value,
        basic_code=wanted.basic_code,
        booking_id=booking_id,
        slot_starts_at=slot_starts_at,
        taken_at=at,
    )


async def _written(new: NewTicket) -> Record:
    """The ticket under the next number that nobody has."""
    try:
        for _ in range(TRIES):
            if (row := await ticket_queries.take(new)) is not None:
                return row
    except asyncpg.UniqueViolationError as error:
        if "booking" in (error.constraint_name or ""):
            raise AppointmentUsed from error
        raise TicketOpenAlready(number="-", ticketId="-") from error  # the same person, twice in the same instant
    raise Away


def _shown(row: Record, hall: Record | None) -> Ticket:
    lines = {line.letter: line.name for line in lines_of(hall)} if hall else {}
    names = {window.number: window.name for window in windows_of(hall)} if hall else {}
    day: date = row["day"]
    return Ticket(
        id=row["id"],
        hall_code=row["hall_code"],
        hall_name=hall["name"] if hall else row["hall_code"],
        day=day,
        number=number_of(row),
        letter=row["line"],
        line_name=lines.get(row["line"], row["line"]),
        state=TicketState(row["state"]),
        need=TicketNeed(row["need"]),
        basic_code=row["basic_code"],
        slot_starts_at=row["slot_starts_at"],
        taken_at=row["taken_at"],
        called_at=row["called_at"],
        calls=row["calls"],
        window_number=row["window_number"] or row["target_window"],
        window_name=names.get(row["window_number"] or row["target_window"]),
        ahead=row["ahead"],
        estimated_wait_minutes=waits.estimate(row, hall),
    )


async def _record(what: str, row: Record, *, actor: str) -> None:
    await audit.record(
        action=f"windows.ticket-{what}", actor=actor, subject=f"queue-ticket:{row['id']}", about=row["person_id"]
    )
