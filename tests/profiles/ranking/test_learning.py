"""Weights follow what people open, within their bounds, and what was always on top does not teach most."""

import math
import random

import pytest

from profiles.ranking import features, learning
from profiles.ranking.features import FEATURES, NUMBER
from profiles.ranking.learning import BEGINNING, CLIP, STEP_MOST, Example, State
from profiles.ranking.model import PRIOR

BEGIN = State(values=features.bounded(PRIOR.values))


def vector(**values):
    return [values.get(one.name.replace("-", "_"), 0) for one in FEATURES]


def examples_of(many, *, opened_with, opened_without, seed=1, position=0):
    """Half of the cards belong to an interest; how often each sort is opened."""
    luck, found = random.Random(seed), []
    for _ in range(many):
        has = luck.random() < 0.5
        opened = luck.random() < (opened_with if has else opened_without)
        found.append(
            Example(
                vector=vector(interest=1000 * has), position=position, propensity=1_000_000, opened=opened,
                held_out=luck.random() < 0.1,
            )
        )  # fmt: skip
    return found


def learned(examples, state=BEGIN, versions=1):
    for _ in range(versions):
        done = learning.learn(state, examples)
        state = done.state
    return done


class TestLearn:
    def test_what_is_opened_more_weighs_more(self):
        done = learned(examples_of(3_000, opened_with=0.6, opened_without=0.01))

        assert done.state.values["interest"] > BEGIN.values["interest"]
        assert done.loss_after < done.loss_before

    def test_what_is_opened_less_never_speaks_against_a_card(self):
        done = learned(examples_of(3_000, opened_with=0.01, opened_without=0.6), versions=8)

        assert done.state.values["interest"] == features.BY_NAME["interest"].low == 0

    def test_one_version_moves_a_weight_by_a_step_at_the_most(self):
        done = learned(examples_of(5_000, opened_with=0.9, opened_without=0.0))

        assert all(abs(done.state.values[one.name] - BEGIN.values[one.name]) <= STEP_MOST for one in FEATURES)
        assert done.state.values["interest"] == BEGIN.values["interest"] + STEP_MOST

    def test_weights_that_nothing_was_seen_of_stay(self):
        done = learned(examples_of(500, opened_with=0.5, opened_without=0.1))

        assert done.state.values["fresh"] == BEGIN.values["fresh"]

    def test_those_held_out_teach_nothing(self):
        every = examples_of(1_000, opened_with=0.9, opened_without=0.0)
        out = [Example(vector=vector(fresh=1000), position=0, propensity=1_000_000, opened=True, held_out=True)] * 500

        assert learned(every).state == learned(every + out).state
        assert learned(every + out).examples == sum(not one.held_out for one in every)

    def test_it_goes_on_from_where_it_stopped(self):
        every = examples_of(1_000, opened_with=0.9, opened_without=0.0)

        once = learned(every)
        twice = learned(every, once.state)

        assert twice.state.values["interest"] > once.state.values["interest"]
        assert once.state.nuisance != dict(BEGINNING)

    def test_the_same_examples_give_the_same_weights(self):
        every = examples_of(500, opened_with=0.5, opened_without=0.1)

        assert learned(every).state == learned(every).state

    def test_nothing_to_judge_by_is_no_loss(self):
        assert learning.loss_of(BEGIN, []) == 0


class TestPlaces:
    def test_what_stands_on_top_is_opened_for_its_place_not_for_its_features(self):
        """All interests stood on top, where everybody looks; further down nobody does. Opened are they alike."""
        luck, top, low = random.Random(2), [], []
        for _ in range(4_000):
            top.append(example(luck.random() < 0.3, position=0, interest=1000))
            top.append(example(luck.random() < 0.3, position=0))
            low.append(example(luck.random() < 0.03, position=9))
        every = top + low
        luck.shuffle(every)

        done = learned(every, State(values={**BEGIN.values, "interest": 0}), versions=3)

        assert done.state.values["interest"] < 300
        assert done.state.nuisance["position"] * math.log(10) < -1, (
            "of ten that open the first card some open the tenth"
        )

    def test_people_look_at_the_tenth_card_a_tenth_as_often_as_at_the_first(self):
        """What is new stood first in half of the homes and nowhere else, and is opened no more than others there."""
        luck, every = random.Random(4), []
        for _ in range(3_000):
            for place in range(10):
                new = 1000 * (place == 0 and luck.random() < 0.5)
                every.append(example(luck.random() < 0.4 / (1 + place), position=place, fresh=new))

        done = learned(every, State(values={**BEGIN.values, "fresh": 0}), versions=3)

        assert done.state.values["fresh"] < 150
        assert done.state.nuisance["position"] == pytest.approx(-1, abs=0.25)

    def test_a_card_drawn_by_lot_counts_for_many_but_not_for_all(self):
        assert learning._counts(example(opened=True, propensity=1_000_000)) == 1
        assert learning._counts(example(opened=True, propensity=250_000)) == 4
        assert learning._counts(example(opened=True, propensity=1)) == CLIP


def example(opened, *, position=0, propensity=1_000_000, **values):
    return Example(vector=vector(**values), position=position, propensity=propensity, opened=opened)


class TestVectors:
    @pytest.mark.parametrize("name", list(NUMBER))
    def test_a_place_in_the_vector_is_its_feature(self, name):
        values = [0] * len(FEATURES)
        values[NUMBER[name]] = 500

        measured = learning._measured(Example(vector=values, position=20, propensity=1, opened=False))

        assert measured == {name: 0.5, learning.POSITION: math.log(21)}

    def test_rows_of_an_older_catalogue_are_shorter(self):
        assert learning._measured(Example(vector=[1000], position=0, propensity=1, opened=False)) == {
            FEATURES[0].name: 1.0, learning.POSITION: 0.0,
        }  # fmt: skip
