"""Working days of 2025 and 2026 as the State Council arranged them, and of years that it has not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference.calendar.conftest import seeded

CALENDAR = seeded()
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
OFF = ["2025-01-01", "2025-01-28", "2025-02-04", "2025-10-08", "2026-01-02", "2026-02-23", "2026-10-07", "2026-11-28"]
ON = ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11", "2026-01-04", "2026-02-14", "2026-02-28",
      "2026-05-09", "2026-09-20", "2026-10-10", "2026-02-24", "2026-10-08"]  # fmt: skip


@pytest.mark.parametrize("day", OFF)
def test_offices_are_closed(day):
    assert not CALENDAR.is_working(date.fromisoformat(day))


@pytest.mark.parametrize("day", ON)
def test_offices_work_on_swapped_weekends_too(day):
    assert CALENDAR.is_working(date.fromisoformat(day))


class TestAdd:
    def test_counts_over_the_spring_festival(self):
        # Friday the 13th; 14 works, 15 to 23 are off, 24 to 27 work, and so does Saturday the 28th.
        assert CALENDAR.add(date(2026, 2, 13), 1).day == date(2026, 2, 14)
        assert CALENDAR.add(date(2026, 2, 13), 2).day == date(2026, 2, 24)
        assert CALENDAR.add(date(2026, 2, 13), 6).day == date(2026, 2, 28)

    def test_nothing_added_is_the_day_itself(self):
        assert CALENDAR.add(date(2026, 10, 3), 0).day == date(2026, 10, 3)

    def test_goes_backwards(self):
        assert CALENDAR.add(date(2026, 2, 24), -1).day == date(2026, 2, 14)
        assert CALENDAR.add(date(2026, 1, 1), -1).day == date(2025, 12, 31)

    def test_says_when_it_rests_on_a_year_without_notice(self):
        assert not CALENDAR.add(date(2026, 12, 30), 1).provisional
        assert CALENDAR.add(date(2026, 12, 31), 1).provisional
        assert CALENDAR.add(date(2026, 12, 31), 1).day == date(2027, 1, 4)

    @pytest.mark.parametrize(("day", "n"), [(date.max, 1), (date.max, 10_000), (date(9999, 12, 1), 500)])
    def test_ends_with_the_calendar_itself(self, day, n):
        assert CALENDAR.add(day, n) == CALENDAR.add(date.max, 1)

    def test_begins_with_the_calendar_itself(self):
        assert CALENDAR.add(date(1, 1, 2), -9).day == date.min

    @given(DAYS, st.integers(1, 400))
    def test_lands_on_a_working_day_so_many_days_later(self, day, n):
        found = CALENDAR.add(day, n)

        assert CALENDAR.is_working(found.day)
        assert CALENDAR.between(day, found.day).days == n
        assert sum(CALENDAR.is_working(day + timedelta(one)) for one in range(1, (found.day - day).days + 1)) == n

    @given(DAYS, st.integers(0, 200), st.integers(0, 200))
    def test_two_steps_are_one(self, day, first, second):
        assert CALENDAR.add(CALENDAR.add(day, first).day, second).day == CALENDAR.add(day, first + second).day

    @given(DAYS, st.integers(1, 200))
    def test_backwards_undoes_forwards(self, day, n):
        there = CALENDAR.add(day, n).day

        back = CALENDAR.add(there, -n).day
        assert back <= day
        assert CALENDAR.between(back, day).days == 0


class TestBetween:
    @given(DAYS, DAYS, DAYS)
    def test_adds_up_whatever_the_order(self, one, two, three):
        assert CALENDAR.between(one, two).days + CALENDAR.between(two, three).days == CALENDAR.between(one, three).days

    def test_says_when_it_rests_on_a_year_without_notice(self):
        assert not CALENDAR.between(date(2026, 12, 1), date(2026, 12, 31)).provisional
        assert CALENDAR.between(date(2026, 12, 31), date(2027, 1, 1)).provisional


class TestFirstFrom:
    @given(DAYS)
    def test_is_the_day_itself_or_the_next_that_works(self, day):
        found = CALENDAR.first_from(day).day

        assert CALENDAR.is_working(found)
        assert not any(CALENDAR.is_working(day + timedelta(one)) for one in range((found - day).days))


def test_published_are_the_years_with_a_notice():
    assert [CALENDAR.is_published(date(year, 6, 1)) for year in (2024, 2025, 2026, 2027)] == [False, True, True, False]
