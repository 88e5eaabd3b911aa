"""The order follows from the reasons alone, always."""

import json
import random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiles.ranking import order
from profiles.ranking.order import IN_A_ROW, NEVER, VARIED, Line
from profiles.ranking.structs import Place, Ranked
from tests.profiles.ranking import homes

SECTORS = st.sampled_from(["", "a", "b", "c"])


def lines_of(sectors):
    return [Line(Place.USUAL, NEVER, number, f"{number:03}", sector, None) for number, sector in enumerate(sectors)]


def plainly_varied(lines, before):
    """The rule word by word: of those waiting the first that may stand here."""
    waiting, found = list(lines), []
    while waiting:
        row = [*before, *(one.sector for one in found)][-IN_A_ROW:]
        full = len(row) == IN_A_ROW and len(set(row)) == 1 and row[0] and len(found) < VARIED
        taken = next((one for one in waiting if not full or one.sector != row[0]), waiting[0])
        waiting.remove(taken)
        found.append(taken)
    return found


def replayed(seed):
    """Whether a home's order comes out of its reasons again, by the product's code and by hand."""
    cards, who = homes.random_home(seed)
    result = homes.rank(cards, who)
    wire = msgspec.json.encode(result.cards)
    read = msgspec.json.decode(wire, type=list[Ranked])
    random.Random(seed).shuffle(read)
    shown = homes.ids(result)
    return order.replay(read) == shown and homes.again_by_hand(json.loads(wire)) == shown


class TestReplay:
    @given(st.integers(min_value=0, max_value=2**32))
    @settings(max_examples=150, deadline=None)
    def test_makes_the_same_order_from_what_went_over_the_wire(self, seed):
        assert replayed(seed)

    @pytest.mark.slow
    @pytest.mark.timeout(900)
    def test_ten_thousand_homes_all_come_out_the_same(self):
        assert [seed for seed in range(10_000) if not replayed(seed)] == []

    def test_a_contribution_that_does_not_add_up_is_refused(self):
        result = homes.rank([homes.card("1", popularity=500)], homes.nobody())
        (one,) = result.cards
        bent = msgspec.structs.replace(one.reasons[0], contribution=one.reasons[0].contribution + 1)

        with pytest.raises(ValueError, match="popularity"):
            order.replay([msgspec.structs.replace(one, reasons=[bent])])


class TestVariety:
    @given(st.lists(SECTORS, max_size=90), st.lists(SECTORS, max_size=4))
    @settings(max_examples=300, deadline=None)
    def test_is_what_the_rule_says(self, sectors, before):
        lines = lines_of(sectors)

        found, _ = order.varied(lines, before=before)

        assert found == plainly_varied(lines, before)

    @given(st.lists(SECTORS, max_size=50))
    @settings(max_examples=300, deadline=None)
    def test_a_third_one_in_a_row_stands_only_where_nothing_else_is_left(self, sectors):
        found, _ = order.varied(lines_of(sectors), before=[])

        for number in range(IN_A_ROW, len(found)):
            row = {one.sector for one in found[number - IN_A_ROW : number + 1]}
            if len(row) == 1 and row != {""}:
                assert {one.sector for one in found[number:]} == row

    def test_says_who_was_passed_over(self):
        found, passed = order.varied(lines_of(["a", "a", "a", "b"]), before=[])

        assert [one.sector for one in found] == ["a", "a", "b", "a"]
        assert passed == {"002"}
