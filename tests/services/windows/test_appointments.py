"""Appointments: slots in the hall's own hours, never on a holiday, never more places than planned."""

import asyncio
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from backend.core import database
from backend.reference.regions.service import local_time
from backend.services.windows import appointments, service
from backend.services.windows.errors import HallNotFound, NotYourHall
from backend.services.windows.owners import HallOwners
from backend.services.windows.structs import AppointmentPlan, Hours
from backend.supports.bookings.errors import NotYourResource, SlotNotFound
from tests.services.windows.conftest import (
    ELDER,
    MONDAY,
    OFFICER,
    OPERATOR,
    PARENT,
    attempt,
    change_of,
    inbox,
    minutes,
)

MORNINGS = [Hours(weekday=day, opens="09:00", closes="10:00") for day in range(1, 6)]
# A Thursday before the days off of spring 2026; offices work on the Saturday (14th) before it.
BEFORE_SPRING = datetime(2026, 2, 12, 0, 30, tzinfo=UTC)


async def plan(code, *, staff=OFFICER, at=MONDAY, **what_matters):
    command = AppointmentPlan(**{"slot_minutes": 30, "capacity": 2, "horizon_days": 10} | what_matters)
    return await service.plan_appointments(code, command, staff=staff, attempt=attempt(), at=at)


async def slots(code, *, at=MONDAY, days=14):
    return (await appointments.slots(code, from_date=local_time(at).date(), days=days, at=at)).items


async def book(code, slot, person, *, at=MONDAY):
    return await appointments.book(code, slot.slot_id, person_id=person, attempt=attempt(), at=at)


@pytest.fixture
async def mornings(make_hall):
    return await make_hall(hours=MORNINGS, follows_holidays=True)


class TestPlan:
    async def test_residents_plan_nothing(self, mornings):
        with pytest.raises(NotYourHall):
            await plan(mornings, staff=ELDER)
        with pytest.raises(HallNotFound):
            await plan("h999999")

    async def test_cuts_the_halls_hours_into_slots(self, mornings):
        planned = await plan(mornings)
        found = await slots(mornings)

        assert planned.takes_appointments
        assert {f"{local_time(one.starts_at):%H:%M}" for one in found} == {"09:00", "09:30"}
        assert len({local_time(one.starts_at).date() for one in found}) == 7  # from Tuesday to Wednesday of next week
        assert {one.free for one in found} == {2}

    async def test_offers_nothing_on_holidays_but_on_the_weekends_that_make_up_for_them(self, mornings):
        await plan(mornings, at=BEFORE_SPRING, horizon_days=14)

        days = {local_time(one.starts_at).date() for one in await slots(mornings, at=BEFORE_SPRING)}

        assert days == {date(2026, 2, day) for day in (12, 13, 14, 24, 25)}

    async def test_capacity_0_offers_no_more_of_them(self, mornings):
        await plan(mornings)
        [first, *_] = await slots(mornings)
        booked = await book(mornings, first, PARENT)

        stopped = await plan(mornings, capacity=0)

        assert (stopped.takes_appointments, await slots(mornings)) == (False, [])
        row = await database.fetch_one("select state from bookings_booking where id = $1", booked.booking_id)
        assert row["state"] == "booked"

    async def test_a_hall_that_never_offered_any_stops_nothing(self, mornings):
        assert not (await plan(mornings, capacity=0)).takes_appointments


class TestBook:
    async def test_gives_a_number_at_once(self, mornings):
        await plan(mornings)
        [first, *_] = await slots(mornings)

        booked = await book(mornings, first, ELDER)

        assert (booked.state, booked.hall_code, booked.starts_at) == ("booked", mornings, first.starts_at)
        assert booked.number
        assert (await slots(mornings))[0].free == 1

    async def test_the_same_attempt_books_once(self, mornings):
        await plan(mornings)
        [first, *_] = await slots(mornings)
        again, person = attempt("once"), uuid4()

        both = [
            await appointments.book(mornings, first.slot_id, person_id=person, attempt=again, at=MONDAY)
            for _ in range(2)
        ]

        assert both[0] == both[1]
        assert (await slots(mornings))[0].free == 1

    async def test_of_many_people_two_get_the_two_places(self, mornings):
        await plan(mornings)
        [first, *_] = await slots(mornings)

        done = await asyncio.gather(*(book(mornings, first, uuid4()) for _ in range(8)), return_exceptions=True)

        assert Counter(type(one).__name__ for one in done) == {"Appointment": 2, "SlotFull": 6}

    async def test_slots_of_other_halls_and_unknown_halls_are_not_found(self, mornings, make_hall):
        await plan(mornings)
        [first, *_] = await slots(mornings)

        with pytest.raises(SlotNotFound):
            await book(await make_hall(), first, ELDER)
        with pytest.raises(HallNotFound):
            await book("h999999", first, ELDER)
        with pytest.raises(HallNotFound):
            await slots("h999999")


