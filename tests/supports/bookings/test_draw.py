"""The draw of a rush: a second earlier brings nothing, and anybody can draw it again."""

import asyncio
import hashlib
from datetime import datetime, timedelta, timezone
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core import database
from backend.supports.bookings import draw, line, resource_queries, resources, service
from backend.supports.bookings.errors import DrawNotFound, NotOpenYet, OpeningOutOfReach, RushUnderWay
from backend.supports.bookings.structs import OpenRush, State
from tests.supports.bookings.conftest import MONDAY, STAFF, actions_about, actions_on, attempt, minutes, order

OPENS = MONDAY + timedelta(hours=2)
tickets = st.lists(st.uuids(), max_size=30, unique=True)
seeds = st.binary(min_size=draw.SEED_BYTES, max_size=draw.SEED_BYTES)


class TestOrder:
    @given(seed=seeds, given=tickets, data=st.data())
    def test_when_and_in_which_order_tickets_came_plays_no_part(self, seed, given, data):
        shuffled = data.draw(st.permutations(given))

        assert draw.order(seed, given) == draw.order(seed, shuffled)
        assert sorted(draw.order(seed, given)) == sorted(given)

    @given(seed=seeds, given=tickets)
    def test_what_was_published_can_be_drawn_again(self, seed, given):
        order_shown = draw.order(seed, given)

        assert draw.is_replayed(commitment_shown=draw.commitment(seed), seed=seed, order_shown=order_shown)

    @given(seed=seeds, other=seeds, given=tickets.filter(lambda them: len(them) > 1))
    def test_another_seed_or_order_is_found_out(self, seed, other, given):
        shown, commitment = draw.order(seed, given), draw.commitment(seed)

        assert not draw.is_replayed(commitment_shown=commitment, seed=seed, order_shown=shown[::-1])
        assert draw.is_replayed(commitment_shown=commitment, seed=other, order_shown=shown) == (seed == other)

    def test_every_place_is_equally_likely(self):
        mine, others = UUID(int=1), [UUID(int=number) for number in range(2, 6)]
        rounds = 5_000

        places = [draw.order(number.to_bytes(32), [mine, *others]).index(mine) for number in range(rounds)]

        counts = [places.count(place) for place in range(5)]
        assert all(abs(count - rounds / 5) < 120 for count in counts), counts  # four standard deviations

    def test_one_more_ticket_changes_the_places_of_all(self):
        them = [UUID(int=number) for number in range(50)]
        seed = bytes(32)

        with_one_more = [one for one in draw.order(seed, [*them, UUID(int=99)]) if one in them]

        assert with_one_more != draw.order(seed, them)

    def test_is_the_documented_one(self):
        commitment = hashlib.sha256(b"kuaiban draw v1\0" + bytes(32)).hexdigest()
        one, two, three = (UUID(int=number) for number in (1, 2, 3))

        assert draw.commitment(bytes(32)) == commitment
        assert draw.order(bytes(32), [one, two, three]) == [three, one, two]


async def announce(resource, *, opens_at=OPENS, at=MONDAY):
    return await resources.open_rush(resource.id, OpenRush(opens_at=opens_at), staff=STAFF, attempt=attempt(), at=at)


async def come(slot, resource, *, at):
    person = uuid4()
    return person, await service.wait(order(slot.id, person, owner=resource.owner), at=at)


