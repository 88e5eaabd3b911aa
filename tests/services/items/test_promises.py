from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.reference.calendar.structs import Limit, LimitUnit
from backend.services.items.promises import no_longer, said

LIMITS = st.builds(Limit, amount=st.integers(0, 200), unit=st.sampled_from(list(LimitUnit)))


def limit(text):
    amount, unit = text.split(" ")
    return Limit(amount=int(amount), unit=LimitUnit(unit))


@pytest.mark.parametrize(
    ("promise", "standard", "fine"),
    [
        ("5 working-days", "10 working-days", True),
        ("10 working-days", "10 working-days", True),
        ("11 working-days", "10 working-days", False),
        ("5 days", "5 working-days", True),
        ("5 working-days", "5 days", False),  # a weekend lies between
        ("5 working-days", "15 days", True),
        ("7 working-days", "15 days", False),  # National Day may lie between
        ("1 months", "30 days", False),  # October has 31
        ("1 months", "31 days", True),
        ("24 hours", "1 working-days", True),
        ("25 hours", "1 days", False),
        ("1 years", "12 months", False),
    ],
)
def test_a_promise_is_shorter_only_when_it_can_never_end_later(promise, standard, fine):
    assert no_longer(limit(promise), than=limit(standard)) is fine


def test_without_a_statutory_limit_nothing_is_too_long():
    assert no_longer(limit("400 years"), than=None)


@given(LIMITS, LIMITS, LIMITS)
def test_what_is_no_longer_than_something_no_longer_is_no_longer(one, other, third):
    if no_longer(one, than=other) and no_longer(other, than=third) and one.unit == third.unit:
        assert no_longer(one, than=third)


@given(st.integers(0, 60), st.integers(0, 200), st.dates(date(2025, 1, 1), date(2026, 12, 31)))
def test_working_days_said_to_be_shorter_really_end_earlier(working, days, start):
    """Counted over weekends and National Day, which are off in every year."""
    promise, standard = Limit(amount=working, unit=LimitUnit.WORKING_DAYS), Limit(amount=days, unit=LimitUnit.DAYS)
    if no_longer(promise, than=standard):
        end, left = start, working
        while left:
            end += timedelta(days=1)
            left -= end.weekday() < 5 and not (end.month == 10 and end.day <= 8)
        assert end <= start + timedelta(days=days)


@pytest.mark.parametrize(
    ("text", "words"),
    [("20 working-days", "20个工作日"), ("3 months", "3个月"), ("0 hours", "即时"), ("2 years", "2年")],
)
def test_limits_are_said_in_plain_words(text, words):
    assert said(limit(text)) == words
    assert said(None) == "未规定"
