"""Waiting lines: nobody steps in between a place given back and the first in line, however many come at once."""

import asyncio
from uuid import uuid4

import pytest

from backend.core import database
from backend.supports.bookings import line, queries, service
from backend.supports.bookings.errors import (
    AlreadyHere,
    SlotClosed,
    SlotFull,
    SlotHasPlaces,
    TooManyOpen,
)
from backend.supports.bookings.structs import State
from backend.supports.messages import service as messages
from tests.supports.bookings.conftest import (
    MONDAY,
    NINE_ON_TUESDAY,
    book,
    hold,
    opening,
    order,
    outcome,
    slots_of,
    taken,
    wait,
)


class TestManyAtOnce:
    @pytest.mark.parametrize("_round", range(3))
    async def test_one_place_goes_to_one_of_64(self, make_slot, _round):
        slot, resource = await make_slot()

        outcomes = await asyncio.gather(*(outcome(hold(slot, resource, uuid4())) for _ in range(64)))

        assert sorted(outcomes) == ["SlotFull"] * 63 + ["held"]
        assert await taken(slot) == 1

    async def test_one_persons_64_tries_hold_as_many_as_allowed(self, make_resource):
        resource = await make_resource(
            plan=[opening(slot_minutes=10, opens="08:00", closes="20:00")], per_person_most=3
        )
        slots, _ = await slots_of(resource)
        person = uuid4()

        outcomes = await asyncio.gather(*(outcome(hold(slot, resource, person)) for slot in slots[:64]))

        assert sorted(outcomes) == ["TooManyOpen"] * 61 + ["held"] * 3

    async def test_places_given_back_while_all_wait_go_round_without_loss(self, make_slot):
        slot, resource = await make_slot(capacity=4)
        holders, waiters = [uuid4() for _ in range(4)], [uuid4() for _ in range(20)]
        held = [await hold(slot, resource, person) for person in holders]
        lined = [await wait(slot, resource, person) for person in waiters]

        await asyncio.gather(
            *(service.cancel(one.id, person_id=person, at=MONDAY) for one, person in zip(held, holders, strict=True)),
            *(outcome(hold(slot, resource, uuid4())) for _ in range(20)),
        )

        states = [(await service.find(one.id, person_id=who)).state for one, who in zip(lined, waiters, strict=True)]
        assert states == [State.HELD] * 4 + [State.WAITING] * 16
        assert await taken(slot) == 4

    async def test_nobody_is_left_in_line_beside_a_free_place(self, make_slot):
        slot, resource = await make_slot(capacity=1)
        for _ in range(10):
            person = uuid4()
            held = await hold(slot, resource, person)

            joined, _ = await asyncio.gather(
                outcome(wait(slot, resource, uuid4())), outcome(service.cancel(held.id, person_id=person, at=MONDAY))
            )

            rows = await database.fetch("select state from bookings_booking where slot_id = $1", slot.id)
            open_ones = [row["state"] for row in rows if row["state"] in {"held", "waiting"}]
            assert (joined, open_ones) in [("waiting", ["held"]), ("SlotHasPlaces", [])]
            await database.execute(
                "update bookings_booking set state = 'cancelled', expires_at = null where slot_id = $1", slot.id
            )
            await database.execute("update bookings_slot set taken = 0 where id = $1", slot.id)


