"""From opening plans to slots: by the province's clock, without overlaps, and none for the rest of an opening."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.supports.bookings import plan
from tests.supports.bookings.conftest import opening

TUESDAY = date(2031, 3, 4)
clocks = st.integers(0, 23 * 60 + 59).map(lambda minutes: f"{minutes // 60:02}:{minutes % 60:02}")


class TestSlots:
    def test_stand_on_their_weekday_by_the_provinces_clock(self):
        [slot] = plan.slots([opening()], first=TUESDAY - timedelta(days=1), days=7, closed=())

        assert slot.starts_at.astimezone(UTC) == datetime(2031, 3, 4, 1, 0, tzinfo=UTC)
        assert slot.ends_at - slot.starts_at == timedelta(hours=1)

    def test_what_is_left_of_an_opening_is_no_slot(self):
        found = plan.slots([opening(closes="10:50", slot_minutes=30)], first=TUESDAY, days=1, closed=())

        assert [f"{slot.starts_at:%H:%M}" for slot in found] == ["09:00", "09:30", "10:00"]

    def test_a_closed_day_has_none(self):
        assert plan.slots([opening()], first=TUESDAY, days=7, closed={TUESDAY}) == []

    @given(
        times=st.lists(st.tuples(st.integers(1, 7), clocks, clocks, st.integers(10, 1440)), max_size=6),
        days=st.integers(1, 14),
    )
    def test_a_usable_plan_gives_slots_in_order_that_never_overlap(self, times, days):
        openings = [
            opening(weekday=day, opens=opens, closes=closes, slot_minutes=length)
            for day, opens, closes, length in times
        ]

        found = plan.slots(openings, first=TUESDAY, days=days, closed=())

        if plan.clash(openings) is None:
            assert all(before.ends_at <= after.starts_at for before, after in pairwise(found))
            assert bool(found) or not openings or days < 7


class TestClash:
    @pytest.mark.parametrize(
        ("first", "second", "clashes"),
        [
            (("09:00", "12:00"), ("12:00", "13:00"), None),
            (("09:00", "12:00"), ("11:59", "13:00"), 2),
            (("11:00", "12:00"), ("09:00", "11:01"), 2),
            (("09:00", "12:00"), ("13:00", "13:59"), 2),
            (("12:00", "09:00"), ("13:00", "14:00"), 2),
        ],
    )
    def test_names_the_weekday(self, first, second, clashes):
        openings = [opening(opens=opens, closes=closes) for opens, closes in (first, second)]

        assert plan.clash(openings) == clashes

    def test_the_same_hours_on_two_days_are_fine(self):
        assert plan.clash([opening(weekday=2), opening(weekday=3)]) is None
