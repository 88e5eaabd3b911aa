"""Counts as they are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.audience import keeper, partition
from profiles.audience.limits import COUNT_STEP, GROUP_LEAST
from profiles.audience.structs import Outcome
from tests.profiles.audience.test_partition import attacked, c, columns, index_of


@given(st.integers(GROUP_LEAST, 10**8))
def test_counts_are_rounded_down_and_always_the_same(many):
    assert keeper.rounded(many) == keeper.rounded(many)
    assert keeper.rounded(many) <= many < keeper.rounded(many) + COUNT_STEP
    assert keeper.rounded(many) % COUNT_STEP == 0


@given(before=st.integers(5, 10**6).map(lambda tens: tens * 10), moved=st.integers(-GROUP_LEAST + 1, GROUP_LEAST - 1))
def test_a_count_stays_until_a_whole_group_has_come_or_gone(before, moved):
    assert keeper.steady(before + moved, before=before) == before


@pytest.mark.parametrize("moved", [GROUP_LEAST, -GROUP_LEAST])
def test_then_it_moves(moved):
    assert keeper.steady(1000 + moved, before=1000) == 1000 + moved
    assert keeper.steady(1234, before=None) == 1230


def test_more_groups_than_can_be_told_apart_are_refused(monkeypatch):
    monkeypatch.setattr(keeper, "GROUPS_MOST", 2)
    rows = [[1, 1, 2, 2, 2]] * 4 + [[1, 2, 2, 2, 2]] * 4 + [[2, 1, 2, 2, 2]] * 4
    first, second = c.Is(attribute="a.a0", value=False), c.Is(attribute="a.a1", value=False)
    index = index_of(rows)

    cut, told = attacked(index, [first])

    assert len(told) == 1
    assert keeper.judged(index, cut, second, least=3).outcome is Outcome.REFUSED
    assert keeper.judged(index, partition.whole(12), second, least=3).outcome is Outcome.SHOWN
    assert columns.count(columns.members(index, second)) == 8
