"""What departments do: nobody loses a place by a new plan, and everybody hears of a closed day."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from backend.core import database
from backend.supports.bookings import ports, resources, service
from backend.supports.bookings.errors import NotYourResource, PlaceUnknown, PlanUnusable, ResourceNotFound, SlotClosed
from backend.supports.bookings.structs import ChangeResource, CloseDates, CreateResource, State
from backend.supports.messages import service as messages
from tests.supports.bookings.conftest import (
    MONDAY,
    STAFF,
    actions_about,
    actions_on,
    attempt,
    minutes,
    opening,
    order,
    slots_of,
    terms,
)

TUESDAY = date(2031, 3, 4)


async def change(resource, *, at=MONDAY, staff=STAFF, active=True, **what_matters):
    command = ChangeResource(active=active, **terms(**what_matters))
    return await resources.change(resource.id, command, staff=staff, attempt=attempt(), at=at)


async def close(resource, *dates, at=MONDAY):
    return await resources.close_dates(
        resource.id, CloseDates(dates=list(dates)), staff=STAFF, attempt=attempt(), at=at
    )


async def book(slot, resource, person):
    held = await service.hold(order(slot.id, person, owner=resource.owner), at=MONDAY)
    return await service.confirm(held.id, person_id=person, at=MONDAY)


class TestCreate:
    async def test_makes_the_slots_of_the_horizon_and_a_record(self, make_resource):
        resource = await make_resource(plan=[opening(weekday=day) for day in range(1, 8)], horizon_days=5)

        slots, _ = await slots_of(resource)

        assert len(slots) == 5
        assert await actions_on(f"booking-resource:{resource.id}") == ["bookings.resource-created"]

    async def test_the_same_attempt_again_makes_one(self, make_resource, owners):
        command = CreateResource(owner=f"mini-app:t{uuid4().hex[:8]}", **terms())
        once = attempt("key")

        made = [await resources.create(command, staff=STAFF, attempt=once, at=MONDAY) for _ in range(2)]

        assert made[0] == made[1]
        assert len(await service.resources(command.owner)) == 1

    async def test_times_that_overlap_are_refused(self, make_resource):
        with pytest.raises(PlanUnusable) as refused:
            await make_resource(plan=[opening(), opening()])

        assert refused.value.params == {"weekday": 2}

    async def test_an_unknown_place_is_refused(self, make_resource):
        with pytest.raises(PlaceUnknown):
            await make_resource(region_code="629999")

    async def test_for_another_department_is_refused(self, make_resource):
        with pytest.raises(NotYourResource):
            await make_resource(owner="mini-app:elsewhere")

    async def test_without_a_bound_port_nobody_owns_anything(self, make_resource, monkeypatch):
        monkeypatch.setattr(ports._Bound, "owners", ports.NoOwners())

        with pytest.raises(NotYourResource):
            await make_resource()


class TestChange:
    async def test_more_room_goes_to_the_first_in_line(self, make_slot):
        slot, resource = await make_slot()
        await book(slot, resource, uuid4())
        first = uuid4()
        waiting = await service.wait(order(slot.id, first, owner=resource.owner), at=MONDAY)

        await change(resource, plan=[opening(capacity=2)])

        assert (await service.find(waiting.id, person_id=first)).state is State.HELD

    async def test_less_room_takes_nobodys_place(self, make_slot):
        slot, resource = await make_slot(capacity=3)
        people = [uuid4() for _ in range(2)]
        booked = [await book(slot, resource, person) for person in people]

        await change(resource, plan=[opening(capacity=1)])
        [shown], _ = await slots_of(resource)
        await service.cancel(booked[0].id, person_id=people[0], at=MONDAY)
        await change(resource, plan=[opening(capacity=1)])
        [after], _ = await slots_of(resource)

        assert (shown.capacity, shown.taken, after.capacity, after.taken) == (2, 2, 1, 1)

    async def test_other_hours_keep_the_bookings_and_take_nobody_new(self, make_slot):
        slot, resource = await make_slot(capacity=2)
        person = uuid4()
        booked = await book(slot, resource, person)

        await change(resource, plan=[opening(opens="14:00", closes="15:00")])

        [shown], _ = await slots_of(resource)
        assert shown.id != slot.id
        assert (await service.find(booked.id, person_id=person)).state is State.BOOKED
        with pytest.raises(SlotClosed):
            await service.hold(order(slot.id, uuid4(), owner=resource.owner), at=MONDAY)

    async def test_an_inactive_resource_takes_nobody_and_is_not_shown(self, make_slot):
        slot, resource = await make_slot()

        await change(resource, active=False)

        assert (await slots_of(resource))[0] == []
        assert await service.resources(resource.owner) == []
        with pytest.raises(SlotClosed):
            await service.hold(order(slot.id, uuid4(), owner=resource.owner), at=MONDAY)
        listed = await resources.listed(resource.owner, staff=STAFF, limit=5, cursor=None)
        assert [(one.id, one.active) for one in listed.items] == [(resource.id, False)]

    async def test_what_is_not_there_and_what_is_not_yours(self, make_resource):
        resource = await make_resource()

        with pytest.raises(NotYourResource):
            await change(resource, staff=uuid4())
        with pytest.raises(ResourceNotFound):
            await resources.change(uuid4(), ChangeResource(**terms()), staff=STAFF, attempt=attempt(), at=MONDAY)


class TestCloseDates:
    async def test_ends_everything_of_the_day_and_tells_its_people(self, make_slot):
        slot, resource = await make_slot()
        booked_person, waiting_person = uuid4(), uuid4()
        booked = await book(slot, resource, booked_person)
        waiting = await service.wait(order(slot.id, waiting_person, owner=resource.owner), at=MONDAY)

        closed = await close(resource, TUESDAY)

        assert closed.closed_dates == [TUESDAY]
        for one, person in ((booked, booked_person), (waiting, waiting_person)):
            assert (await service.find(one.id, person_id=person)).state is State.CLOSED
            assert [message.title for message in (await messages.inbox(person, limit=5)).items] == ["预约已取消"]
            assert (await actions_about(person))[-1] == "bookings.closed"
        row = await database.fetch_one("select taken, open from bookings_slot where id = $1", slot.id)
        assert (row["taken"], row["open"]) == (0, False)

    async def test_a_day_that_opens_again_takes_people_again(self, make_slot):
        slot, resource = await make_slot()

        await close(resource, TUESDAY)
        assert (await slots_of(resource))[0] == []
        await close(resource)

        [shown], _ = await slots_of(resource)
        assert (shown.id, shown.free) == (slot.id, 1)

    async def test_what_has_begun_goes_on(self, make_slot):
        slot, resource = await make_slot()
        person = uuid4()
        booked = await book(slot, resource, person)

        await close(resource, TUESDAY, at=MONDAY + timedelta(hours=25) + minutes(1))

        assert (await service.find(booked.id, person_id=person)).state is State.BOOKED

    async def test_of_another_department_are_refused(self, make_resource, owners):
        resource = await make_resource()
        owners.staff = set()

        with pytest.raises(NotYourResource):
            await close(resource, TUESDAY)


class TestPlanAhead:
    async def test_makes_the_slots_of_new_days_once(self, make_resource):
        resource = await make_resource(plan=[opening(weekday=day) for day in range(1, 8)], horizon_days=3)
        tomorrow = MONDAY + timedelta(days=1)
        before = await slot_ids(resource)

        await plan_all(tomorrow)
        after = await slot_ids(resource)
        await plan_all(tomorrow)

        assert (len(before), len(after)) == (3, 4)
        assert before < after
        assert await slot_ids(resource) == after

    async def test_touches_nothing_that_is_as_it_should_be(self, make_resource):
        resource = await make_resource(plan=[opening(weekday=day) for day in range(1, 8)], horizon_days=3)
        rows = "select xmin::text, id from bookings_slot where resource_id = $1 order by id"
        before = await database.fetch(rows, resource.id)

        await change(resource, plan=resource.plan, horizon_days=3)

        assert await database.fetch(rows, resource.id) == before


class TestDay:
    async def test_shows_who_comes_with_masked_names_in_order(self, make_resource, client, sign_in):
        resource = await make_resource(plan=[opening(closes="11:00")])
        slots, _ = await slots_of(resource)
        me = UUID((await client.get("/api/v1/me", headers=await sign_in("elder"))).json()["id"])
        stranger = uuid4()
        second = await book(slots[1], resource, me)
        first = await book(slots[0], resource, stranger)

        page = await resources.of_day(resource.id, day=TUESDAY, staff=STAFF, limit=1, cursor=None)
        rest = await resources.of_day(resource.id, day=TUESDAY, staff=STAFF, limit=5, cursor=page.next_cursor)

        assert [(one.id, one.number, one.name) for one in page.items] == [(first.id, first.number, "*")]
        assert [(one.id, one.number, one.name) for one in rest.items] == [(second.id, second.number, "张*兰")]
        assert (await actions_on(f"booking-resource:{resource.id}"))[1:] == ["bookings.day-read"] * 2

    async def test_of_another_department_is_refused(self, make_resource):
        resource = await make_resource()

        with pytest.raises(NotYourResource):
            await resources.of_day(resource.id, day=TUESDAY, staff=uuid4(), limit=5, cursor=None)
        with pytest.raises(NotYourResource):
            await resources.listed(resource.owner, staff=uuid4(), limit=5, cursor=None)


async def slot_ids(resource):
    rows = await database.fetch("select id from bookings_slot where resource_id = $1", resource.id)
    return {row["id"] for row in rows}


async def plan_all(at):
    while await resources.plan_ahead(at=at) == resources.PLANNED_AT_ONCE:
        pass


class TestKeep:
    """What a room above offers in an owner's name."""

    async def keep(self, owner, *, closed=(), active=True, at=MONDAY, **what_matters):
        async with database.transaction():
            return await resources.keep(
                CreateResource(**terms(owner=owner, **what_matters)),
                closed=closed,
                active=active,
                sender="某大厅",
                at=at,
            )

    async def test_is_made_once_and_brought_to_the_terms(self, database_url):
        owner = f"hall:t{uuid4().hex[:12]}"

        first = await self.keep(owner)
        again = await self.keep(owner)
        changed = await self.keep(owner, plan=[opening(capacity=7)])

        assert first == again == changed
        [offered] = await service.resources(owner)
        assert offered.plan[0].capacity == 7

    async def test_days_that_close_end_their_bookings(self, database_url):
        owner, person = f"hall:t{uuid4().hex[:12]}", uuid4()
        resource_id = await self.keep(owner)
        [resource] = await service.resources(owner)
        [slot], _ = await slots_of(resource)
        booking = await book(slot, resource, person)

        assert await self.keep(owner, closed=[TUESDAY]) == resource_id
        assert (await service.find(booking.id, person_id=person)).state is State.CLOSED

    async def test_one_that_is_not_active_takes_nobody_new(self, database_url):
        owner = f"hall:t{uuid4().hex[:12]}"
        await self.keep(owner)

        await self.keep(owner, active=False)

        assert await service.resources(owner) == []

    async def test_refuses_a_plan_or_a_place_that_is_none(self, database_url):
        owner = f"hall:t{uuid4().hex[:12]}"

        with pytest.raises(PlaceUnknown):
            await self.keep(owner, region_code="620199")
        with pytest.raises(PlanUnusable):
            await self.keep(owner, plan=[opening(), opening()])