class TestWait:
    async def test_a_freed_place_goes_to_the_first_in_line_with_a_message(self, make_slot):
        slot, resource = await make_slot()
        owner_of_place, first, second = uuid4(), uuid4(), uuid4()
        booked = await book(slot, resource, owner_of_place)
        lined = [await wait(slot, resource, person) for person in (first, second)]

        await service.cancel(booked.id, person_id=owner_of_place, at=MONDAY)

        offered = await service.find(lined[0].id, person_id=first)
        assert [one.place_in_line for one in lined] == [1, 2]
        assert (offered.state, offered.expires_at) == (State.HELD, MONDAY + line.OFFER_KEPT)
        assert (await service.find(lined[1].id, person_id=second)).place_in_line == 1
        assert await taken(slot) == 1
        [message] = (await messages.inbox(first, limit=5)).items
        assert (message.sender, message.title) == ("兰州市民政局", "排到名额了，请确认")
        assert await messages.unread_count(second) == 0

    async def test_an_offer_that_passes_goes_to_the_next(self, make_slot):
        slot, resource = await make_slot()
        first, second = uuid4(), uuid4()
        held = await hold(slot, resource, uuid4())
        lined = [await wait(slot, resource, person) for person in (first, second)]

        await line.keep_up(at=held.expires_at)
        offer = await service.find(lined[0].id, person_id=first)
        await line.keep_up(at=offer.expires_at)

        assert (await service.find(lined[0].id, person_id=first)).state is State.LAPSED
        assert (await service.find(lined[1].id, person_id=second)).state is State.HELD

    async def test_nobody_steps_in_between(self, make_slot):
        slot, resource = await make_slot()
        held = await hold(slot, resource, uuid4())
        first = uuid4()
        lined = await wait(slot, resource, first)

        with pytest.raises(SlotFull):
            await hold(slot, resource, uuid4(), at=held.expires_at)

        await line.keep_up(at=held.expires_at)
        assert (await service.find(lined.id, person_id=first)).state is State.HELD

    async def test_there_is_no_line_beside_a_free_place(self, make_slot):
        slot, resource = await make_slot()

        with pytest.raises(SlotHasPlaces):
            await wait(slot, resource, uuid4())

    async def test_a_passed_hold_is_a_free_place(self, make_slot):
        slot, resource = await make_slot()
        held = await hold(slot, resource, uuid4())

        with pytest.raises(SlotHasPlaces):
            await wait(slot, resource, uuid4(), at=held.expires_at)

    async def test_nobody_has_two_places_in_one_line(self, make_slot):
        slot, resource = await make_slot(per_person_most=5)
        person = uuid4()
        await book(slot, resource, uuid4())
        await wait(slot, resource, person)

        with pytest.raises(AlreadyHere):
            await wait(slot, resource, person)

    async def test_who_leaves_the_line_frees_no_place(self, make_slot):
        slot, resource = await make_slot()
        person = uuid4()
        await book(slot, resource, uuid4())
        waiting = await wait(slot, resource, person)

        await service.cancel(waiting.id, person_id=person, at=MONDAY)

        assert await taken(slot) == 1

    async def test_waiting_counts_as_open(self, make_resource):
        resource = await make_resource(plan=[opening(closes="11:00")], per_person_most=1)
        slots, _ = await slots_of(resource)
        person = uuid4()
        await book(slots[0], resource, uuid4())
        await wait(slots[0], resource, person)

        with pytest.raises(TooManyOpen):
            await hold(slots[1], resource, person)
        with pytest.raises(TooManyOpen):
            await wait(slots[1], resource, person)

    async def test_the_same_order_again_waits_once(self, make_slot):
        slot, resource = await make_slot()
        await book(slot, resource, uuid4())
        wish = order(slot.id, uuid4(), owner=resource.owner)

        first, second = await service.wait(wish, at=MONDAY), await service.wait(wish, at=MONDAY)

        assert first == second

    async def test_waiting_for_what_has_begun_ends(self, make_slot):
        slot, resource = await make_slot()
        person = uuid4()
        await book(slot, resource, uuid4())
        waiting = await wait(slot, resource, person)

        await line.tidy(at=NINE_ON_TUESDAY)

        assert (await service.find(waiting.id, person_id=person)).state is State.LAPSED
        with pytest.raises(SlotClosed):
            await wait(slot, resource, uuid4(), at=NINE_ON_TUESDAY)

    async def test_a_crash_between_place_and_offer_is_put_right(self, make_slot):
        slot, resource = await make_slot()
        person = uuid4()
        await book(slot, resource, uuid4())
        waiting = await wait(slot, resource, person)
        await database.execute("update bookings_slot set capacity = 2 where id = $1", slot.id)

        with pytest.raises(SlotFull):
            await hold(slot, resource, uuid4())
        assert not await queries.take(slot.id, at=MONDAY)
        await line.tidy(at=MONDAY)

        assert (await service.find(waiting.id, person_id=person)).state is State.HELD
        assert await taken(slot) == 2
