"""What counts as a person's number, and what must not: a refused case number would be a riddle to its author."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.identifiers import resident_check
from backend.host.broker.personal import personal_number

TODAY = date(2026, 6, 1)
ID = "620102199003071029"


def luhn(body: str) -> str:
    """The body with its check digit, computed the other way round than the code under test."""
    for check in "0123456789":
        digits = [int(one) for one in body + check]
        total = 0
        for place, digit in enumerate(reversed(digits)):
            twice = digit * 2 if place % 2 else digit
            total += twice - 9 if twice > 9 else twice
        if total % 10 == 0:
            return body + check
    raise AssertionError


CARD = luhn("622202123456789012")


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ({"a": ID}, "id-number"),
        ({"a": f"身份证{ID}，请核对"}, "id-number"),
        ({"a": "620102 19900307 1029"}, "id-number"),
        ({"a": "６２０１０２１９９００３０７１０２９"}, "id-number"),
        ({"a": "62010219900307" + "101" + resident_check("62010219900307101").lower()}, "id-number"),
        ({"a": int(ID)}, "id-number"),
        ({"a": {"b": [{"c": ID}]}}, "id-number"),
        ({ID: 1}, "id-number"),
        ({"a": "13812341234"}, "mobile-number"),
        ({"a": "+86 138-1234-1234"}, "mobile-number"),
        ({"a": "008613812341234"}, "mobile-number"),
        ({"a": "于2026-06-01 13812341234 来电"}, "mobile-number"),
        ({"a": "13812341234 2026"}, "mobile-number"),
        ({"a": 13812341234}, "mobile-number"),
        ({"a": 13812341234.0}, "mobile-number"),
        ({"a": CARD}, "bank-card"),
        ({"a": "4111 1111 1111 1111"}, "bank-card"),
        ({"a": "378282246310005"}, "bank-card"),
    ],
)
def test_a_persons_number_is_found_wherever_it_stands(value, what):
    assert personal_number(value, today=TODAY) == what


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"a": ID[:-1] + "8"},
        {"a": ID + "0"},
        {"a": "620102209003071029"},
        {"a": CARD[:-1] + str((int(CARD[-1]) + 1) % 10)},
        {"a": "12812341234"},
        {"a": "1381234123"},
        {"a": "138123412345"},
        {"a": "0931-8812345"},
        {"a": "12345"},
        {"a": luhn("202611230000001")},
        {"a": 1_767_225_600_000},
        {"a": "91620000MA71CJ8X8K"},
        {"a": "7c9e6679-7425-40de-944b-a13812341234"},
        {"a": "13812341234" * 3},
        {"a": True, "b": None, "c": 0.1, "d": 1e300},
    ],
)
def test_what_is_no_persons_number_passes(value):
    assert personal_number(value, today=TODAY) is None


@given(st.uuids(), st.binary(min_size=16, max_size=32))
def test_ids_and_digests_never_look_like_a_persons_number(one, digest):
    assert personal_number({"id": str(one), "hex": one.hex, "digest": digest.hex()}, today=TODAY) is None


@given(
    st.recursive(
        st.text() | st.integers() | st.floats(allow_nan=False) | st.booleans() | st.none(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=20,
    )
)
def test_it_answers_for_every_value(value):
    assert personal_number({"a": value}, today=TODAY) in {None, "id-number", "mobile-number", "bank-card"}
