"""Whatever people do and however time passes: no place too many, no place lost, and the line in its order."""

import asyncio
from collections import Counter
from datetime import timedelta
from uuid import uuid4

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from backend.core import database
from backend.core.errors import Refusal
from backend.supports.bookings import line, resources, service
from backend.supports.bookings.structs import ChangeResource, State
from tests.supports.bookings.conftest import MONDAY, STAFF, attempt, minutes, opening, order, slots_of, terms

PEOPLE = st.integers(0, 5)
LAST = MONDAY + timedelta(hours=25)


class SlotMachine(RuleBasedStateMachine):
    """One slot, six people, and a clock. The loop of the database runs in another thread."""

    def __init__(self, loop, make_resource):
        super().__init__()
        self.loop, self.make_resource = loop, make_resource
        self.now = MONDAY

    def does(self, work):
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    @initialize(capacity=st.integers(1, 3))
    def offer_one_slot(self, capacity):
        plan = [opening(capacity=capacity)]
        self.resource = self.does(self.make_resource(plan=plan, per_person_most=1, hold_seconds=600))
        [self.slot], _ = self.does(slots_of(self.resource))
        self.people = [uuid4() for _ in range(6)]
        self.read()

    @rule(who=PEOPLE)
    def hold(self, who):
        may = self.free() > 0 and not self.mine(who) and self.now < LAST

        assert self.tries(service.hold(self.order(who), at=self.now)) == may

    @rule(who=PEOPLE)
    def wait(self, who):
        may = self.free() <= 0 and not self.mine(who) and self.now < LAST

        assert self.tries(service.wait(self.order(who), at=self.now)) == may

    @rule(who=PEOPLE)
    def confirm(self, who):
        mine = self.mine(who) or self.newest(who)
        if mine:
            may = mine["state"] == "booked" or (mine["state"] == "held" and self.now < mine["expires_at"])

            assert self.tries(service.confirm(mine["id"], person_id=self.people[who], at=self.now)) == may

    @rule(who=PEOPLE)
    def cancel(self, who):
        mine = self.mine(who) or self.newest(who)
        if mine:
            may = self.now < LAST or mine["state"] not in {"waiting", "held", "booked"}

            assert self.tries(service.cancel(mine["id"], person_id=self.people[who], at=self.now), left=mine) == may

    @rule(passed=st.sampled_from([1, 9, 10, 30, 31, 600]), swept=st.booleans())
    def time_passes(self, passed, swept):
        self.now += minutes(passed)
        if swept:
            self.tries(line.keep_up(at=self.now))

    @rule(capacity=st.integers(1, 3))
    def the_department_changes_the_room(self, capacity):
        command = ChangeResource(**terms(plan=[opening(capacity=capacity)], hold_seconds=600))
        self.tries(resources.change(self.resource.id, command, staff=STAFF, attempt=attempt(), at=self.now))

    @rule()
    def the_house_is_tidied(self):
        self.tries(line.tidy(at=self.now))

    @invariant()
    def as_many_places_are_taken_as_people_have(self):
        has = Counter(row["state"] for row in self.rows)

        assert has["held"] + has["booked"] == self.row["taken"] <= self.row["capacity"]

    @invariant()
    def nobody_is_there_twice(self):
        there = Counter(row["person_id"] for row in self.rows if row["state"] in {"waiting", "held", "booked"})

        assert set(there.values()) <= {1}

    @invariant()
    def nobody_waits_beside_a_free_place(self):
        if self.line() and self.now < LAST:
            assert self.row["taken"] == self.row["capacity"]

    def tries(self, work, *, left=None):
        """Do it; whether it was done. What was refused changed nothing; who got a place from the line was first."""
        rows, before = self.rows, self.line()

        async def whole():
            try:
                await work
            except Refusal:
                return False
            return True

        done = self.does(whole())
        self.read()
        if not done:
            assert self.rows == rows
        served = [one for one in before if self.state(one) in {State.HELD, State.BOOKED, State.LAPSED}]
        stayed = [one for one in before if one not in served and (left is None or one != left["id"])]
        if self.now < LAST:
            assert stayed == before[len(before) - len(stayed) :] or left is not None
            assert [one for one in before if one in served or one in stayed] == served + stayed
            assert self.line()[: len(stayed)] == stayed
        return done

    def read(self):
        columns = "id, person_id, state, expires_at, line_no, number"
        self.rows = self.does(
            database.fetch(f"select {columns} from bookings_booking where slot_id = $1 order by id", self.slot.id)
        )
        self.row = self.does(database.fetch_one("select * from bookings_slot where id = $1", self.slot.id))

    def line(self):
        waiting = [row for row in self.rows if row["state"] == "waiting"]
        return [row["id"] for row in sorted(waiting, key=lambda row: row["line_no"])]

    def free(self):
        lapsed = sum(row["state"] == "held" and row["expires_at"] <= self.now for row in self.rows)
        return self.row["capacity"] - self.row["taken"] + lapsed - len(self.line())

    def mine(self, who):
        def counts(row):
            return row["state"] in {"waiting", "booked"} or (row["state"] == "held" and self.now < row["expires_at"])

        return next((row for row in self.rows if row["person_id"] == self.people[who] and counts(row)), None)

    def newest(self, who):
        return next((row for row in self.rows[::-1] if row["person_id"] == self.people[who]), None)

    def state(self, booking_id):
        return State(next(row["state"] for row in self.rows if row["id"] == booking_id))

    def order(self, who):
        return order(self.slot.id, self.people[who], owner=self.resource.owner)


async def test_a_slot_keeps_its_promises(make_resource):
    loop = asyncio.get_running_loop()
    effort = settings(max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))

    await asyncio.to_thread(run_state_machine_as_test, lambda: SlotMachine(loop, make_resource), settings=effort)
