"""Whatever somebody asks, in whatever order: nothing that was answered together tells of fewer than k people."""

from datetime import date
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from profiles.attributes import conditions as c
from profiles.audience import columns, keeper, partition
from profiles.audience.structs import Outcome

K = 3
ROWS = 14
DAY = date(2026, 11, 28)
names = st.integers(0, 4).map(lambda number: f"a.a{number}")
leaves = st.builds(c.Is, attribute=names, value=st.booleans())
questions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda of: c.AllOf(of=of)),
        st.lists(inner, min_size=1, max_size=3).map(lambda of: c.AnyOf(of=of)),
        inner.map(lambda of: c.Not(of=of)),
    ),
    max_leaves=6,
)
populations = st.lists(st.lists(st.sampled_from([0, 1, 2]), min_size=5, max_size=5), min_size=K, max_size=ROWS)


def index_of(rows):
    table = np.array(rows, dtype=np.uint8)
    return columns.Index(
        rows=len(rows),
        as_of=DAY,
        columns={f"a.a{n}": columns.Column(codes=table[:, n].copy(), values=[False, True]) for n in range(5)},
    )


def attacked(index, asked):
    """Everything that is answered: for each answered question who its members are."""
    cut, told = partition.whole(index.rows), []
    for question in asked:
        judged = keeper.judged(index, cut, question, least=K)
        if judged.outcome is Outcome.SHOWN:
            cut = judged.cut
            bits = columns.members(index, question)
            told.append(np.unpackbits(bits, count=index.rows, bitorder="little").astype(float))
            assert judged.members == told[-1].sum()
    return cut, told


@settings(max_examples=300, deadline=None)
@given(rows=populations, asked=st.lists(questions, min_size=1, max_size=12))
def test_no_sum_or_difference_of_answers_counts_fewer_than_k(rows, asked):
    index = index_of(rows)

    _, told = attacked(index, asked)

    # The number of all residents is no secret, so it counts as answered.
    span = np.array([np.ones(index.rows), *told])
    rank = np.linalg.matrix_rank(span)
    for size in range(1, K):
        for group in combinations(range(index.rows), size):
            lonely = np.zeros(index.rows)
            lonely[list(group)] = 1.0
            reachable = np.linalg.matrix_rank(np.vstack([span, lonely])) == rank
            assert not reachable, f"the answers together count {group} alone"


@settings(max_examples=300, deadline=None)
@given(rows=populations, asked=st.lists(questions, min_size=1, max_size=12))
def test_every_group_of_the_answers_is_large_or_empty(rows, asked):
    index = index_of(rows)

    cut, told = attacked(index, asked)

    together = {tuple(column) for column in np.array(told).T} if told else {()}
    sizes = [sum(tuple(one) == pattern for one in np.array(told).T) if told else index.rows for pattern in together]
    assert all(size >= K for size in sizes)
    assert sorted(sizes) == sorted(int(size) for size in cut.sizes)
    assert np.bincount(cut.atoms, minlength=len(cut.sizes)).tolist() == cut.sizes.tolist()


def test_a_group_that_differs_by_one_from_an_earlier_one_is_refused():
    rows = [[1, 2, 2, 2, 2]] * 5 + [[1, 1, 2, 2, 2]] + [[2, 2, 2, 2, 2]] * 8
    index, cut = index_of(rows), partition.whole(14)
    everybody = c.Is(attribute="a.a0", value=False)
    but_one = c.AllOf(of=[everybody, c.Is(attribute="a.a1", value=True)])

    first = keeper.judged(index, cut, everybody, least=K)
    second = keeper.judged(index, first.cut, but_one, least=K)

    assert (first.outcome, first.members) == (Outcome.SHOWN, 6)
    assert second.outcome is Outcome.REFUSED
    assert keeper.judged(index, cut, but_one, least=K).outcome is Outcome.SHOWN  # alone it tells of five


def test_a_union_is_held_against_everything_that_was_answered():
    """S = T1 + T2 + one more person: no single earlier answer differs from it by one, their sum does."""
    rows = [[1, 2, 2, 2, 2]] * 4 + [[2, 1, 2, 2, 2]] * 4 + [[2, 2, 1, 2, 2]] + [[2, 2, 2, 2, 2]] * 5
    index = index_of(rows)
    parts = [c.Is(attribute=f"a.a{n}", value=False) for n in range(3)]

    cut, told = attacked(index, [parts[0], parts[1], c.AnyOf(of=parts)])

    assert len(told) == 2
    assert cut.sizes.tolist() == [6, 4, 4]


def test_all_but_a_few_is_refused_too():
    rows = [[1, 2, 2, 2, 2]] * 12 + [[2, 2, 2, 2, 2]] * 2

    judged = keeper.judged(index_of(rows), partition.whole(14), c.Is(attribute="a.a0", value=False), least=K)

    assert judged.outcome is Outcome.REFUSED


def test_of_fewer_than_the_smallest_group_nothing_else_is_told():
    rows = [[1, 2, 2, 2, 2]] * 2 + [[2, 2, 2, 2, 2]] * 12

    judged = keeper.judged(index_of(rows), partition.whole(14), c.Is(attribute="a.a0", value=False), least=K)

    assert (judged.outcome, judged.members, judged.cut) == (Outcome.FEW, 0, None)
