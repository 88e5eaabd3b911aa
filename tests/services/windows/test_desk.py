"""The desk: one officer, one window, one ticket; the order of calling; races on real PostgreSQL."""

import asyncio
from collections import Counter

import pytest

from backend.core import database
from backend.core.errors import Refusal
from backend.services.windows import desk, service, tickets
from backend.services.windows.errors import (
    HallNotFound,
    LineUnknown,
    NotSeated,
    NotYourHall,
    SeatedElsewhere,
    TicketMovedOn,
    TicketNotFound,
    TicketNotYours,
    TicketStillOpen,
    WindowTaken,
    WindowUnknown,
)
from backend.services.windows.structs import Counter as Window
from backend.services.windows.structs import Line, TicketNeed, TicketState
from backend.services.windows.ticket_structs import Transfer
from tests.services.windows.conftest import (
    ELDER,
    MONDAY,
    OFFICER,
    PARENT,
    actions_about,
    attempt,
    call,
    change_of,
    does,
    inbox,
    paper,
    sit,
    take,
)


async def leave(code, officer, *, hand_over=False, at=MONDAY):
    await desk.leave(code, hand_over=hand_over, staff=officer, attempt=attempt(), at=at)


async def transfer(code, ticket, officer, **where):
    command = Transfer(**where)
    return await desk.transfer(code, ticket.id, command, staff=officer, attempt=attempt(), at=MONDAY)


class TestSit:
    async def test_nobody_without_a_post_sits_down(self, hall):
        with pytest.raises(NotYourHall):
            await sit(hall, ELDER, 1)

    async def test_seats_an_officer_and_says_where(self, hall, make_officer, monkeypatch):
        officer = await make_officer(hall)

        window = await sit(hall, officer, 2)

        assert (window.hall_code, window.number, window.name, window.region_code) == (hall, 2, "2号窗口", "620102")
        assert await sit(hall, officer, 2) == window

    async def test_refuses_unknown_halls_and_windows(self, hall, make_officer):
        officer = await make_officer(hall)

        with pytest.raises(HallNotFound):
            await sit("h000", officer, 1)
        with pytest.raises(WindowUnknown):
            await sit(hall, officer, 9)

    async def test_refuses_a_second_window_and_a_second_officer(self, hall, make_officer):
        officer, colleague = await make_officer(hall), await make_officer(hall)
        await sit(hall, officer, 1)

        with pytest.raises(SeatedElsewhere):
            await sit(hall, officer, 2)
        with pytest.raises(WindowTaken):
            await sit(hall, colleague, 1)

    async def test_a_window_is_taken_over_with_its_ticket(self, hall, make_officer):
        officer, colleague = await make_officer(hall), await make_officer(hall)
        await sit(hall, officer, 1)
        await paper(hall, officer)
        called = await call(hall, officer)

        await sit(hall, colleague, 1, take_over=True)

        assert (await does(desk.serve, hall, called, colleague)).state is TicketState.SERVING
        with pytest.raises(NotSeated):
            await call(hall, officer)
        assert await inbox(officer) == ["窗口已由同事接替"]

    async def test_of_many_officers_one_gets_the_window(self, hall, make_officer):
        officers = [await make_officer(hall) for _ in range(8)]

        done = await asyncio.gather(*(sit(hall, one, 3) for one in officers), return_exceptions=True)

        assert Counter(type(one).__name__ for one in done) == {"Window": 1, "WindowTaken": 7}


class TestLeave:
    async def test_leaves_and_leaves_again(self, hall, make_officer):
        officer = await make_officer(hall)
        await sit(hall, officer, 1)

        await leave(hall, officer)
        await leave(hall, officer)

        with pytest.raises(NotSeated):
            await call(hall, officer)

    async def test_somebody_before_the_window_is_handed_over_or_finished_first(self, hall, make_officer):
        officer, colleague = await make_officer(hall), await make_officer(hall)
        await sit(hall, officer, 1)
        await paper(hall, officer)
        called = await call(hall, officer)

        with pytest.raises(TicketStillOpen):
            await leave(hall, officer)
        await leave(hall, officer, hand_over=True)
        await sit(hall, colleague, 1)

        assert (await does(desk.finish, hall, called, colleague)).state is TicketState.DONE


