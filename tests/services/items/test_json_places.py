import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.services.items import json_places

TEXT = """{
 "items": [
  {"name": "甲", "levels": ["3", "4"]},
  {"name": "乙 \\"引号\\"", "levels": []}
 ],
 "n": 1
}
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), (1, 1)),
        (("items",), (2, 11)),
        (("items", 0), (3, 3)),
        (("items", 0, "levels", 1), (3, 33)),
        (("items", 1, "name"), (4, 12)),
        (("n",), (6, 7)),
        (("items", 1, "levels", 5), (4, 34)),  # not there: where it should be
        (("items", 7), (2, 11)),
        (("colour",), (1, 1)),
        (("n", "deeper"), (6, 7)),
    ],
)
def test_a_path_is_found_where_it_stands(path, place):
    assert json_places.place(TEXT, path) == place


VALUES = st.recursive(
    st.integers() | st.text() | st.none() | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def paths(value, path=()):
    yield path, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, one in inner:
        yield from paths(one, (*path, step))


@given(VALUES, st.sampled_from([None, 1, 3]))
def test_every_value_begins_where_we_say(value, indent):
    text = json.dumps(value, indent=indent)
    lines = text.split("\n")
    for path, inner in paths(value):
        line, column = json_places.place(text, path)
        rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
        assert json.JSONDecoder().raw_decode(rest)[0] == inner
