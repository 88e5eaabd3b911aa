"""Birthdays, school years and retirement: what law says, on its own examples."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.events.days import months_later, retirement, school_year


@pytest.mark.parametrize(
    ("born", "begins"),
    [("2020-08-31", "2026-09-01"), ("2020-09-01", "2027-09-01"), ("2020-01-01", "2026-09-01")],
)
def test_a_child_of_six_by_the_end_of_august_begins_school(born, begins):
    assert school_year(date.fromisoformat(born), 6) == date.fromisoformat(begins)


@pytest.mark.parametrize(
    ("born", "gender", "day"),
    [
        # 附表 of the decision of 2024-09-13: men of 1965-01 to 04 one month later, of 1976-09 on three years later.
        ("1964-12-15", "男", "2024-12-15"),
        ("1965-01-15", "男", "2025-02-15"),
        ("1965-04-15", "男", "2025-05-15"),
        ("1965-05-15", "男", "2025-07-15"),
        ("1976-09-15", "男", "2039-09-15"),
        ("1990-01-15", "男", "2053-01-15"),
        # Women of 50: of 1975-01 and 02 one month later, of 1984-11 on five years later.
        ("1975-02-15", "女", "2025-03-15"),
        ("1975-03-15", "女", "2025-05-15"),
        ("1984-11-15", "女", "2039-11-15"),
        ("1999-11-15", "女", "2054-11-15"),
    ],
)
def test_retirement_follows_the_table(born, gender, day):
    assert retirement(date.fromisoformat(born), gender) == date.fromisoformat(day)


def test_other_words_for_a_gender_say_nothing():
    assert retirement(date(1970, 1, 1), "unknown") is None


@given(st.dates(), st.sampled_from(["男", "女"]))
def test_no_birth_breaks_it(born, gender):
    assert retirement(born, gender) >= born
    assert school_year(born, 6) >= born or born.year > 9990


def test_a_birthday_of_leap_day_is_the_last_of_february():
    assert months_later(date(2008, 2, 29), 16 * 12 + 12) == date(2025, 2, 28)
