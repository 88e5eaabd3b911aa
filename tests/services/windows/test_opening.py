"""When a hall is open: its hours, its closed days, holidays and the weekends on which offices work."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.reference.regions.service import local_time
from backend.services.windows import opening, usual
from backend.services.windows.opening import Times
from backend.services.windows.structs import HallLevel, Hours
from tests.reference.calendar.conftest import seeded

CALENDAR = seeded()
COUNTY = Times(hours=usual.hours(HallLevel.COUNTY), follows_holidays=True, closed_dates=[])
SATURDAYS = Times(
    hours=[*usual.hours(HallLevel.COUNTY), Hours(weekday=6, opens="09:00", closes="12:00")],
    follows_holidays=True,
    closed_dates=[],
)
KIOSK = Times(hours=usual.hours(HallLevel.KIOSK), follows_holidays=False, closed_dates=[])


def hours(times, day):
    return [(one.opens, one.closes) for one in opening.of_day(times, day, CALENDAR)]


class TestOfDay:
    def test_a_working_day_has_its_hours_in_order(self):
        assert hours(COUNTY, date(2026, 11, 30)) == [("08:30", "12:00"), ("14:30", "18:00")]

    def test_weekends_and_holidays_are_closed(self):
        assert hours(COUNTY, date(2026, 11, 28)) == []
        assert hours(COUNTY, date(2026, 10, 1)) == []

    def test_a_weekend_on_which_offices_work_has_mondays_hours(self):
        assert hours(COUNTY, date(2026, 2, 14)) == [("08:30", "12:00"), ("14:30", "18:00")]

    def test_or_its_own_where_it_has_some(self):
        assert hours(SATURDAYS, date(2026, 2, 14)) == [("09:00", "12:00")]

    def test_saturdays_of_its_own_are_open_but_not_inside_a_holiday(self):
        assert hours(SATURDAYS, date(2026, 11, 28)) == [("09:00", "12:00")]
        assert hours(SATURDAYS, date(2026, 10, 3)) == []

    def test_a_kiosk_follows_no_holidays(self):
        assert hours(KIOSK, date(2026, 10, 1)) == [("00:00", "24:00")]

    def test_a_hall_closes_its_own_days_and_an_inactive_one_all(self):
        closed = Times(hours=COUNTY.hours, follows_holidays=True, closed_dates=[date(2026, 11, 30)])
        inactive = Times(hours=KIOSK.hours, follows_holidays=False, closed_dates=[], active=False)

        assert hours(closed, date(2026, 11, 30)) == hours(inactive, date(2026, 11, 30)) == []


class TestIsOpen:
    @pytest.mark.parametrize(
        ("clock", "is_open"),
        [("08:29", False), ("08:30", True), ("11:59", True), ("12:00", False), ("14:30", True), ("18:00", False)],
    )
    def test_from_the_opening_to_before_the_closing(self, clock, is_open):
        at = datetime.fromisoformat(f"2026-11-30T{clock}+08:00")

        assert opening.is_open(COUNTY, at, CALENDAR) == is_open

    def test_a_kiosk_is_open_in_the_last_minute_of_the_day(self):
        assert opening.is_open(KIOSK, datetime(2026, 11, 30, 15, 59, tzinfo=UTC), CALENDAR)


class TestOpensNext:
    def test_says_the_afternoon_the_next_day_or_after_the_holiday(self):
        def following(text):
            found = opening.opens_next(COUNTY, datetime.fromisoformat(f"{text}+08:00"), CALENDAR)
            return found and f"{local_time(found):%m-%d %H:%M}"

        assert following("2026-11-30T12:30") == "11-30 14:30"
        assert following("2026-11-27T18:00") == "11-30 08:30"
        assert following("2026-09-30T19:00") == "10-08 08:30"
        assert following("2026-11-30T09:00") is None

    def test_knows_nothing_of_a_hall_without_hours(self):
        never = Times(hours=[], follows_holidays=True, closed_dates=[])

        assert opening.opens_next(never, datetime(2026, 11, 30, tzinfo=UTC), CALENDAR) is None

    @given(st.integers(0, 2 * 365 * 24 * 60), st.sampled_from([COUNTY, SATURDAYS, KIOSK]))
    def test_is_open_then_and_not_before(self, minute, times):
        at = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
        found = opening.opens_next(times, at, CALENDAR)

        if found is None:
            assert opening.is_open(times, at, CALENDAR)
        else:
            assert found > at
            assert opening.is_open(times, found, CALENDAR)
            assert not opening.is_open(times, found - timedelta(minutes=1), CALENDAR)


class TestClash:
    def test_finds_overlaps_and_nothing_else(self):
        def one(opens, closes, weekday=2):
            return Hours(weekday=weekday, opens=opens, closes=closes)

        assert opening.clash([one("09:00", "12:00"), one("12:00", "13:00"), one("10:00", "11:00", 3)]) is None
        assert opening.clash([one("09:00", "12:00"), one("11:00", "13:00")]) == 2
        assert opening.clash([one("09:00", "09:00", 5)]) == 5
