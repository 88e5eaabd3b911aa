"""Places: never more than there are, kept for a while, and passed on in the order of the line."""

from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest

from backend.core import database
from backend.supports.bookings import line, service
from backend.supports.bookings.errors import (
    AlreadyHere,
    BookingNotFound,
    HoldLapsed,
    NothingHeld,
    ResourceNotFound,
    SlotClosed,
    SlotFull,
    SlotNotFound,
    TooLate,
    TooManyOpen,
)
from backend.supports.bookings.structs import State
from tests.supports.bookings.conftest import (
    MONDAY,
    NINE_ON_TUESDAY,
    actions_about,
    book,
    hold,
    minutes,
    opening,
    order,
    slots_of,
    taken,
    wait,
)


class TestHold:
    async def test_keeps_a_place_for_the_time_the_resource_says(self, make_slot):
        slot, resource = await make_slot(hold_seconds=120)
        person = uuid4()

        held = await hold(slot, resource, person)

        assert (held.state, held.number, held.expires_at) == (State.HELD, None, MONDAY + minutes(2))
        assert await taken(slot) == 1

    async def test_never_outlives_the_beginning(self, make_slot):
        slot, resource = await make_slot()

        held = await hold(slot, resource, uuid4(), at=NINE_ON_TUESDAY - minutes(1))

        assert held.expires_at == NINE_ON_TUESDAY

    async def test_the_same_order_again_holds_once(self, make_slot):
        slot, resource = await make_slot(capacity=3, per_person_most=3)
        wish = order(slot.id, uuid4(), owner=resource.owner)

        first, second = await service.hold(wish, at=MONDAY), await service.hold(wish, at=MONDAY + minutes(1))

        assert first == second
        assert await taken(slot) == 1

    async def test_a_full_slot_is_refused(self, make_slot):
        slot, resource = await make_slot(capacity=2)
        for _ in range(2):
            await hold(slot, resource, uuid4())

        with pytest.raises(SlotFull):
            await hold(slot, resource, uuid4())

        assert await taken(slot) == 2

    async def test_a_hold_that_has_passed_is_no_obstacle_although_nobody_swept(self, make_slot):
        slot, resource = await make_slot()
        earlier = await hold(slot, resource, uuid4())

        held = await hold(slot, resource, uuid4(), at=earlier.expires_at)

        assert held.state is State.HELD
        assert await taken(slot) == 1

    async def test_ones_own_passed_hold_is_no_obstacle_either(self, make_slot):
        slot, resource = await make_slot()
        person = uuid4()
        earlier = await hold(slot, resource, person)

        held = await hold(slot, resource, person, at=earlier.expires_at)

        assert held.id != earlier.id
        assert (await service.find(earlier.id, person_id=person)).state is State.LAPSED

    async def test_twice_in_one_slot_is_refused(self, make_slot):
        slot, resource = await make_slot(capacity=2, per_person_most=5)
        person = uuid4()
        await hold(slot, resource, person)

        with pytest.raises(AlreadyHere):
            await hold(slot, resource, person)

    async def test_more_at_once_than_the_resource_allows_is_refused(self, make_resource):
        resource = await make_resource(plan=[opening(closes="12:00", capacity=2)], per_person_most=2)
        slots, _ = await slots_of(resource)
        person = uuid4()
        for slot in slots[:2]:
            await hold(slot, resource, person)

        with pytest.raises(TooManyOpen) as refused:
            await hold(slots[2], resource, person)

        assert refused.value.params == {"most": 2}

    async def test_a_booking_of_the_past_is_not_open(self, make_resource):
        resource = await make_resource(plan=[opening(closes="11:00")])
        slots, _ = await slots_of(resource)
        person = uuid4()
        await book(slots[0], resource, person)

        held = await hold(slots[1], resource, person, at=NINE_ON_TUESDAY + minutes(1))

        assert held.state is State.HELD

    async def test_what_has_begun_is_refused(self, make_slot):
        slot, resource = await make_slot()

        with pytest.raises(SlotClosed):
            await hold(slot, resource, uuid4(), at=NINE_ON_TUESDAY)

    async def test_another_owners_slot_is_not_there(self, make_slot):
        slot, _ = await make_slot()

        with pytest.raises(SlotNotFound):
            await service.hold(order(slot.id, uuid4(), owner="mini-app:another"), at=MONDAY)
        with pytest.raises(SlotNotFound):
            await service.wait(order(slot.id, uuid4(), owner="mini-app:another"), at=MONDAY)

    async def test_goes_with_the_callers_transaction(self, make_slot):
        slot, resource = await make_slot()
        person = uuid4()

        with suppress(RolledBack):
            async with database.transaction():
                await hold(slot, resource, person)
                raise RolledBack

        assert await taken(slot) == 0
        assert await actions_about(person) == []


