"""The difference between two bodies: complete, and nothing where there is none."""

from hypothesis import given
from hypothesis import strategies as st

from profiles.studio.differing import changes

leaf = st.one_of(st.none(), st.booleans(), st.integers(-5, 5), st.text(max_size=3))
body = st.dictionaries(
    st.text("abcd", min_size=1, max_size=3),
    st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(st.text("abcd", min_size=1, max_size=2), inner, max_size=3),
            st.lists(st.fixed_dictionaries({"id": st.text("xyz", min_size=1, max_size=2), "v": inner}), max_size=3),
        ),
        max_leaves=8,
    ),
    max_size=4,
)


@given(before=body, after=body)
def test_there_is_a_difference_exactly_when_bodies_differ(before, after):
    assert bool(changes(before, after)) == (before != after)


def test_questions_and_steps_are_told_apart_by_their_ids():
    before = {"steps": [{"id": "a", "title": "1"}, {"id": "b", "title": "2"}, {"id": "c", "title": "3"}]}
    after = {"steps": [{"id": "b", "title": "2"}, {"id": "a", "title": "9"}, {"id": "d", "title": "4"}]}

    found = {(one.path, one.what, one.before, one.after) for one in changes(before, after)}

    assert found == {
        ("steps[a].title", "changed", '"1"', '"9"'),
        ("steps[d]", "added", None, '{"id":"d","title":"4"}'),
        ("steps[c]", "removed", '{"id":"c","title":"3"}', None),
        ("steps", "moved", '["a","b"]', '["b","a"]'),
    }


def test_what_publication_sets_is_not_compared():
    assert changes({"version": 1, "validFrom": "2026-01-01", "a": 1}, {"version": 7, "validFrom": "x", "a": 1}) == []
