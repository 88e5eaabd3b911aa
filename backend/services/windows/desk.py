"""The officer's side of the queue: sit down, call the next, serve, pass on. One officer, one window, one ticket."""

from collections.abc import Awaitable, Callable, Collection
from datetime import date, datetime
from uuid import UUID

import asyncpg
from asyncpg import Record

from backend.core.attempts import Attempt, Done, once
from backend.core.audit import log as audit
from backend.core.identifiers import mask_name
from backend.identity.people import service as people
from backend.reference.regions.service import local_time
from backend.services.windows import posts, queries, ticket_queries
from backend.services.windows.errors import (
    HallNotFound,
    LineUnknown,
    NotSeated,
    SeatedElsewhere,
    TicketMovedOn,
    TicketNotFound,
    TicketNotYours,
    TicketStillOpen,
    WindowTaken,
    WindowUnknown,
)
from backend.services.windows.records import desk_ticket_of, lines_of, number_of, window_of, windows_of
from backend.services.windows.structs import DeskTicket, Window
from backend.services.windows.ticket_structs import Called, SitDown, Transfer
from backend.supports.messages import service as messages
from backend.supports.messages.structs import SendMessage

AT_WINDOW = ("called", "serving")
Change = Callable[[Record], Awaitable[Record | None]]


async def sit(code: str, command: SitDown, *, staff: UUID, attempt: Attempt, at: datetime) -> Window:
    """Sit down at a window; a ticket that a colleague left there comes with it. Who is relieved is told.

    Raises:
        HallNotFound, NotYourHall, WindowUnknown, SeatedElsewhere, WindowTaken
    """

    async def work() -> Window:
        hall, day, number = await hall_for(code, staff=staff), _day(at), command.window_number
        if not any(one.number == number for one in windows_of(hall)):
            raise WindowUnknown(number=number)
        mine = await queries.seat_of(staff, day=day, keep=True)
        if mine is not None and (mine["hall_code"], mine["window_number"]) != (code, number):
            raise SeatedElsewhere(hall=mine["name"], number=mine["window_number"])
        if mine is None:
            await _make_room(hall, number=number, take_over=command.take_over, at=at)
            await _seated(code, day=day, number=number, person_id=staff, at=at)
            await _record("seated", f"window:{code}:{number}", staff=staff)
        return await _window(staff, day=day)

    return await once(attempt, Window, work)


async def leave(code: str, *, hand_over: bool, staff: UUID, attempt: Attempt, at: datetime) -> None:
    """Get up. With somebody before the window only to hand over: the ticket stays for who sits down next.

    Raises:
        HallNotFound, NotYourHall, TicketStillOpen
    """

    async def work() -> Done:
        await hall_for(code, staff=staff)
        seat = await queries.seat_of(staff, day=_day(at), keep=True)
        if seat is not None and seat["hall_code"] == code:
            if not hand_over:
                await _nobody_there(seat, day=_day(at))
            await queries.leave_seat(seat["id"], at=at)
            await _record("left", f"window:{code}:{seat['window_number']}", staff=staff)
        return Done()

    await once(attempt, Done, work)


async def call(code: str, *, staff: UUID, attempt: Attempt, at: datetime) -> Called:
    """Call whoever is next for the officer's window; no two officers ever call the same.

    Raises:
        HallNotFound, NotYourHall, NotSeated, TicketStillOpen
    """

    async def work() -> Called:
        seat, day = await _seat(code, staff=staff, at=at), _day(at)
        await _nobody_there(seat, day=day)
        window = window_of(seat)
        if window is None:
            raise WindowUnknown(number=seat["window_number"])
        row = await ticket_queries.call(
            code,
            day=day,
            number=window.number,
            letters=window.letters,
            at=at,
            all_letters=[line.letter for line in lines_of(seat)],
            all_numbers=[one.number for one in windows_of(seat)],
        )
        if row is None:
            return Called(ticket=None)
        await _record_ticket("called", row, staff=staff)
        return Called(ticket=await before_me(row))

    return await once(attempt, Called, work)


