"""Tickets: one number, one ticket, whoever asks at the same time; who may take one, and how long it takes."""

import asyncio
from collections import Counter
from datetime import date
from uuid import uuid4

import pytest

from backend.core import database
from backend.core.pages import BadCursor
from backend.services.windows import appointments, board, desk, tickets
from backend.services.windows.errors import (
    AppointmentNotNow,
    AppointmentUsed,
    HallClosed,
    HallNotFound,
    LineUnknown,
    NoQueueHere,
    NotYourHall,
    TicketCalled,
    TicketNotFound,
    TicketNotSkipped,
    TicketOpenAlready,
)
from backend.services.windows.structs import AppointmentPlan, Hours, TicketNeed, TicketState
from backend.supports.bookings import service as bookings
from backend.supports.bookings.errors import BookingNotFound
from tests.services.windows.conftest import (
    DEVICE,
    ELDER,
    MONDAY,
    OFFICER,
    OPERATOR,
    PARENT,
    actions_about,
    attempt,
    call,
    does,
    minutes,
    paper,
    sit,
    take,
)

OFFICE = [Hours(weekday=1, opens="09:00", closes="12:00")]


async def give_back(ticket, person):
    await tickets.give_back(ticket.id, person_id=person, attempt=attempt(), at=MONDAY)


async def rejoin(ticket, person):
    return await tickets.rejoin(ticket.id, person_id=person, attempt=attempt(), at=MONDAY)


class TestTake:
    async def test_gives_a_number_and_how_many_are_before(self, hall):
        first, second = await take(hall, PARENT), await take(hall, ELDER)

        assert (first.number, first.ahead, first.state) == ("A001", 0, TicketState.WAITING)
        assert (second.number, second.ahead, second.line_name) == ("A002", 1, "综合受理")
        assert (await actions_about(ELDER))[-1] == "windows.ticket-taken"

    async def test_one_open_ticket_for_one_person_in_one_hall(self, hall, make_hall):
        first = await take(hall, PARENT)

        with pytest.raises(TicketOpenAlready) as refused:
            await take(hall, PARENT)
        await take(await make_hall(), PARENT)

        assert refused.value.params == {"number": "A001", "ticketId": str(first.id)}

    async def test_the_same_attempt_gives_the_same_ticket(self, hall):
        again = attempt("once")
        command = tickets.TakeTicket(hall_code=hall)

        first, second = [await tickets.take(command, person_id=PARENT, attempt=again, at=MONDAY) for _ in range(2)]

        assert first == second

    async def test_only_within_opening_hours(self, make_hall):
        hall = await make_hall(hours=OFFICE, follows_holidays=True)
        await take(hall, PARENT)

        with pytest.raises(HallClosed) as refused:
            await take(hall, ELDER, at=MONDAY + minutes(3 * 60))

        assert refused.value.params == {"opensNext": "2026-12-07 09:00"}

    async def test_not_on_a_day_the_hall_closes(self, make_hall):
        hall = await make_hall(closed_dates=[date(2026, 11, 30)])

        with pytest.raises(HallClosed):
            await take(hall, ELDER)

    async def test_only_where_there_is_a_queue(self, make_hall):
        village = await make_hall(seed={"level": "village", "region_code": "620102001001"})

        with pytest.raises(NoQueueHere):
            await take(village, ELDER)
        with pytest.raises(HallNotFound):
            await take("h000", ELDER)
        with pytest.raises(HallNotFound):
            await take(await make_hall(active=False), ELDER)

    async def test_the_line_is_the_items_or_the_one_named(self, hall):
        estate = await take(hall, PARENT, basic_code="000115010000")
        general = await take(hall, ELDER, basic_code="000114005000")

        assert (estate.letter, general.letter) == ("B", "A")
        with pytest.raises(LineUnknown):
            await take(hall, uuid4(), letter="Z")

    async def test_of_forty_people_everybody_gets_a_number_of_their_own(self, hall):
        people = [uuid4() for _ in range(40)]

        taken = await asyncio.gather(*(take(hall, person) for person in people))

        numbers = {int(one.number[1:]) for one in taken}
        assert len(numbers) == 40
        assert max(numbers) <= 60  # who is refused a lock takes the next number; gaps come only from what rolled back

    async def test_of_one_persons_five_taps_one_takes(self, hall):
        person = uuid4()

        done = await asyncio.gather(*(take(hall, person) for _ in range(5)), return_exceptions=True)

        assert Counter(type(one).__name__ for one in done) == {"Ticket": 1, "TicketOpenAlready": 4}

    @pytest.mark.quiet
    async def test_nobody_waits_for_a_transaction_that_takes_its_time(self, hall):
        """Somebody has taken a number and has not committed yet: others get theirs meanwhile."""
        taken, release = asyncio.Event(), asyncio.Event()

        async def slow():
            async with database.transaction():
                ticket = await take(hall, PARENT)
                taken.set()
                await release.wait()
                return ticket

        waiting = asyncio.create_task(slow())
        await taken.wait()
        quick = await asyncio.wait_for(take(hall, ELDER), timeout=2)
        release.set()

        assert {quick.number, (await waiting).number} == {"A001", "A002"}


