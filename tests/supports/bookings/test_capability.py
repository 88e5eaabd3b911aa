"""What a mini-app can do with bookings: its own resources, one person, and only if its call ends well."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from backend.core import database
from backend.core.errors import Changed
from backend.core.room import Caller
from backend.core.structs import now
from backend.reference.regions.service import local_time
from backend.supports.bookings import resources, service
from backend.supports.bookings.capability import CAPABILITIES
from backend.supports.bookings.errors import (
    AlreadyHere,
    BookingNotFound,
    HoldLapsed,
    NothingHeld,
    NotOpenYet,
    Overtaken,
    ResourceNotFound,
    SlotFull,
    SlotHasPlaces,
    SlotNotFound,
    TooManyOpen,
)
from backend.supports.bookings.structs import OpenRush
from plugin_sdk.contract.capabilities import CAPABILITIES as CONTRACT
from plugin_sdk.contract.capabilities.bookings import SLOTS_MOST
from plugin_sdk.contract.limits import HOST_CALL_PAYLOAD_BYTES
from tests.supports.bookings.conftest import STAFF, attempt, opening

BY_NAME = {one.name: one for one in CAPABILITIES}


def tomorrow():
    return (local_time(now()) + timedelta(days=1)).date()


def every_day(**what_matters):
    return [opening(**{"weekday": day, "closes": "12:00"} | what_matters) for day in range(1, 8)]


class Run:
    """One call of a mini-app: what it asks is answered at once, what it promises is kept at the end or not at all."""

    def __init__(self, owner, person=None):
        app_id = owner.removeprefix("mini-app:")
        self.caller = Caller(person_id=person or uuid4(), app_id=app_id, sender="兰州市民政局", call_id=uuid4())
        self.promises = []

    async def ask(self, name, **payload):
        capability = BY_NAME[name]
        request = msgspec.json.decode(msgspec.json.encode(payload), type=capability.payload)
        answer = await capability.answer(self.caller, request)
        if capability.apply:
            self.promises.append((capability, request, answer))
        return answer

    async def keep(self):
        async with database.transaction():
            for capability, request, answer in self.promises:
                await capability.apply(self.caller, request, answer)


@pytest.fixture
def make_offer(make_resource):
    """A resource with three slots every day, and tomorrow's slots."""

    async def make(**what_matters):
        resource = await make_resource(at=now(), **{"plan": every_day()} | what_matters)
        found, _ = await service.slots(
            resource.id, owner=resource.owner, from_date=tomorrow(), days=1, at=now(), limit=SLOTS_MOST
        )
        return resource, found

    return make


async def done(owner, name, *, person=None, **payload):
    run = Run(owner, person)
    answer = await run.ask(name, **payload)
    await run.keep()
    return answer


async def taken(slot):
    row = await database.fetch_one("select taken from bookings_slot where id = $1", slot.id)
    return row["taken"]


class TestContract:
    @pytest.mark.parametrize("capability", CAPABILITIES, ids=lambda one: one.name)
    def test_is_the_contracts_capability(self, capability):
        assert CONTRACT[capability.name] is capability.payload
        assert capability.payload.writes == (capability.apply is not None)

    def test_no_request_says_whose_booking_is_meant(self):
        fields = {name for one in CAPABILITIES for name in one.payload.__struct_fields__}

        assert fields == {"resource", "from_date", "days", "slot", "booking"}


class TestResources:
    async def test_shows_the_mini_apps_own_and_nobody_elses(self, make_offer):
        resource, _ = await make_offer()
        await make_offer()

        shown = await Run(resource.owner).ask("booking.resources")

        assert [(one.id, one.name.zh, one.opens_at) for one in shown.resources] == [(resource.id, "婚姻登记", None)]

    async def test_says_when_a_rush_opens_and_what_was_committed_to(self, make_offer):
        resource, [slot, *_] = await make_offer()
        opens_at = now() + timedelta(hours=1)
        announced = await resources.open_rush(
            resource.id, OpenRush(opens_at=opens_at), staff=STAFF, attempt=attempt(), at=now()
        )

        run = Run(resource.owner)
        [shown] = (await run.ask("booking.resources")).resources
        waiting = await run.ask("booking.wait", slot=slot.id)

        assert (shown.opens_at, shown.commitment) == (opens_at, announced.commitment)
        assert (waiting.state, waiting.place_in_line) == ("waiting", None)
        with pytest.raises(NotOpenYet):
            await Run(resource.owner).ask("booking.hold", slot=slot.id)