async def recall(code: str, ticket_id: UUID, *, staff: UUID, attempt: Attempt, at: datetime) -> DeskTicket:
    """Call the same one again.

    Raises:
        As every command about a ticket: HallNotFound, NotYourHall, NotSeated, TicketNotFound, TicketNotYours,
        TicketMovedOn
    """

    async def change(seat: Record) -> Record | None:
        return await ticket_queries.recall(ticket_id, number=seat["window_number"])

    return await _ticket("recalled", code, ticket_id, change, staff=staff, attempt=attempt, at=at)


async def serve(code: str, ticket_id: UUID, *, staff: UUID, attempt: Attempt, at: datetime) -> DeskTicket:
    """They have come; saying so again changes nothing."""
    return await _move("served", code, ticket_id, "serving", AT_WINDOW, staff=staff, attempt=attempt, at=at)


async def finish(code: str, ticket_id: UUID, *, staff: UUID, attempt: Attempt, at: datetime) -> DeskTicket:
    """They are done."""
    return await _move("finished", code, ticket_id, "done", AT_WINDOW, staff=staff, attempt=attempt, at=at)


async def pass_over(code: str, ticket_id: UUID, *, staff: UUID, attempt: Attempt, at: datetime) -> DeskTicket:
    """Nobody came (过号): they may come back into the line."""
    return await _move("skipped", code, ticket_id, "skipped", ("called",), staff=staff, attempt=attempt, at=at)


async def no_show(code: str, ticket_id: UUID, *, staff: UUID, attempt: Attempt, at: datetime) -> DeskTicket:
    """Nobody came and nobody will. Somebody who was skipped may be given up at any window."""

    async def change(seat: Record) -> Record | None:
        ways = ((("called",), seat["window_number"]), (("skipped",), None))
        for states, number in ways:
            row = await ticket_queries.move(
                ticket_id, state="no-show", from_states=states, number=number, at=at, ends=True
            )
            if row is not None:
                return row
        return None

    return await _ticket("no-show", code, ticket_id, change, staff=staff, attempt=attempt, at=at)


async def transfer(
    code: str, ticket_id: UUID, command: Transfer, *, staff: UUID, attempt: Attempt, at: datetime
) -> DeskTicket:
    """Send them to another window or line, where they come first: they have waited already.

    Raises:
        WindowUnknown, LineUnknown, and as `recall`
    """

    async def change(seat: Record) -> Record | None:
        target, line = await _target(code, command, own=seat["window_number"])
        return await ticket_queries.transfer(
            ticket_id, number=seat["window_number"], target=target, line=line, note=command.note
        )

    return await _ticket("transferred", code, ticket_id, change, staff=staff, attempt=attempt, at=at)


async def hall_for(code: str, *, staff: UUID) -> Record:
    """The hall, for somebody who may sit in it.

    Raises:
        HallNotFound, NotYourHall
    """
    hall = await queries.hall(code)
    if hall is None:
        raise HallNotFound
    await posts.require(staff, hall, roles=posts.SITS)
    return hall


async def before_me(row: Record) -> DeskTicket:
    """The ticket with who it is, for the officer who has them before the window."""
    name = None if row["person_id"] is None else (await masked([row["person_id"]]))[row["person_id"]]
    return desk_ticket_of(row, name=name, known=True)


async def masked(person_ids: Collection[UUID]) -> dict[UUID, str]:
    """Names that two people at a desk recognise, asked for at once; people who are gone have none."""
    names = await people.names_of(sorted(set(person_ids)))
    return {one: mask_name(names[one]) if one in names else "*" for one in person_ids}


async def _target(code: str, command: Transfer, *, own: int) -> tuple[int | None, str | None]:
    """Window or line, one of both, that the hall has."""
    hall, number = await queries.hall(code), command.window_number
    if hall is None:
        raise HallNotFound
    if (number is None) == (command.letter is None):
        raise WindowUnknown(number=number or 0)
    if number is not None and (number == own or all(one.number != number for one in windows_of(hall))):
        raise WindowUnknown(number=number)
    if command.letter is not None and all(line.letter != command.letter for line in lines_of(hall)):
        raise LineUnknown(letter=command.letter)
    return number, command.letter


