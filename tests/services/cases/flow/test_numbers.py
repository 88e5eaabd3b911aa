"""Case numbers and query codes."""

from datetime import date

import hypothesis.strategies as st
from hypothesis import given

from backend.services.cases.flow.numbers import LETTERS, case_number, is_case_number, luhn, query_code

DAY = date(2026, 11, 28)


def test_the_check_digit_is_that_of_iso_7812():
    assert luhn("7992739871") == "3"


def test_a_number_says_place_and_day():
    assert case_number("620102001", on=DAY, serial=17)[:20] == "62010220261128000017"


def test_the_serial_goes_round():
    assert case_number("620102", on=DAY, serial=1_000_001) == case_number("620102", on=DAY, serial=1)


@given(st.integers(0, 999_999), st.integers(0, 20), st.integers(1, 9))
def test_every_wrong_digit_is_found(serial, place, by):
    number = case_number("620102", on=DAY, serial=serial)
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]

    assert is_case_number(number)
    assert not is_case_number(wrong)


def test_a_query_code_can_be_read_aloud():
    codes = {query_code() for _ in range(200)}

    assert len(codes) == 200
    assert not set("01OI") & set(LETTERS)
    assert all(len(code) == 6 and set(code) <= set(LETTERS) for code in codes)