class TestSlots:
    async def test_shows_times_by_the_provinces_clock_with_the_runs_own_promises_counted(self, make_offer):
        resource, [slot, *_] = await make_offer()
        run = Run(resource.owner)

        before = await run.ask("booking.slots", resource=resource.id, fromDate=tomorrow(), days=1)
        await run.ask("booking.hold", slot=slot.id)
        after = await run.ask("booking.slots", resource=resource.id, fromDate=tomorrow(), days=1)
        elsewhere = await Run(resource.owner).ask("booking.slots", resource=resource.id, fromDate=tomorrow(), days=1)

        assert before.slots[0].starts_at.isoformat() == f"{tomorrow()}T09:00:00+08:00"
        assert [one.free for one in before.slots] == [1, 1, 1]
        assert [one.free for one in after.slots] == [0, 1, 1]
        assert [one.free for one in elsewhere.slots] == [1, 1, 1]

    async def test_another_mini_apps_resource_is_not_there(self, make_offer):
        resource, _ = await make_offer()

        with pytest.raises(ResourceNotFound):
            await Run("mini-app:another").ask("booking.slots", resource=resource.id, fromDate=tomorrow())

    async def test_the_largest_answer_fits_through_the_boundary(self, make_offer):
        plan = every_day(opens="00:00", closes="23:50", slot_minutes=10, capacity=10_000)
        resource, _ = await make_offer(plan=plan, horizon_days=4)

        answer = await Run(resource.owner).ask("booking.slots", resource=resource.id, fromDate=tomorrow(), days=31)

        assert len(answer.slots) == 143
        assert answer.next_date == tomorrow() + timedelta(days=1)
        assert len(msgspec.json.encode(answer)) * SLOTS_MOST / 143 < HOST_CALL_PAYLOAD_BYTES

    @pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
    async def test_there_are_none_at_the_ends_of_the_calendar(self, make_offer, day):
        resource, _ = await make_offer()

        assert (await Run(resource.owner).ask("booking.slots", resource=resource.id, fromDate=day, days=31)).slots == []

    @pytest.mark.parametrize("days", [0, 32])
    async def test_at_most_a_month_is_asked_for(self, make_offer, days):
        with pytest.raises(msgspec.ValidationError):
            await Run("mini-app:any").ask("booking.slots", resource=uuid4(), fromDate=tomorrow(), days=days)


