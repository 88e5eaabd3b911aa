"""Chances that are logged are the chances that there were."""

import random
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from profiles.ranking import lots

CARDS = [f"{number:02}" for number in range(40)]


@given(st.integers(0, 60), st.integers(0, 1_000_000), st.integers(0, 2**32))
@settings(max_examples=300, deadline=None)
def test_each_card_is_drawn_once_to_a_number_that_there_is(many, explore, seed):
    cards = [f"{number:02}" for number in range(many)]

    numbers, chances = lots.draw(cards, explore=explore, luck=random.Random(seed))

    assert len(set(numbers.values())) == len(numbers)
    assert set(numbers.values()) <= set(lots.NUMBERS)
    assert set(numbers) <= set(chances) <= set(cards)
    assert all(0 <= chance <= lots.CERTAIN for chance in chances.values())


def test_with_no_exploring_nothing_is_drawn():
    numbers, chances = lots.draw(CARDS, explore=0, luck=random.Random(1))

    assert numbers == {}
    assert set(chances.values()) == {lots.CERTAIN}


def test_cards_are_drawn_as_often_as_was_logged():
    luck, found, homes = random.Random(3), Counter(), 20_000
    for _ in range(homes):
        numbers, chances = lots.draw(CARDS, explore=400_000, luck=luck)
        for card, number in numbers.items():
            assert chances[card] == 400_000 // lots.REACH
            found[number, card] += 1

    first = [found[2, card] / homes for card in CARDS[3 : 3 + lots.REACH]]
    assert all(abs(share - 0.02) < 0.005 for share in first)
    assert sum(found[2, card] for card in CARDS[:3]) == 0


@given(st.integers(0, 60), st.integers(0, 1_000_000), st.integers(0, 2**32))
@settings(max_examples=300, deadline=None)
def test_cards_further_down_than_lots_look_change_nothing(many, explore, seed):
    cards = [f"{number:02}" for number in range(many)]

    found = [lots.draw(some, explore=explore, luck=random.Random(seed)) for some in (cards, cards[: lots.LOOKED_AT])]

    assert found[0] == found[1]