class TestCall:
    async def test_nobody_calls_without_a_seat(self, hall, make_officer):
        with pytest.raises(NotSeated):
            await call(hall, await make_officer(hall))

    async def test_a_seat_in_another_hall_does_not_count(self, hall, make_hall, make_officer):
        other, officer = await make_hall(), await make_officer(hall)
        await sit(hall, officer, 1)

        with pytest.raises(NotSeated):
            await call(other, officer)

    async def test_says_when_nobody_waits(self, hall, make_officer):
        officer = await make_officer(hall)
        await sit(hall, officer, 1)

        assert await call(hall, officer) is None

    async def test_calls_in_the_order_of_arrival_and_one_at_a_time(self, hall, make_officer):
        officer = await make_officer(hall)
        await sit(hall, officer, 1)
        numbers = [(await paper(hall, officer)).number for _ in range(3)]

        first = await call(hall, officer)
        with pytest.raises(TicketStillOpen):
            await call(hall, officer)
        await does(desk.finish, hall, first, officer)
        second = await call(hall, officer)

        assert [first.number, second.number] == numbers[:2] == ["A001", "A002"]

    async def test_needs_come_before_order(self, hall, make_officer):
        officer = await make_officer(hall)
        await sit(hall, officer, 1)
        await paper(hall, officer)
        urgent = await paper(hall, officer, need=TicketNeed.DISABILITY)

        assert (await call(hall, officer)).id == urgent.id

    async def test_the_officer_learns_who_is_there_and_the_audit_log_who_looked(self, hall, make_officer):
        officer = await make_officer(hall)
        await sit(hall, officer, 1)
        await take(hall, ELDER)

        called = await call(hall, officer)

        assert called.person_id == ELDER
        assert "*" in called.person_name
        assert (await actions_about(ELDER))[-2:] == ["windows.ticket-taken", "windows.ticket-called"]

    async def test_calling_again_with_the_same_key_calls_nobody_else(self, hall, make_officer):
        officer, again = await make_officer(hall), attempt("once")
        await sit(hall, officer, 1)
        await paper(hall, officer)
        await paper(hall, officer)

        first = await desk.call(hall, staff=officer, attempt=again, at=MONDAY)

        assert await desk.call(hall, staff=officer, attempt=again, at=MONDAY) == first

    async def test_a_window_serves_its_lines_alone(self, make_hall, make_officer):
        windows = [Window(number=1, name="综合", letters=["A"]), Window(number=2, name="不动产", letters=["B"])]
        hall = await make_hall(windows=windows)
        officer = await make_officer(hall)
        await sit(hall, officer, 2)
        await paper(hall, officer)
        estate = await paper(hall, officer, basic_code="000115010000")

        assert ((await call(hall, officer)).id, estate.number) == (estate.id, "B001")

    async def test_who_waits_in_a_line_the_hall_gave_up_is_called_by_everybody(self, hall, make_officer):
        officer = await make_officer(hall)
        await sit(hall, officer, 1)
        await paper(hall, officer)
        sent = await call(hall, officer)
        await transfer(hall, sent, officer, window_number=5)
        estate = await paper(hall, officer, letter="B")
        command = change_of(
            version=2, lines=[Line(letter="A", name="综合")], windows=[Window(number=1, name="一", letters=["A"])]
        )
        await service.change(hall, command, staff=OFFICER, attempt=attempt(), at=MONDAY)

        first = await call(hall, officer)
        await does(desk.finish, hall, first, officer)
        assert [first.id, (await call(hall, officer)).id] == [sent.id, estate.id]

    async def test_one_officer_who_taps_twice_calls_one(self, hall, make_officer):
        officer = await make_officer(hall)
        await sit(hall, officer, 1)
        for _ in range(5):
            await paper(hall, officer)

        done = await asyncio.gather(*(call(hall, officer) for _ in range(5)), return_exceptions=True)

        assert Counter(type(one).__name__ for one in done) == {"DeskTicket": 1, "TicketStillOpen": 4}