class TestHold:
    async def test_a_promise_alone_holds_nothing(self, make_offer):
        resource, [slot, *_] = await make_offer()

        promised = await Run(resource.owner).ask("booking.hold", slot=slot.id)

        assert (promised.state, promised.slot) == ("held", slot.id)
        assert await taken(slot) == 0

    async def test_keeps_its_promise_to_the_second(self, make_offer):
        resource, [slot, *_] = await make_offer()
        person = uuid4()

        promised = await done(resource.owner, "booking.hold", person=person, slot=slot.id)

        kept = await service.find(promised.id, person_id=person)
        assert (kept.state.value, kept.expires_at) == ("held", promised.expires_at)

    async def test_holding_and_confirming_in_one_run(self, make_offer):
        resource, [slot, *_] = await make_offer()
        person = uuid4()
        run = Run(resource.owner, person)

        held = await run.ask("booking.hold", slot=slot.id)
        booked = await run.ask("booking.confirm", booking=held.id)
        await run.keep()

        kept = await service.find(held.id, person_id=person)
        assert (kept.state.value, kept.number) == ("booked", booked.number)

    async def test_a_run_is_held_to_what_it_promised(self, make_offer):
        resource, [one, two, three] = await make_offer(per_person_most=2)
        run = Run(resource.owner)
        await run.ask("booking.hold", slot=one.id)
        await run.ask("booking.hold", slot=two.id)

        with pytest.raises(AlreadyHere):
            await run.ask("booking.hold", slot=one.id)
        with pytest.raises(TooManyOpen):
            await run.ask("booking.hold", slot=three.id)

    async def test_who_was_faster_makes_the_run_repeat(self, make_offer):
        resource, [slot, *_] = await make_offer()
        run = Run(resource.owner)
        await run.ask("booking.hold", slot=slot.id)
        await done(resource.owner, "booking.hold", slot=slot.id)

        with pytest.raises(Overtaken) as overtaken:
            await run.keep()

        assert isinstance(overtaken.value, Changed)
        assert isinstance(overtaken.value.__cause__, SlotFull)
        assert await taken(slot) == 1

    async def test_of_64_runs_for_one_place_one_is_kept(self, make_offer):
        resource, [slot, *_] = await make_offer()
        runs = [Run(resource.owner) for _ in range(64)]
        for run in runs:
            await run.ask("booking.hold", slot=slot.id)

        outcomes = await asyncio.gather(*(run.keep() for run in runs), return_exceptions=True)

        assert sorted(type(one).__name__ for one in outcomes) == ["NoneType"] + ["Overtaken"] * 63
        assert await taken(slot) == 1

    async def test_another_mini_apps_slot_is_not_there(self, make_offer):
        _, [slot, *_] = await make_offer()

        for name in ("booking.hold", "booking.wait"):
            with pytest.raises(SlotNotFound):
                await Run("mini-app:another").ask(name, slot=slot.id)


class TestConfirm:
    async def test_of_what_another_person_or_mini_app_made_is_not_there(self, make_offer):
        resource, [slot, *_] = await make_offer()
        person = uuid4()
        held = await done(resource.owner, "booking.hold", person=person, slot=slot.id)

        for run in (Run(resource.owner), Run("mini-app:another", person)):
            for name in ("booking.confirm", "booking.cancel"):
                with pytest.raises(BookingNotFound):
                    await run.ask(name, booking=held.id)

    async def test_again_is_the_same_number(self, make_offer):
        resource, [slot, *_] = await make_offer()
        run = Run(resource.owner)
        held = await run.ask("booking.hold", slot=slot.id)

        numbers = [(await run.ask("booking.confirm", booking=held.id)).number for _ in range(2)]
        await run.keep()
        later = await done(resource.owner, "booking.confirm", person=run.caller.person_id, booking=held.id)

        assert {*numbers, later.number} == {numbers[0]}

    async def test_a_hold_that_passed_before_the_end_makes_the_run_repeat(self, make_offer):
        resource, [slot, *_] = await make_offer()
        person = uuid4()
        held = await done(resource.owner, "booking.hold", person=person, slot=slot.id)
        run = Run(resource.owner, person)
        await run.ask("booking.confirm", booking=held.id)
        await database.execute("update bookings_booking set expires_at = now() where id = $1", held.id)

        with pytest.raises(Overtaken):
            await run.keep()
        with pytest.raises(HoldLapsed):
            await Run(resource.owner, person).ask("booking.confirm", booking=held.id)

    async def test_a_number_that_somebody_has_makes_the_run_repeat(self, make_offer, monkeypatch):
        resource, [one, two, *_] = await make_offer()
        monkeypatch.setattr(service, "new_number", lambda _starts_at: f"{uuid4().hex[:4]}-FIXED")
        number = service.new_number(one.starts_at)
        monkeypatch.setattr(service, "new_number", lambda _starts_at: number)
        runs = [Run(resource.owner), Run(resource.owner)]
        for run, slot in zip(runs, (one, two), strict=True):
            held = await run.ask("booking.hold", slot=slot.id)
            await run.ask("booking.confirm", booking=held.id)

        await runs[0].keep()
        with pytest.raises(Overtaken):
            await runs[1].keep()

        assert [await taken(one), await taken(two)] == [1, 0]

    async def test_who_waits_is_refused(self, make_offer):
        resource, [slot, *_] = await make_offer()
        await done(resource.owner, "booking.hold", slot=slot.id)
        run = Run(resource.owner)
        waiting = await run.ask("booking.wait", slot=slot.id)

        with pytest.raises(NothingHeld):
            await run.ask("booking.confirm", booking=waiting.id)


