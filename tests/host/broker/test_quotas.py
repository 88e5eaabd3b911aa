"""Quotas: counted when kept, held without Redis, refused by name."""

import asyncio
from datetime import timedelta

import pytest

from backend.core import database
from backend.core.cache import Cache
from backend.core.ground import Ground, ground, lay
from backend.core.structs import now
from backend.host.broker.errors import BookingsFull, QuotaUsed
from backend.supports.bookings import ports, resources
from tests.supports.bookings.conftest import STAFF, Owners, attempt, opening, terms

MESSAGE = {"title": "好", "body": "好"}


@pytest.fixture
def messages(release):
    async def released(per_day):
        return await release("message.send", "store.put", quotas={"messages_per_person_per_day": per_day})

    return released


@pytest.fixture
def without_redis(client):
    """The ground as it is while Redis is away."""
    there = ground()
    lay(
        Ground(
            settings=there.settings, keyring=there.keyring, cache=Cache("unix:///nonexistent"), cursors=there.cursors
        )
    )
    yield
    lay(there)


class TestMessages:
    async def test_more_in_a_day_than_the_manifest_asked_for_are_refused(self, messages, call):
        app_id = await messages(2)
        one = await call(app_id)
        await one.ask("message.send", **MESSAGE)
        await one.ask("message.send", **MESSAGE)

        assert await one.refusal("message.send", **MESSAGE) == "host.quota-used"
        await one.keep()
        assert await (await call(app_id)).refusal("message.send", **MESSAGE) == "host.quota-used"
        assert await (await call(app_id, "herder")).ask("message.send", **MESSAGE)

    async def test_none_at_all_when_the_manifest_asked_for_none(self, messages, call):
        one = await call(await messages(0))

        assert await one.refusal("message.send", **MESSAGE) == "host.quota-used"

    async def test_what_was_promised_and_not_kept_uses_nothing_up(self, messages, call):
        app_id = await messages(1)
        for _ in range(5):
            await (await call(app_id)).ask("message.send", **MESSAGE)

        kept = await call(app_id)
        await kept.ask("message.send", **MESSAGE)

        await kept.keep()

    async def test_a_call_that_fails_at_its_end_uses_nothing_up(self, messages, call):
        app_id = await messages(1)
        one = await call(app_id)
        await one.ask("message.send", **MESSAGE)

        with pytest.raises(ZeroDivisionError):
            async with database.transaction():
                await one.dealings.keep()
                raise ZeroDivisionError

        again = await call(app_id)
        await again.ask("message.send", **MESSAGE)
        await again.keep()

    async def test_eight_at_once_share_what_is_left(self, messages, call):
        app_id = await messages(3)
        calls = [await call(app_id) for _ in range(8)]
        for one in calls:
            await one.ask("message.send", **MESSAGE)

        ends = await asyncio.gather(*(one.keep() for one in calls), return_exceptions=True)

        refused = [end for end in ends if end is not None]
        assert len(refused) == 5
        assert all(isinstance(end, QuotaUsed) and 1 <= end.params["retryAfter"] <= 86_401 for end in refused)

    async def test_it_holds_without_redis(self, messages, call, without_redis):
        app_id = await messages(1)
        one = await call(app_id)
        await one.ask("message.send", **MESSAGE)
        await one.keep()

        assert await (await call(app_id)).refusal("message.send", **MESSAGE) == "host.quota-used"

    async def test_it_opens_again_when_its_window_ends(self, messages, call):
        app_id = await messages(1)
        one = await call(app_id)
        await one.ask("message.send", **MESSAGE)
        await one.keep()

        await database.execute("update core_rate set window_ends = now() where bucket like 'quota:messages%'")

        assert await (await call(app_id)).ask("message.send", **MESSAGE)

    async def test_others_capabilities_go_on(self, messages, call):
        one = await call(await messages(0))

        assert await one.ask("store.put", key="a", value=1)


class TestBookings:
    """Not counted in windows: what is open counts."""

    @pytest.fixture
    def bookable(self, release, call, monkeypatch):
        """A mini-app with room for two bookings of a person, and the slots of three resources."""

        async def made(most=2):
            monkeypatch.setattr(ports._Bound, "owners", Owners({STAFF}))
            names = ("booking.slots", "booking.hold", "booking.wait", "booking.cancel")
            app_id = await release(*names, quotas={"bookings_per_person": most})
            plan = [opening(weekday=day, closes="12:00", capacity=5) for day in range(1, 8)]
            one, slots = await call(app_id), []
            for _ in range(3):
                command = resources.CreateResource(**terms(owner=f"mini-app:{app_id}", plan=plan))
                resource = await resources.create(command, staff=STAFF, attempt=attempt(), at=now())
                day = (now() + timedelta(days=1)).date().isoformat()
                found = await one.ask("booking.slots", resource=str(resource.id), fromDate=day, days=2)
                slots.append(found["slots"][0]["id"])
            return app_id, slots

        return made

    async def test_more_open_at_once_than_the_manifest_asked_for_are_refused(self, bookable, call):
        app_id, slots = await bookable()
        one = await call(app_id)
        await one.ask("booking.hold", slot=slots[0])
        await one.ask("booking.hold", slot=slots[1])

        assert await one.refusal("booking.hold", slot=slots[2]) == "host.bookings-full"
        await one.keep()
        assert await (await call(app_id)).refusal("booking.hold", slot=slots[2]) == "host.bookings-full"
        assert await (await call(app_id, "herder")).ask("booking.hold", slot=slots[2])

    async def test_one_that_is_given_back_in_the_same_call_makes_room(self, bookable, call):
        app_id, slots = await bookable(1)
        first = await call(app_id)
        held = await first.ask("booking.hold", slot=slots[0])
        await first.keep()
        other = await call(app_id)

        await other.ask("booking.cancel", booking=held["id"])
        await other.ask("booking.hold", slot=slots[1])

        await other.keep()

    async def test_two_calls_at_once_cannot_share_the_last_place(self, bookable, call):
        app_id, slots = await bookable(1)
        calls = [await call(app_id), await call(app_id)]
        for one, slot in zip(calls, slots, strict=False):
            await one.ask("booking.hold", slot=slot)

        ends = await asyncio.gather(*(one.keep() for one in calls), return_exceptions=True)

        assert sorted(type(end).__name__ for end in ends) == [BookingsFull.__name__, "NoneType"]