class TestConfirm:
    async def test_gives_a_number_to_say_at_the_desk(self, make_slot):
        slot, resource = await make_slot()

        booked = await book(slot, resource, uuid4())

        day, _, letters = booked.number.partition("-")
        assert (booked.state, booked.expires_at, day) == (State.BOOKED, None, "0304")
        assert len(letters) == service.LETTERS_OF_NUMBER
        assert not set(letters) & set("ILOU")

    async def test_again_is_the_same_booking(self, make_slot):
        slot, resource = await make_slot()
        person = uuid4()

        first = await book(slot, resource, person)
        second = await service.confirm(first.id, person_id=person, at=MONDAY + timedelta(hours=3))

        assert first == second
        assert await actions_about(person) == ["bookings.held", "bookings.confirmed"]

    async def test_a_hold_that_has_passed_is_gone_although_nobody_swept(self, make_slot):
        slot, resource = await make_slot()
        person = uuid4()
        held = await hold(slot, resource, person)

        with pytest.raises(HoldLapsed):
            await service.confirm(held.id, person_id=person, at=held.expires_at)

        await line.keep_up(at=held.expires_at)
        assert await taken(slot) == 0
        with pytest.raises(HoldLapsed):
            await service.confirm(held.id, person_id=person, at=held.expires_at)

    async def test_who_waits_has_nothing_to_confirm(self, make_slot):
        slot, resource = await make_slot()
        await book(slot, resource, uuid4())
        person = uuid4()
        waiting = await wait(slot, resource, person)

        with pytest.raises(NothingHeld):
            await service.confirm(waiting.id, person_id=person, at=MONDAY)

    async def test_somebody_elses_is_not_there(self, make_slot):
        slot, resource = await make_slot()
        held = await hold(slot, resource, uuid4())

        for command in (service.confirm, service.cancel):
            with pytest.raises(BookingNotFound):
                await command(held.id, person_id=uuid4(), at=MONDAY)

    async def test_another_owners_is_not_there(self, make_slot):
        slot, resource = await make_slot()
        person = uuid4()
        held = await hold(slot, resource, person)

        for command in (service.confirm, service.cancel):
            with pytest.raises(BookingNotFound):
                await command(held.id, person_id=person, at=MONDAY, owner="mini-app:another")


class TestCancel:
    async def test_gives_the_place_back(self, make_slot):
        slot, resource = await make_slot()
        person = uuid4()
        booked = await book(slot, resource, person)

        ended = await service.cancel(booked.id, person_id=person, at=MONDAY)

        assert ended.state is State.CANCELLED
        assert await taken(slot) == 0

    async def test_again_changes_nothing(self, make_slot):
        slot, resource = await make_slot(capacity=2)
        person = uuid4()
        await book(slot, resource, uuid4())
        booked = await book(slot, resource, person)

        for _ in range(2):
            await service.cancel(booked.id, person_id=person, at=MONDAY)

        assert await taken(slot) == 1

    async def test_what_has_begun_cannot_be_cancelled(self, make_slot):
        slot, resource = await make_slot()
        person = uuid4()
        booked = await book(slot, resource, person)

        with pytest.raises(TooLate):
            await service.cancel(booked.id, person_id=person, at=NINE_ON_TUESDAY)

    async def test_a_new_hold_after_cancelling_is_a_new_booking(self, make_slot):
        slot, resource = await make_slot()
        person = uuid4()
        booked = await book(slot, resource, person)
        await service.cancel(booked.id, person_id=person, at=MONDAY)

        again = await hold(slot, resource, person)

        assert again.id != booked.id
        assert await taken(slot) == 1


class TestSlots:
    async def test_show_what_is_free_beside_those_who_wait(self, make_slot):
        slot, resource = await make_slot(capacity=2)
        await book(slot, resource, uuid4())

        [shown], left = await slots_of(resource)

        assert (shown.capacity, shown.taken, shown.free, shown.waiting, left) == (2, 1, 1, 0, None)

    async def test_end_with_a_whole_day_and_say_where_to_go_on(self, make_resource):
        days = [opening(weekday=day, closes="12:00") for day in (2, 3, 4)]
        resource = await make_resource(plan=days, horizon_days=7)

        found, left = await slots_of(resource, limit=7)
        rest, end = await service.slots(resource.id, owner=resource.owner, from_date=left, days=31, at=MONDAY, limit=7)

        assert (len(found), left.isoformat(), len(rest), end) == (6, "2031-03-06", 3, None)

    async def test_of_another_owner_are_not_there(self, make_resource):
        resource = await make_resource()

        with pytest.raises(ResourceNotFound):
            await service.slots(
                resource.id, owner="mini-app:another", from_date=MONDAY.date(), days=1, at=MONDAY, limit=5
            )
        assert await service.resources("mini-app:another") == []
        assert [one.id for one in await service.resources(resource.owner)] == [resource.id]


class TestMine:
    async def test_go_on_with_the_cursor_the_latest_time_first(self, make_resource):
        resource = await make_resource(plan=[opening(closes="13:00")], per_person_most=4)
        slots, _ = await slots_of(resource)
        person = uuid4()
        made = [await hold(slot, resource, person) for slot in slots]

        first = await service.mine(person, limit=3)
        second = await service.mine(person, limit=3, cursor=first.next_cursor)

        assert [one.id for one in first.items + second.items] == [one.id for one in made][::-1]
        assert second.next_cursor is None
        assert (await service.mine(person, limit=3, owner="mini-app:another")).items == []


class TestCountOpen:
    async def test_counts_what_is_held_booked_or_waited_for_of_one_owner(self, make_resource):
        resource = await make_resource(plan=[opening(closes="13:00")], per_person_most=9)
        slots, _ = await slots_of(resource)
        person = uuid4()
        await book(slots[0], resource, uuid4())
        await wait(slots[0], resource, person)
        await book(slots[1], resource, person)
        held = await hold(slots[2], resource, person)
        ended = await hold(slots[3], resource, person)
        await service.cancel(ended.id, person_id=person, at=MONDAY)

        counts = [
            await service.count_open(person, owner=owner, at=at)
            for owner, at in (
                (resource.owner, MONDAY),
                (resource.owner, held.expires_at),
                (resource.owner, NINE_ON_TUESDAY),
                ("mini-app:another", MONDAY),
            )
        ]

        assert counts == [3, 2, 1, 0]


class RolledBack(Exception):
    """Ends a transaction whose work must not stay."""
