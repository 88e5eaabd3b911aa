"""Cursors cannot be made up, altered, or carried from one list to another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.pages import BadCursor, Cursors

CURSORS = Cursors(b"k" * 32)


@given(st.text(max_size=100))
def test_a_cursor_gives_back_its_position(position):
    assert CURSORS.read("inbox", CURSORS.make("inbox", position)) == position


def test_no_cursor_is_the_first_page():
    assert CURSORS.read("inbox", None) is None


@given(st.text(max_size=60))
def test_a_made_up_cursor_is_refused(text):
    with pytest.raises(BadCursor):
        CURSORS.read("inbox", text)


def test_a_cursor_of_another_list_is_refused():
    with pytest.raises(BadCursor):
        CURSORS.read("regions", CURSORS.make("inbox", "17"))


def test_a_cursor_of_another_installation_is_refused():
    with pytest.raises(BadCursor):
        CURSORS.read("inbox", Cursors(b"x" * 32).make("inbox", "17"))