async def _move(
    what: str,
    code: str,
    ticket_id: UUID,
    state: str,
    from_states: tuple[str, ...],
    *,
    staff: UUID,
    attempt: Attempt,
    at: datetime,
) -> DeskTicket:
    async def change(seat: Record) -> Record | None:
        number = seat["window_number"]
        return await ticket_queries.move(
            ticket_id, state=state, from_states=from_states, number=number, at=at, ends=state == "done"
        )

    return await _ticket(what, code, ticket_id, change, staff=staff, attempt=attempt, at=at)


async def _ticket(
    what: str, code: str, ticket_id: UUID, change: Change, *, staff: UUID, attempt: Attempt, at: datetime
) -> DeskTicket:
    """A command about one ticket: it stands in this hall, and mostly at the officer's own window."""

    async def work() -> DeskTicket:
        seat = await _seat(code, staff=staff, at=at)
        before = await ticket_queries.ticket(ticket_id, at=at)
        if before is None or (before["hall_code"], before["day"]) != (code, _day(at)):
            raise TicketNotFound
        row = await change(seat)
        if row is None:
            raise await _reason(ticket_id, seat, at=at)
        await _record_ticket(what, row, staff=staff)
        return await before_me(row) if row["state"] in AT_WINDOW else desk_ticket_of(row)

    return await once(attempt, DeskTicket, work)


async def _reason(ticket_id: UUID, seat: Record, *, at: datetime) -> TicketNotYours | TicketMovedOn | TicketNotFound:
    row = await ticket_queries.ticket(ticket_id, at=at)
    if row is None:
        return TicketNotFound()
    if row["state"] in AT_WINDOW and row["window_number"] != seat["window_number"]:
        return TicketNotYours()
    return TicketMovedOn(state=row["state"])


async def _seat(code: str, *, staff: UUID, at: datetime) -> Record:
    """The officer's seat in this hall, kept: nobody relieves them, and they do one thing at a time."""
    await hall_for(code, staff=staff)
    seat = await queries.seat_of(staff, day=_day(at), keep=True)
    if seat is None or seat["hall_code"] != code:
        raise NotSeated
    return seat


async def _nobody_there(seat: Record, *, day: date) -> None:
    there = await ticket_queries.at_window(seat["hall_code"], day=day, number=seat["window_number"])
    if there is not None:
        raise TicketStillOpen(number=number_of(there))


async def _make_room(hall: Record, *, number: int, take_over: bool, at: datetime) -> None:
    there = await queries.seat_at(hall["code"], day=_day(at), number=number)
    if there is None:
        return
    if not take_over:
        raise WindowTaken(number=number)
    await queries.leave_seat(there["id"], at=at)
    body = f"{local_time(at):%H:%M} 起，{hall['name']} {number} 号窗口由其他工作人员接替。"
    await messages.send(
        SendMessage(person_id=there["person_id"], sender=hall["department"], title="窗口已由同事接替", body=body)
    )


async def _seated(code: str, *, day: date, number: int, person_id: UUID, at: datetime) -> None:
    try:
        await queries.insert_seat(code, day=day, number=number, person_id=person_id, at=at)
    except asyncpg.UniqueViolationError as error:
        if "person" in (error.constraint_name or ""):
            raise SeatedElsewhere(hall=code, number=number) from error
        raise WindowTaken(number=number) from error


async def _window(staff: UUID, *, day: date) -> Window:
    seat = await queries.seat_of(staff, day=day)
    window = window_of(seat) if seat else None
    if window is None:
        raise NotSeated
    return window


async def _record(what: str, subject: str, *, staff: UUID) -> None:
    await audit.record(action=f"windows.{what}", actor=f"person:{staff}", subject=subject)


async def _record_ticket(what: str, row: Record, *, staff: UUID) -> None:
    subject, about = f"queue-ticket:{row['id']}", row["person_id"]
    await audit.record(action=f"windows.ticket-{what}", actor=f"person:{staff}", subject=subject, about=about)


def _day(at: datetime) -> date:
    return local_time(at).date()
