"""The columns say of everybody what the interpreter of conditions says of each."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from profiles.attributes import conditions as c
from profiles.audience import columns, index_files
from tests.profiles.attributes.conditions_made import NAMES, TODAY, conditions, facts, known

TAGS = ["tag.elder", "tag.student"]
SORTS = {name: c.Sort(kind=c.ValueKind.TEXT) for name in [*NAMES, *TAGS]}
DEEPEST = 8
of_tags = st.builds(c.Is, attribute=st.sampled_from(TAGS), value=st.booleans())
everything = st.recursive(
    st.one_of(conditions, of_tags),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda of: c.AllOf(of=of)),
        st.lists(inner, min_size=1, max_size=3).map(lambda of: c.AnyOf(of=of)),
        inner.map(lambda of: c.Not(of=of)),
    ),
    max_leaves=6,
)
somebody = st.tuples(facts, st.dictionaries(st.sampled_from(TAGS), st.booleans().map(known))).map(
    lambda two: {**two[0], **two[1]}
)


def depth(condition):
    if isinstance(condition, c.Not):
        return 1 + depth(condition.of)
    if isinstance(condition, c.AllOf | c.AnyOf):
        return 1 + max(depth(one) for one in condition.of)
    return 0


def index_of(population, folder):
    writer = index_files.Writer(folder / "1", SORTS)
    writer.add(population[:2])
    writer.add(population[2:])
    return writer.finish(as_of=TODAY)


def marked(bits, rows):
    return np.unpackbits(bits, count=rows, bitorder="little").astype(bool).tolist()


@settings(max_examples=150, deadline=None)
@given(population=st.lists(somebody, min_size=1, max_size=25), condition=everything)
def test_each_row_is_judged_as_the_interpreter_judges_the_person(population, condition):
    assume(depth(condition) <= DEEPEST)
    with tempfile.TemporaryDirectory() as folder:
        found = columns.members(index_of(population, Path(folder)), condition)

    expected = [c.verdict_of(condition, one, on=TODAY) is c.Verdict.MET for one in population]
    assert marked(found, len(population)) == expected
    assert columns.count(found) == sum(expected)


@settings(max_examples=60, deadline=None)
@given(population=st.lists(somebody, min_size=1, max_size=25), condition=everything)
def test_whom_nobody_knows_about_is_in_neither_a_group_nor_its_opposite(population, condition):
    assume(depth(condition) < DEEPEST)
    with tempfile.TemporaryDirectory() as folder:
        index = index_of(population, Path(folder))
        found, others = columns.members(index, condition), columns.members(index, c.Not(of=condition))

    unknown = [c.verdict_of(condition, one, on=TODAY) is c.Verdict.UNKNOWN for one in population]
    assert not np.any(found & others)
    assert marked(found | others, len(population)) == [not one for one in unknown]


def test_rows_beyond_one_chunk_are_counted(monkeypatch):
    monkeypatch.setattr(columns, "CHUNK", 64)
    codes = np.tile(np.array([0, 1, 2, 3], dtype=np.uint8), 250)
    index = columns.Index(rows=1000, as_of=TODAY, columns={"a.a": columns.Column(codes=codes, values=["x", "y", "z"])})

    assert columns.count(columns.members(index, c.Is(attribute="a.a", value="y"))) == 250
    assert columns.count(columns.members(index, c.In(attribute="a.a", values=["x", "z"]))) == 500
    assert columns.count(columns.members(index, c.Not(of=c.Is(attribute="a.a", value="y")))) == 500


def test_nobody_is_found_by_what_the_snapshot_does_not_have():
    index = columns.Index(rows=10, as_of=TODAY, columns={})

    assert columns.count(columns.members(index, c.Present(attribute="a.a"))) == 0


@pytest.mark.parametrize(
    ("values", "kind"), [(255, np.uint8), (256, np.uint16), (65_535, np.uint16), (65_536, np.uint32)]
)
def test_codes_are_as_small_as_their_values_allow(values, kind):
    assert columns.code_type(values) is kind
    assert int(np.iinfo(kind).max) >= values  # the highest code is the number of values; 0 is not known