class TestHandOut:
    async def test_residents_and_devices_of_other_places_hand_out_nothing(self, hall):
        for person in (ELDER, DEVICE):
            with pytest.raises(NotYourHall):
                await paper(hall, person)

    async def test_the_hall_and_its_device_hand_out_paper_tickets_also_before_it_opens(self, make_hall):
        hall = await make_hall(hours=OFFICE)
        elsewhere = await make_hall(seed={"region_code": "620702"})

        first = await paper(hall, OFFICER, at=MONDAY - minutes(120))
        second = await paper(elsewhere, DEVICE, need=TicketNeed.PREGNANT)
        third = await paper(hall, OPERATOR)

        assert (first.number, second.number, third.number) == ("A001", "A001", "A002")
        assert (first.person_id, second.need) == (None, TicketNeed.PREGNANT)


class TestWatch:
    async def test_somebody_elses_ticket_looks_like_none(self, hall):
        ticket = await take(hall, PARENT)

        for which in (ticket.id, uuid4()):
            with pytest.raises(TicketNotFound):
                await tickets.find(which, person_id=ELDER, at=MONDAY)

    async def test_says_about_how_long_only_when_somebody_serves_the_line(self, hall):
        await take(hall, PARENT)
        ticket = await take(hall, ELDER)
        before = ticket.estimated_wait_minutes
        await sit(hall, OFFICER, 1)

        after = await tickets.find(ticket.id, person_id=ELDER, at=MONDAY)

        assert (before, after.estimated_wait_minutes) == (None, 10)
        await desk.leave(hall, hand_over=True, staff=OFFICER, attempt=attempt(), at=MONDAY)

    async def test_who_is_called_sees_the_window(self, hall, make_officer):
        officer = await make_officer(hall)
        await sit(hall, officer, 3)
        ticket = await take(hall, ELDER)
        await call(hall, officer)

        seen = await tickets.find(ticket.id, person_id=ELDER, at=MONDAY)

        assert (seen.state, seen.window_number, seen.window_name) == (TicketState.CALLED, 3, "3号窗口")
        assert (seen.ahead, seen.estimated_wait_minutes) == (None, None)

    async def test_counts_needs_and_appointments_that_go_first(self, hall):
        ticket = await take(hall, ELDER)
        await paper(hall, OFFICER, need=TicketNeed.WITH_INFANT)

        assert (await tickets.find(ticket.id, person_id=ELDER, at=MONDAY)).ahead == 1

    async def test_a_paper_ticket_is_followed_by_its_number(self, hall):
        await take(hall, ELDER)
        await paper(hall, OFFICER)

        seen = await tickets.by_number(hall, "A002", at=MONDAY)

        assert (seen.number, seen.ahead, seen.state) == ("A002", 1, TicketState.WAITING)
        for number in ("A003", "X", "A00٣", "A" + "9" * 30):
            with pytest.raises(TicketNotFound):
                await tickets.by_number(hall, number, at=MONDAY)

    async def test_mine_are_listed_the_newest_first(self, hall, make_hall):
        person = uuid4()
        first, second = await take(hall, person), await take(await make_hall(), person)

        page = await tickets.mine(person, limit=1, cursor=None, at=MONDAY)
        rest = await tickets.mine(person, limit=1, cursor=page.next_cursor, at=MONDAY)

        assert [one.id for one in (*page.items, *rest.items)] == [second.id, first.id]
        with pytest.raises(BadCursor):
            await tickets.mine(ELDER, limit=1, cursor=page.next_cursor, at=MONDAY)


class TestGiveBack:
    async def test_leaves_the_line_once_and_for_all(self, hall):
        ticket = await take(hall, ELDER)

        await give_back(ticket, ELDER)
        await give_back(ticket, ELDER)

        assert (await tickets.find(ticket.id, person_id=ELDER, at=MONDAY)).state is TicketState.CANCELLED
        assert (await take(hall, ELDER)).number == "A002"

    async def test_somebody_elses_is_not_found(self, hall):
        with pytest.raises(TicketNotFound):
            await give_back(await take(hall, ELDER), PARENT)

    async def test_who_is_called_goes_to_the_window(self, hall, make_officer):
        officer = await make_officer(hall)
        await sit(hall, officer, 1)
        ticket = await take(hall, ELDER)
        await call(hall, officer)

        with pytest.raises(TicketCalled):
            await give_back(ticket, ELDER)

    async def test_given_back_and_called_at_the_same_time_is_one_of_both(self, hall, make_officer):
        officer = await make_officer(hall)
        await sit(hall, officer, 1)
        for _ in range(10):
            person = uuid4()
            ticket = await take(hall, person)
            back, called = await asyncio.gather(give_back(ticket, person), call(hall, officer), return_exceptions=True)

            assert (back is None) != (called is not None)
            if called is not None:
                assert isinstance(back, TicketCalled)
                await does(desk.finish, hall, called, officer)