class TestCancel:
    async def test_gives_the_place_back_once_however_often_it_is_said(self, make_offer):
        resource, [slot, *_] = await make_offer()
        person = uuid4()
        held = await done(resource.owner, "booking.hold", person=person, slot=slot.id)
        run = Run(resource.owner, person)

        states = [(await run.ask("booking.cancel", booking=held.id)).state for _ in range(2)]
        await run.keep()
        later = await done(resource.owner, "booking.cancel", person=person, booking=held.id)

        assert [*states, later.state] == ["cancelled"] * 3
        assert await taken(slot) == 0

    async def test_a_place_given_back_in_a_run_can_be_held_again_in_it(self, make_offer):
        resource, [slot, other, *_] = await make_offer()
        person = uuid4()
        held = await done(resource.owner, "booking.hold", person=person, slot=slot.id)
        run = Run(resource.owner, person)

        await run.ask("booking.cancel", booking=held.id)
        again = await run.ask("booking.hold", slot=slot.id)
        await run.ask("booking.cancel", booking=again.id)
        moved = await run.ask("booking.hold", slot=other.id)
        await run.keep()

        assert (await service.find(moved.id, person_id=person)).state.value == "held"
        assert [await taken(slot), await taken(other)] == [0, 1]

    async def test_a_place_that_others_wait_for_is_not_free_for_the_run(self, make_offer):
        resource, [slot, *_] = await make_offer()
        person = uuid4()
        held = await done(resource.owner, "booking.hold", person=person, slot=slot.id)
        await done(resource.owner, "booking.wait", slot=slot.id)
        run = Run(resource.owner, person)
        await run.ask("booking.cancel", booking=held.id)

        with pytest.raises(SlotFull):
            await run.ask("booking.hold", slot=slot.id)


class TestWait:
    async def test_says_the_place_in_line_and_keeps_it(self, make_offer):
        resource, [slot, *_] = await make_offer()
        await done(resource.owner, "booking.hold", slot=slot.id)
        await done(resource.owner, "booking.wait", slot=slot.id)
        person = uuid4()

        waiting = await done(resource.owner, "booking.wait", person=person, slot=slot.id)

        kept = await service.find(waiting.id, person_id=person)
        assert (waiting.place_in_line, kept.place_in_line) == (2, 2)

    async def test_beside_a_free_place_is_refused(self, make_offer):
        resource, [slot, *_] = await make_offer()

        with pytest.raises(SlotHasPlaces):
            await Run(resource.owner).ask("booking.wait", slot=slot.id)


class TestMine:
    async def test_shows_what_the_run_will_leave_and_nobody_elses(self, make_offer):
        resource, [one, two, *_] = await make_offer(per_person_most=2)
        person = uuid4()
        await done(resource.owner, "booking.hold", slot=two.id)
        kept = await done(resource.owner, "booking.hold", person=person, slot=one.id)
        run = Run(resource.owner, person)

        waiting = await run.ask("booking.wait", slot=two.id)
        await run.ask("booking.cancel", booking=kept.id)
        mine = (await run.ask("booking.mine")).bookings

        assert [(one.id, one.state) for one in mine] == [(waiting.id, "waiting"), (kept.id, "cancelled")]
        assert (await Run("mini-app:another", person).ask("booking.mine")).bookings == []
        assert all(isinstance(one.id, UUID) for one in mine)