class TestTicket:
    @pytest.fixture
    async def called(self, hall, make_officer):
        officer = await make_officer(hall)
        await sit(hall, officer, 1)
        await take(hall, PARENT)
        return officer, await call(hall, officer)

    async def test_is_recalled_served_and_finished(self, hall, called):
        officer, ticket = called

        again = await does(desk.recall, hall, ticket, officer)
        serving = await does(desk.serve, hall, ticket, officer)
        still = await does(desk.serve, hall, ticket, officer)
        done = await does(desk.finish, hall, ticket, officer)

        assert (again.calls, serving.state, still.state) == (2, TicketState.SERVING, TicketState.SERVING)
        assert (done.state, done.person_id) == (TicketState.DONE, None)

    async def test_skipped_comes_back_behind_three(self, hall, called):
        officer, ticket = called
        others = [await paper(hall, officer) for _ in range(4)]

        skipped = await does(desk.pass_over, hall, ticket, officer)
        await tickets.rejoin(ticket.id, person_id=PARENT, attempt=attempt(), at=MONDAY)
        order = []
        for _ in range(5):
            following = await call(hall, officer)
            order.append(following.id)
            await does(desk.finish, hall, following, officer)

        assert skipped.state is TicketState.SKIPPED
        assert order == [others[0].id, others[1].id, others[2].id, ticket.id, others[3].id]

    async def test_no_show_ends_it_called_or_skipped(self, hall, called):
        officer, ticket = called
        await does(desk.pass_over, hall, ticket, officer)

        assert (await does(desk.no_show, hall, ticket, officer)).state is TicketState.NO_SHOW
        with pytest.raises(TicketMovedOn):
            await does(desk.no_show, hall, ticket, officer)

    async def test_goes_first_where_it_is_transferred(self, hall, called, make_officer):
        officer, ticket = called
        colleague = await make_officer(hall)
        await paper(hall, officer, need=TicketNeed.ELDER)
        await sit(hall, colleague, 4)

        moved = await transfer(hall, ticket, officer, window_number=4, note="材料已核")
        elsewhere = await call(hall, officer)
        here = await call(hall, colleague)

        assert (moved.state, moved.note) == (TicketState.WAITING, "材料已核")
        assert elsewhere.id != ticket.id == here.id

    async def test_goes_first_in_the_line_it_is_transferred_to(self, hall, called):
        officer, ticket = called
        await paper(hall, officer, letter="B", need=TicketNeed.ELDER)

        await transfer(hall, ticket, officer, letter="B")
        following = await call(hall, officer)

        assert (following.id, following.number, following.letter) == (ticket.id, "A001", "B")

    @pytest.mark.parametrize(
        ("where", "refusal"),
        [
            ({}, WindowUnknown),
            ({"window_number": 2, "letter": "B"}, WindowUnknown),
            ({"window_number": 1}, WindowUnknown),
            ({"window_number": 77}, WindowUnknown),
            ({"letter": "Z"}, LineUnknown),
        ],
    )
    async def test_is_not_transferred_to_nowhere(self, hall, called, where, refusal):
        officer, ticket = called

        with pytest.raises(refusal):
            await transfer(hall, ticket, officer, **where)

    @pytest.mark.parametrize("what", [desk.recall, desk.serve, desk.finish, desk.pass_over, desk.no_show])
    async def test_stands_at_one_window_alone(self, hall, called, make_officer, what):
        _, ticket = called
        colleague = await make_officer(hall)
        await sit(hall, colleague, 2)

        with pytest.raises(TicketNotYours):
            await does(what, hall, ticket, colleague)

    @pytest.mark.parametrize("what", [desk.recall, desk.serve, desk.finish, desk.pass_over])
    async def test_that_ended_stays_ended(self, hall, called, what):
        officer, ticket = called
        await does(desk.finish, hall, ticket, officer)

        with pytest.raises(TicketMovedOn):
            await does(what, hall, ticket, officer)

    async def test_of_another_hall_or_none_is_not_found(self, hall, called, make_hall, make_officer):
        _, ticket = called
        other = await make_hall()
        stranger = await make_officer(other)
        await sit(other, stranger, 1)

        with pytest.raises(TicketNotFound):
            await does(desk.serve, other, ticket, stranger)

    async def test_is_not_served_by_who_lost_the_post(self, hall, called):
        officer, ticket = called
        await database.execute("delete from identity_staff where person_id = $1", officer)

        with pytest.raises(NotYourHall):
            await does(desk.serve, hall, ticket, officer)

    async def test_finished_and_skipped_at_the_same_time_is_one_of_both(self, hall, called):
        officer, ticket = called

        done = await asyncio.gather(
            *(does(what, hall, ticket, officer) for what in (desk.finish, desk.pass_over)), return_exceptions=True
        )

        assert sum(isinstance(one, Refusal) for one in done) == 1