class TestRejoin:
    async def test_only_who_was_skipped_comes_back(self, hall):
        ticket = await take(hall, ELDER)

        with pytest.raises(TicketNotSkipped):
            await rejoin(ticket, ELDER)
        with pytest.raises(TicketNotFound):
            await rejoin(ticket, PARENT)

    async def test_with_few_in_line_at_its_end(self, hall, make_officer):
        officer = await make_officer(hall)
        await sit(hall, officer, 1)
        ticket = await take(hall, ELDER)
        await does(desk.pass_over, hall, await call(hall, officer), officer)
        other = await paper(hall, officer)

        back = await rejoin(ticket, ELDER)

        assert (back.state, back.ahead) == (TicketState.WAITING, 1)
        assert (await call(hall, officer)).id == other.id


class TestAppointment:
    @pytest.fixture
    async def booked(self, make_hall):
        """An appointment of the elder at ten, half an hour from now."""
        hall = await make_hall(hours=[Hours(weekday=1, opens="09:30", closes="12:00")])
        async with database.transaction():
            await appointments.plan(hall, AppointmentPlan(slot_minutes=30, capacity=2), at=MONDAY - minutes(60))
        found = await appointments.slots(hall, from_date=MONDAY.date(), days=1, at=MONDAY)
        booking = await appointments.book(hall, found.items[0].slot_id, person_id=ELDER, attempt=attempt(), at=MONDAY)
        yield hall, booking
        await database.execute("update bookings_booking set state = 'closed' where id = $1", booking.booking_id)

    async def test_goes_first_once_its_time_has_come(self, booked, make_officer):
        hall, booking = booked
        officer = await make_officer(hall)
        await sit(hall, officer, 1)
        await paper(hall, officer, need=TicketNeed.DISABILITY)
        mine = await take(hall, ELDER, booking_id=booking.booking_id)
        before = mine.ahead

        later = await tickets.find(mine.id, person_id=ELDER, at=MONDAY + minutes(31))

        assert (before, later.ahead, mine.slot_starts_at) == (1, 0, booking.starts_at)
        assert (await call(hall, officer, at=MONDAY + minutes(31))).id == mine.id

    async def test_has_one_ticket(self, booked):
        hall, booking = booked
        ticket = await take(hall, ELDER, booking_id=booking.booking_id)
        await database.execute("update windows_ticket set state = 'done' where id = $1", ticket.id)

        with pytest.raises(AppointmentUsed):
            await take(hall, ELDER, booking_id=booking.booking_id)

    async def test_is_not_for_earlier_or_later(self, booked):
        hall, booking = booked

        for at in (MONDAY - minutes(1), MONDAY + minutes(60)):
            with pytest.raises((AppointmentNotNow, HallClosed)):
                await take(hall, ELDER, booking_id=booking.booking_id, at=at)

    async def test_that_was_cancelled_gives_no_ticket(self, booked):
        hall, booking = booked
        await bookings.cancel(booking.booking_id, person_id=ELDER, at=MONDAY)

        with pytest.raises(AppointmentNotNow):
            await take(hall, ELDER, booking_id=booking.booking_id)

    async def test_of_somebody_else_or_another_hall_is_not_found(self, booked, make_hall):
        hall, booking = booked

        with pytest.raises(BookingNotFound):
            await take(hall, PARENT, booking_id=booking.booking_id)
        with pytest.raises(BookingNotFound):
            await take(await make_hall(), ELDER, booking_id=booking.booking_id)


class TestBoard:
    async def test_shows_numbers_and_nobody(self, hall, make_officer):
        officer = await make_officer(hall)
        await sit(hall, officer, 2)
        await take(hall, ELDER, need=TicketNeed.ELDER)
        await paper(hall, officer)
        await paper(hall, officer, letter="B")
        await call(hall, officer)

        seen = await board.read(hall, at=MONDAY)

        assert [(one.number, one.window_number) for one in seen.called] == [("A001", 2)]
        assert [(one.letter, one.waiting, one.next_numbers) for one in seen.lines] == [
            ("A", 1, ["A002"]),
            ("B", 1, ["B001"]),
        ]
        with pytest.raises(HallNotFound):
            await board.read("h000", at=MONDAY)


class TestEndOfDay:
    async def test_ends_what_the_day_left_over_and_counts_anew(self, hall, make_officer):
        officer = await make_officer(hall)
        await sit(hall, officer, 1)
        waiting, tomorrow = await take(hall, ELDER), MONDAY + minutes(24 * 60)
        served = await paper(hall, officer, need=TicketNeed.ELDER)
        await does(desk.serve, hall, await call(hall, officer), officer)

        await tickets.end_old(at=tomorrow)

        rows = await database.fetch("select id, state from windows_ticket where hall_code = $1", hall)
        assert {row["id"]: row["state"] for row in rows} == {waiting.id: "lapsed", served.id: "done"}
        assert (await take(hall, ELDER, at=tomorrow)).number == "A001"
