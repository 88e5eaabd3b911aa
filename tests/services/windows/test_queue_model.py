"""The queue against a model that is a list: no ticket lost, none called twice, the order as promised, come what may."""

import asyncio
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from backend.core import database
from backend.core.errors import Refusal
from backend.services.windows import desk, tickets
from backend.services.windows.structs import Counter, TicketNeed
from backend.services.windows.ticket_structs import Transfer
from tests.services.windows.conftest import MONDAY, attempt, call, does, minutes, paper, sit, take

WINDOWS = (1, 2, 3)
# 1 serves everything, 2 the general line, 3 the other one.
SERVED = {1: ("A", "B"), 2: ("A",), 3: ("B",)}
WINDOW = st.sampled_from(WINDOWS)
NEEDS = st.sampled_from([TicketNeed.NONE, TicketNeed.NONE, TicketNeed.ELDER])
OPEN = {"waiting", "called", "serving", "skipped"}


class QueueMachine(RuleBasedStateMachine):
    """One hall, three officers. Every ticket is a dict in the order of arrival; the database runs in another thread."""

    def __init__(self, loop, make_hall, make_officer):
        super().__init__()
        self.loop, self.make_hall, self.make_officer = loop, make_hall, make_officer
        self.tickets, self.given, self.clock = [], {"A": 0, "B": 0}, MONDAY

    def does(self, work):
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    def tries(self, work):
        async def whole():
            try:
                return await work
            except Refusal as refusal:
                return refusal

        return self.does(whole())

    @initialize()
    def open_the_hall(self):
        windows = [
            Counter(number=1, name="一"),
            *(Counter(number=n, name=f"{n}", letters=list(SERVED[n])) for n in (2, 3)),
        ]
        self.hall = self.does(self.make_hall(windows=windows))
        self.officers = {number: self.does(self.make_officer(self.hall)) for number in WINDOWS}
        for number, officer in self.officers.items():
            self.does(sit(self.hall, officer, number))

    @rule(line=st.sampled_from("AB"), need=NEEDS, phone=st.booleans())
    def somebody_comes(self, line, need, phone):
        self.clock += minutes(1)
        person = uuid4() if phone else None
        if phone:
            made = self.does(take(self.hall, person, letter=line, need=need, at=self.clock))
        else:
            made = self.does(paper(self.hall, self.officers[1], letter=line, need=need, at=self.clock))
        self.given[line] += 1
        assert made.number == f"{line}{self.given[line]:03d}"
        self.tickets.append(
            {"id": made.id, "person": person, "line": line, "need": need, "state": "waiting", "window": None,
             "target": None, "transferred": False, "returned": False, "place": len(self.tickets) * 1.0,
             "arrived": len(self.tickets)}
        )  # fmt: skip

    @rule(number=WINDOW)
    def an_officer_calls(self, number):
        before = self.at(number)
        expected = self.next_for(number)

        called = self.tries(call(self.hall, self.officers[number], at=self.clock))

        if before is not None:
            assert type(called).__name__ == "TicketStillOpen"
        elif expected is None:
            assert called is None
        else:
            assert called.id == expected["id"]
            expected |= {"state": "called", "window": number, "target": None}

    @rule(number=WINDOW, what=st.sampled_from(["serve", "finish", "pass_over", "no_show", "recall"]))
    def an_officer_goes_on(self, number, what):
        ticket = self.at(number)
        if ticket is None:
            return
        allowed = {"serve": ("called", "serving"), "finish": ("called", "serving")}.get(what, ("called",))
        becomes = {
            "serve": "serving",
            "finish": "done",
            "pass_over": "skipped",
            "no_show": "no-show",
            "recall": "called",
        }

        done = self.tries(does(getattr(desk, what), self.hall, Ticket(ticket), self.officers[number], at=self.clock))

        assert isinstance(done, Refusal) == (ticket["state"] not in allowed)
        if ticket["state"] in allowed:
            ticket["state"] = becomes[what]

    @rule(number=WINDOW, to=st.sampled_from([1, 2, 3, "A", "B"]))
    def an_officer_passes_on(self, number, to):
        ticket = self.at(number)
        if ticket is None or to == number:
            return
        where = {"window_number": to} if isinstance(to, int) else {"letter": to}
        command = Transfer(**where)
        self.does(
            desk.transfer(
                self.hall, ticket["id"], command, staff=self.officers[number], attempt=attempt(), at=self.clock
            )
        )
        line = ticket["line"] if isinstance(to, int) else to
        target = to if isinstance(to, int) else None
        ticket |= {"state": "waiting", "window": None, "target": target, "line": line, "transferred": True}

    @precondition(lambda self: self.tickets)
    @rule(data=st.data())
    def somebody_comes_back_or_leaves(self, data):
        ticket = data.draw(st.sampled_from([one for one in self.tickets if one["person"]] or self.tickets))
        leaves = data.draw(st.booleans())
        if ticket["person"] is None:
            return
        person = ticket["person"]
        if leaves:
            work = tickets.give_back(ticket["id"], person_id=person, attempt=attempt(), at=self.clock)
            refused = ticket["state"] in {"called", "serving"}
        else:
            work = tickets.rejoin(ticket["id"], person_id=person, attempt=attempt(), at=self.clock)
            refused = ticket["state"] != "skipped"

        done = self.tries(work)

        assert isinstance(done, Refusal) == refused
        if leaves and ticket["state"] in {"waiting", "skipped"}:
            ticket["state"] = "cancelled"
        elif not leaves and not refused:
            self.put_back(ticket)

    @rule(numbers=st.permutations(WINDOWS))
    def all_call_at_the_same_time(self, numbers):
        idle = [number for number in numbers if self.at(number) is None]
        waiting = {one["id"] for one in self.tickets if one["state"] == "waiting"}

        async def together():
            return await asyncio.gather(*(call(self.hall, self.officers[one], at=self.clock) for one in idle))

        called = [(number, one) for number, one in zip(idle, self.does(together()), strict=True) if one is not None]

        assert len({one.id for _, one in called}) == len(called)
        assert {one.id for _, one in called} <= waiting
        for number, one in called:
            ticket = next(own for own in self.tickets if own["id"] == one.id)
            ticket |= {"state": "called", "window": number, "target": None}

    @invariant()
    def the_database_says_the_same(self):
        if not self.tickets:
            return
        rows = self.does(
            database.fetch("select id, state, window_number, line from windows_ticket where hall_code = $1", self.hall)
        )
        here = {row["id"]: (row["state"], row["line"]) for row in rows}
        assert here == {one["id"]: (one["state"], one["line"]) for one in self.tickets}

    @invariant()
    def everybody_is_told_how_many_are_before_them(self):
        if waiting := [one for one in self.tickets if one["state"] == "waiting" and one["person"]]:
            ticket = waiting[-1]
            if ticket["target"] is None:
                seen = self.does(tickets.find(ticket["id"], person_id=ticket["person"], at=self.clock))
                line = [one for one in self.ordered() if one["line"] == ticket["line"] and one["target"] is None]
                assert seen.ahead == line.index(ticket)

    def at(self, number):
        return next(
            (one for one in self.tickets if one["window"] == number and one["state"] in {"called", "serving"}), None
        )

    def ordered(self):
        def key(one):
            rank = 0 if one["transferred"] else 2 if one["need"] is not TicketNeed.NONE else 3
            return (rank, one["place"], one["returned"], one["arrived"])

        return sorted((one for one in self.tickets if one["state"] == "waiting"), key=key)

    def next_for(self, number):
        return next(
            (
                one
                for one in self.ordered()
                if one["target"] == number or (one["target"] is None and one["line"] in SERVED[number])
            ),
            None,
        )

    def put_back(self, ticket):
        """Behind the third of those with the same right, or at the end."""
        same = [
            one
            for one in self.tickets
            if one["state"] == "waiting" and one["line"] == ticket["line"] and one["target"] is None
            and (one["need"] is TicketNeed.NONE) == (ticket["need"] is TicketNeed.NONE)
        ]  # fmt: skip
        same.sort(key=lambda one: (one["place"], one["returned"], one["arrived"]))
        self.ends = getattr(self, "ends", 0) + 1
        place = same[2]["place"] if len(same) > 2 else len(self.tickets) - 1 + self.ends / 1_000_000
        ticket |= {"state": "waiting", "window": None, "transferred": False, "returned": True, "place": place}


class Ticket:
    """What `does` asks of a ticket."""

    def __init__(self, ticket):
        self.id = ticket["id"]


@pytest.mark.slow
async def test_the_queue_keeps_its_promises(make_hall, make_officer):
    loop = asyncio.get_running_loop()
    effort = settings(max_examples=40, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck))

    await asyncio.to_thread(
        run_state_machine_as_test, lambda: QueueMachine(loop, make_hall, make_officer), settings=effort
    )
