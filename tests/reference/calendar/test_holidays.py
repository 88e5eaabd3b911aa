"""What law alone makes of a year."""

from datetime import date, timedelta

import pytest

from backend.reference.calendar import holidays
from tests.reference.calendar.conftest import seeded


@pytest.mark.parametrize("year", list(holidays.LUNAR))
def test_a_listed_year_has_thirteen_days_off_made_up_for_when_they_fall_on_a_weekend(year):
    days = holidays.of(year)

    off = [day for day in days if day.weekday() < holidays.SATURDAY]
    overlap = {2028: 1, 2031: 1, 2036: 0, 2039: 1}  # 中秋 inside 国庆: the two share a day
    assert len(off) == 13 - overlap.get(year, 0)


@pytest.mark.parametrize("year", [2025, 2026])
def test_law_and_notice_agree_on_how_many_working_days_a_year_has(year):
    by_law = sum(
        day.weekday() < holidays.SATURDAY and day not in holidays.of(year)
        for day in (date(year, 1, 1) + timedelta(one) for one in range(365))
    )

    assert seeded().in_year(year) == by_law == 248


@pytest.mark.parametrize(
    ("year", "day"),
    [(2025, date(2025, 4, 4)), (2026, date(2026, 4, 5)), (2027, date(2027, 4, 5)), (2028, date(2028, 4, 4))],
)
def test_qingming(year, day):
    assert holidays.qingming(year) == day


def test_the_lunar_days_of_the_seeded_years_lie_in_their_notices():
    calendar = seeded()

    for year in (2025, 2026):
        for month, day in holidays.LUNAR[year]:
            assert not calendar.is_working(date(year, month, day))


@pytest.mark.parametrize("year", [1, 1900, 2024, 2099, 9999])
def test_a_year_that_is_not_listed_has_its_fixed_days(year):
    assert date(year, 1, 1) in holidays.of(year)
    assert "春节" not in holidays.of(year).values()
