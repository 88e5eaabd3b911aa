"""The bookings that authors test with: the guest's client before the fake, which says what the host says."""

import json
from datetime import date, timedelta

import msgspec
import pytest

from backend.core.errors import Refusal
from backend.supports.bookings import errors
from plugin_sdk.contract.capabilities.bookings import BookingResources, BookingSlots, BookingState, BookingStates
from plugin_sdk.guest import CapabilityRefused
from plugin_sdk.guest.bookings import Booking
from plugin_sdk.guest.fake_bookings import FakeBookings

NINE = "2026-01-16T09:00:00+08:00"
FRIDAY = date(2026, 1, 16)
CODES = {
    one.code
    for one in vars(errors).values()
    if isinstance(one, type) and issubclass(one, Refusal) and "code" in vars(one)
}
ANSWERS = {
    "booking.resources": BookingResources,
    "booking.slots": BookingSlots,
    "booking.mine": BookingStates,
}


def as_on_the_wire(answer):
    """The fake's ids are words that a test can read; the host's are UUIDs. All else is of the contract's shape."""
    ids = {"id", "slot", "resource"}

    def changed(part):
        if isinstance(part, list):
            return [changed(one) for one in part]
        if isinstance(part, dict):
            return {name: "0" * 32 if name in ids else changed(value) for name, value in part.items()}
        return part

    return json.dumps(changed(answer))


@pytest.fixture
def fake():
    return FakeBookings()


@pytest.fixture
def booking(fake):
    """The client; whatever the fake answers is of the shape of the contract."""

    def host_call(capability, payload):
        answer = fake.answers()[capability](json.loads(payload))
        msgspec.json.decode(as_on_the_wire(answer), type=ANSWERS.get(capability, BookingState))
        return json.dumps({"answer": "granted", "value": answer})

    return Booking(host_call)


@pytest.fixture
def slot(fake):
    return fake.add_slot(fake.add_resource(), NINE)


def refused(code):
    assert code in CODES
    return pytest.raises(CapabilityRefused, match=code)


class TestBooking:
    def test_finds_what_is_offered_and_when(self, fake, booking):
        resource = fake.add_resource("婚姻登记", most=2)
        later, slot = fake.add_slot(resource, "2026-01-18T09:00:00+08:00"), fake.add_slot(resource, NINE, capacity=3)

        [shown] = booking.resources()
        week, day = booking.slots(resource, from_date=FRIDAY), booking.slots(resource, from_date=FRIDAY, days=1)

        assert (shown.id, shown.name["zh"], shown.per_person_most, shown.opens_at) == (resource, "婚姻登记", 2, None)
        assert [one.id for one in week] == [slot, later]
        assert [(one.id, one.free, one.starts_at.hour) for one in day] == [(slot, 3, 9)]

    def test_holds_confirms_and_cancels(self, fake, booking, slot):
        held = booking.hold(slot)
        booked = booking.confirm(held.id)
        again = booking.confirm(held.id)
        ended = [booking.cancel(held.id).state for _ in range(2)]

        assert (held.state, held.expires_at - fake.now, held.number) == ("held", timedelta(minutes=5), None)
        assert (booked.state, booked.number, again.number) == ("booked", booked.number, booked.number)
        assert booked.number.startswith("0116-")
        assert ended == ["cancelled", "cancelled"]
        assert [one.state for one in booking.mine()] == ["cancelled"]
        assert booking.hold(slot).id != held.id

    def test_waits_until_somebody_gives_a_place_back(self, fake, booking, slot):
        fake.fill(slot)
        waiting = booking.wait(slot)
        with refused("bookings.nothing-held"):
            booking.confirm(waiting.id)

        fake.free(slot)

        [offered] = booking.mine()
        assert (waiting.state, waiting.place_in_line, offered.state) == ("waiting", 1, "held")
        assert booking.confirm(offered.id).state == "booked"

    def test_an_offered_place_is_kept_no_longer_than_until_the_time_begins(self, fake, booking):
        slot = fake.add_slot(fake.add_resource(), "2026-01-15T09:40:00+08:00")
        fake.fill(slot)
        booking.wait(slot)

        fake.free(slot)

        [offered] = booking.mine()
        assert offered.expires_at == offered.starts_at

    def test_shows_the_latest_times_first_and_of_one_time_the_latest_booking(self, fake, booking):
        resource = fake.add_resource(most=3)
        later, sooner = (fake.add_slot(resource, f"2026-01-{day}T09:00:00+08:00") for day in (18, 17))
        first, second = booking.hold(later), booking.hold(sooner)
        booking.cancel(first.id)
        third = booking.hold(later)

        assert [one.id for one in booking.mine()] == [third.id, first.id, second.id]

    def test_joins_a_rush_before_its_opening(self, fake, booking):
        resource = fake.add_resource(opens_at="2026-01-15T12:00:00+08:00")
        slot = fake.add_slot(resource, NINE)

        with refused("bookings.not-open-yet"):
            booking.hold(slot)
        assert booking.wait(slot).place_in_line is None
        assert booking.resources()[0].opens_at.hour == 12
        fake.open_rush(resource)
        fake.free(slot)

        assert booking.confirm(booking.mine()[0].id).state == "booked"


class TestRefusals:
    def test_say_what_the_host_says(self, fake, booking, slot):
        with refused("bookings.resource-not-found"):
            booking.slots("none", from_date=FRIDAY)
        with refused("bookings.slot-not-found"):
            booking.hold("none")
        with refused("bookings.not-found"):
            booking.confirm("none")
        with refused("bookings.slot-has-places"):
            booking.wait(slot)
        held = booking.hold(slot)
        with refused("bookings.already-here"):
            booking.hold(slot)
        with refused("bookings.too-many-open"):
            booking.hold(fake.add_slot(held.resource, "2026-01-16T10:00:00+08:00"))

    def test_a_full_time(self, fake, booking, slot):
        fake.fill(slot)

        with refused("bookings.slot-full"):
            booking.hold(slot)

    def test_what_time_takes_away(self, fake, booking, slot):
        held = booking.hold(slot)

        fake.now += timedelta(minutes=5)
        with refused("bookings.hold-lapsed"):
            booking.confirm(held.id)
        assert booking.mine()[0].state == "lapsed"
        booked = booking.confirm(booking.hold(slot).id)
        fake.now += timedelta(days=1)
        with refused("bookings.too-late"):
            booking.cancel(booked.id)
        with refused("bookings.slot-closed"):
            booking.hold(slot)