class TestFollow:
    async def test_a_day_the_hall_closes_ends_its_appointments_and_tells_their_people(self, mornings):
        person = uuid4()
        await plan(mornings)
        tomorrow = (await slots(mornings))[1]
        await book(mornings, tomorrow, person)
        day = local_time(tomorrow.starts_at).date()

        command = change_of(version=2, hours=MORNINGS, follows_holidays=True, closed_dates=[day])
        await service.change(mornings, command, staff=OFFICER, attempt=attempt(), at=MONDAY)

        assert day not in {local_time(one.starts_at).date() for one in await slots(mornings)}
        assert await inbox(person) == ["预约已取消"]

    async def test_moves_with_the_days(self, mornings):
        await plan(mornings)
        later = MONDAY + timedelta(days=30)

        await appointments.follow_all(at=later)

        days = {local_time(one.starts_at).date() for one in await slots(mornings, at=later)}
        assert date(2027, 1, 1) not in days
        assert date(2026, 12, 31) in days

    async def test_writes_nothing_while_nothing_changes(self, mornings):
        await plan(mornings)
        before = await kept(mornings)

        await appointments.follow_all(at=MONDAY + minutes(60))

        assert await kept(mornings) == before == 1


async def kept(code):
    """How often the audit log says that the hall's appointments were brought to its hours."""
    rows = await database.fetch(
        """
        select leaf from core_audit_leaf where position($1 in convert_from(leaf, 'UTF8')) > 0
        union all select leaf from core_audit_entry where position($1 in convert_from(leaf, 'UTF8')) > 0
        """,
        f'"hall:{code}"',
    )
    return sum(b"bookings.resource-kept" in bytes(row["leaf"]) for row in rows)


class TestOfDay:
    async def test_staff_of_the_hall_see_masked_names(self, mornings):
        await plan(mornings)
        [first, *_] = await slots(mornings)
        booked = await book(mornings, first, ELDER)
        day = local_time(first.starts_at).date()

        page = await appointments.of_day(mornings, day=day, staff=OFFICER, limit=10, cursor=None)

        assert [(one.id, "*" in one.name) for one in page.items] == [(booked.booking_id, True)]
        with pytest.raises(NotYourResource):
            await appointments.of_day(mornings, day=day, staff=PARENT, limit=10, cursor=None)

    async def test_without_appointments_nobody_comes(self, hall):
        page = await appointments.of_day(hall, day=MONDAY.date(), staff=OFFICER, limit=10, cursor=None)

        assert page.items == []
        with pytest.raises(HallNotFound):
            await appointments.of_day("h999999", day=MONDAY.date(), staff=OFFICER, limit=10, cursor=None)


class TestOwners:
    async def test_staff_who_run_a_hall_act_for_it_and_nobody_else(self, hall):
        owners, owner = HallOwners(), f"hall:{hall}"

        assert await owners.department_for(OFFICER, owner=owner) == f"测试大厅{hall}"
        assert await owners.department_for(OPERATOR, owner=owner) == f"测试大厅{hall}"
        assert await owners.department_for(ELDER, owner=owner) is None
        assert await owners.department_for(OFFICER, owner="hall:h999999") is None
        assert await owners.department_for(OFFICER, owner=f"mini-app:{hall}") is None

    async def test_seeded_halls_offer_appointments(self, database_url):
        found = await appointments.slots("h620102", from_date=local_time(MONDAY).date(), days=14, at=MONDAY)

        assert found.items
        assert minutes(30) == found.items[0].ends_at - found.items[0].starts_at
