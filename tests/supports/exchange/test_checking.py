"""Nothing that cannot be so is believed."""

from datetime import date, timedelta

import pytest

from backend.supports.exchange.checking import problem
from backend.supports.exchange.ports import Answer, Known

TODAY = date(2026, 11, 28)
GOOD = {
    "person.name": "扎西·才让",
    "person.idNumber": "620102199003071029",
    "person.birthDate": "1990-03-07",
    "person.regionCode": "620102001",
    "firm.creditCode": "91620100MA71ABC01E",
    "firm.registeredCapitalFen": 0,
    "credit.class": "A",
}


def judged(name, value, *, as_of=TODAY, asked=None):
    return problem(Answer(values={name: Known(value, as_of)}), asked or [name], today=TODAY)


@pytest.mark.parametrize(("name", "value"), GOOD.items())
def test_what_can_be_so_is_believed(name, value):
    assert judged(name, value) is None


def test_knowing_nothing_is_no_problem():
    assert problem(Answer(values={}), ["person.name"], today=TODAY) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("person.name", ""),
        ("person.name", "  "),
        ("person.name", None),
        ("person.name", 7),
        ("person.name", "a\x00b"),
        ("person.name", "名" * 4001),
        ("person.idNumber", "620102199003071028"),
        ("person.birthDate", "07.03.1990"),
        ("person.birthDate", "1990-02-30"),
        ("person.birthDate", "2027-01-01"),
        ("person.birthDate", "0001-01-01"),
        ("person.regionCode", "6201"),
        ("firm.creditCode", "91620100MA71ABC01A"),
        ("firm.registeredCapitalFen", -1),
        ("firm.registeredCapitalFen", True),
        ("firm.registeredCapitalFen", "100"),
        ("firm.registeredCapitalFen", float("nan")),
        ("firm.registeredCapitalFen", 10**16),
    ],
)
def test_what_cannot_be_so_is_not(name, value):
    assert judged(name, value) == f"{name}: value"


def test_a_passport_has_no_check_digit():
    assert judged("spouse.idNumber", "E12345678") is None


def test_more_than_was_asked_for_is_not_taken():
    assert judged("person.idNumber", GOOD["person.idNumber"], asked=["person.name"]) == "not asked for"


@pytest.mark.parametrize("day", [TODAY + timedelta(days=2), date(1, 1, 1)])
def test_news_from_the_future_or_from_antiquity_is_not(day):
    assert judged("person.name", "王", as_of=day) == "person.name: day"


def test_a_value_without_a_day_is_not():
    answer = Answer(values={"person.name": "王"})

    assert problem(answer, ["person.name"], today=TODAY) == "person.name: no day"