class TestRush:
    async def test_nothing_can_be_held_before_the_draw(self, make_slot):
        slot, resource = await make_slot(capacity=5)
        await announce(resource)

        for moment in (MONDAY, OPENS, OPENS + minutes(1)):
            with pytest.raises(NotOpenYet) as refused:
                await service.hold(order(slot.id, uuid4(), owner=resource.owner), at=moment)

        assert refused.value.params == {"opensAt": "2031-03-03 10:00"}

    async def test_places_go_by_lot_to_who_came_before_and_then_by_arrival(self, make_slot):
        slot, resource = await make_slot(capacity=2)
        await announce(resource)
        early = dict([await come(slot, resource, at=MONDAY + minutes(number)) for number in range(6)])
        late = dict([await come(slot, resource, at=OPENS + minutes(number)) for number in range(2)])
        assert {one.place_in_line for one in early.values()} == {None}

        await line.keep_up(at=OPENS + minutes(2))

        shown = await resources.last_draw(resource.id, limit=100, cursor=None)
        people = {one.id: person for person, one in (early | late).items()}
        now = {one: await service.find(one, person_id=person) for one, person in people.items()}
        assert sorted(shown.items) == sorted(one.id for one in early.values())
        assert [now[one].state for one in shown.items] == [State.HELD] * 2 + [State.WAITING] * 4
        assert [now[one].place_in_line for one in shown.items[2:]] == [1, 2, 3, 4]
        assert [now[one.id].place_in_line for one in late.values()] == [5, 6]

    async def test_anybody_can_draw_again_what_was_published(self, make_slot, monkeypatch):
        monkeypatch.setattr(resource_queries, "PLACES_AT_ONCE", 2)  # as a long line is written down, piece by piece
        slot, resource = await make_slot(capacity=1)
        announced = await announce(resource)
        for _ in range(5):
            await come(slot, resource, at=MONDAY)
        before = await resources.last_draw(resource.id, limit=100, cursor=None)

        await line.keep_up(at=OPENS)

        first = await resources.last_draw(resource.id, limit=3, cursor=None)
        rest = await resources.last_draw(resource.id, limit=3, cursor=first.next_cursor)
        assert (before.seed, before.items, before.drawn_at) == (None, [], None)
        assert before.commitment == announced.commitment == first.commitment
        assert draw.is_replayed(
            commitment_shown=announced.commitment, seed=bytes.fromhex(first.seed), order_shown=first.items + rest.items
        )

    async def test_a_place_given_back_before_the_draw_waits_for_it(self, make_slot):
        slot, resource = await make_slot()
        holder = uuid4()
        held = await service.hold(order(slot.id, holder, owner=resource.owner), at=MONDAY)
        await announce(resource)
        person, early = await come(slot, resource, at=MONDAY)

        await service.cancel(held.id, person_id=holder, at=MONDAY)
        await line.tidy(at=MONDAY)

        assert (await service.find(early.id, person_id=person)).state is State.WAITING
        await line.keep_up(at=OPENS)
        assert (await service.find(early.id, person_id=person)).state is State.HELD

    async def test_who_left_the_line_takes_no_part(self, make_slot):
        slot, resource = await make_slot()
        await announce(resource)
        person, gone = await come(slot, resource, at=MONDAY)
        _, stays = await come(slot, resource, at=MONDAY)
        await service.cancel(gone.id, person_id=person, at=MONDAY)

        await line.keep_up(at=OPENS)

        assert (await resources.last_draw(resource.id, limit=10, cursor=None)).items == [stays.id]

    async def test_is_drawn_once(self, make_slot):
        slot, resource = await make_slot()
        await announce(resource)
        for _ in range(3):
            await come(slot, resource, at=MONDAY)

        await line.keep_up(at=OPENS)
        once = await resources.last_draw(resource.id, limit=10, cursor=None)
        await line.draw_rush(resource.id, at=OPENS + minutes(1))

        assert await resources.last_draw(resource.id, limit=10, cursor=None) == once

    async def test_is_not_drawn_early(self, make_slot):
        slot, resource = await make_slot()
        await announce(resource)
        await come(slot, resource, at=MONDAY)

        await line.draw_rush(resource.id, at=OPENS - minutes(1))

        assert (await resources.last_draw(resource.id, limit=10, cursor=None)).drawn_at is None

    async def test_after_the_draw_free_places_go_first_come_first_served(self, make_slot):
        slot, resource = await make_slot(capacity=2)
        await announce(resource)
        await come(slot, resource, at=MONDAY)
        await line.keep_up(at=OPENS)

        held = await service.hold(order(slot.id, uuid4(), owner=resource.owner), at=OPENS)

        assert held.state is State.HELD

    async def test_a_draw_that_died_before_its_offers_lets_nobody_pass(self, make_slot, monkeypatch):
        slot, resource = await make_slot()
        await announce(resource)
        person, early = await come(slot, resource, at=MONDAY)
        with monkeypatch.context() as broken:
            broken.setattr(line, "pay_debts", dies)
            with pytest.raises(Died):
                await line.draw_rush(resource.id, at=OPENS)

        with pytest.raises(Exception, match=r"bookings\.slot-full"):
            await service.hold(order(slot.id, uuid4(), owner=resource.owner), at=OPENS)
        await line.tidy(at=OPENS)

        assert (await service.find(early.id, person_id=person)).state is State.HELD

    async def test_the_draw_and_every_offer_are_on_record(self, make_slot):
        slot, resource = await make_slot()
        await announce(resource)
        person, _ = await come(slot, resource, at=MONDAY)

        await line.keep_up(at=OPENS)

        drawn = await database.fetch_one("select id from bookings_draw where resource_id = $1", resource.id)
        assert await actions_about(person) == ["bookings.waiting", "bookings.offered"]
        assert await actions_on(f"draw:{drawn['id']}") == ["bookings.drawn"]


class TestAnnounce:
    async def test_moving_the_opening_keeps_the_commitment(self, make_resource):
        resource = await make_resource()
        first = await announce(resource)

        moved = await announce(resource, opens_at=OPENS + minutes(30))

        assert (moved.commitment, moved.opens_at) == (first.commitment, OPENS + minutes(30))

    async def test_two_at_once_announce_one_rush(self, make_resource):
        resource = await make_resource()

        announced = await asyncio.gather(*(announce(resource) for _ in range(8)))

        assert len({one.commitment for one in announced}) == 1

    @pytest.mark.parametrize(
        "moment", [MONDAY, MONDAY + timedelta(days=367), datetime.max.replace(tzinfo=timezone(timedelta(hours=-12)))]
    )
    async def test_the_past_and_the_far_future_are_refused(self, make_resource, moment):
        with pytest.raises(OpeningOutOfReach):
            await announce(await make_resource(), opens_at=moment)

    async def test_between_opening_and_draw_nothing_is_moved(self, make_resource):
        resource = await make_resource()
        await announce(resource)

        with pytest.raises(RushUnderWay):
            await announce(resource, opens_at=OPENS + minutes(30), at=OPENS)

    async def test_the_next_rush_has_another_seed(self, make_resource):
        resource = await make_resource()
        first = await announce(resource)
        await line.keep_up(at=OPENS)

        second = await announce(resource, opens_at=OPENS + minutes(30), at=OPENS)

        assert first.commitment != second.commitment

    async def test_without_a_rush_there_is_no_draw(self, make_resource):
        with pytest.raises(DrawNotFound):
            await resources.last_draw((await make_resource()).id, limit=10, cursor=None)


class Died(Exception):
    """A process ended here."""


async def dies(**_given):
    raise Died
