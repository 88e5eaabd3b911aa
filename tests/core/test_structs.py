"""The types that keep bad input out."""

import msgspec
import pytest

from backend.core.structs import I64, Command, Fen, Moment


class Pay(Command, frozen=True):
    """A command with one field of each hardened kind."""

    amount: Fen
    count: I64 = 0
    at: Moment | None = None


def read(text: str) -> Pay:
    return msgspec.json.decode(text, type=Pay)


@pytest.mark.parametrize("amount", [0, 1, 10**15])
def test_money_is_whole_fen(amount):
    assert read(f'{{"amount":{amount}}}').amount == amount


@pytest.mark.parametrize(
    "amount", ["-1", "1.5", "1e2", "true", '"1"', '"NaN"', "NaN", "Infinity", str(10**15 + 1), "1" * 5000]
)
def test_other_money_is_refused(amount):
    with pytest.raises(msgspec.MsgspecError):
        read(f'{{"amount":{amount}}}')


@pytest.mark.parametrize(
    ("count", "fits"), [(2**63 - 1, True), (-(2**63), True), (2**63, False), (-(2**63) - 1, False)]
)
def test_integers_fit_the_database_or_are_refused(count, fits):
    text = f'{{"amount":0,"count":{count}}}'

    if fits:
        assert read(text).count == count
    else:
        with pytest.raises(msgspec.MsgspecError):
            read(text)


def test_a_time_without_its_zone_is_refused():
    with pytest.raises(msgspec.MsgspecError):
        read('{"amount":0,"at":"2026-11-23T08:00:00"}')


def test_an_unknown_field_is_the_callers_mistake():
    with pytest.raises(msgspec.MsgspecError):
        read('{"amount":0,"amonut":1}')
