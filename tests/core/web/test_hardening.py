"""What reaches a parser is small, shallow and readable."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.errors import TooLarge, Unreadable
from backend.core.web.hardening import BODY_MOST, DEPTH_MOST, check_address, check_body

READABLE = st.characters(
    exclude_categories=["Cc", "Cs"], exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(READABLE),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(READABLE), inner),
        max_leaves=20,
    )
)
def test_ordinary_json_passes_in_both_spellings(value):
    check_body(json.dumps(value).encode())
    check_body(json.dumps(value, ensure_ascii=False).encode())


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x0b", "\x1f", "\x7f", "\u202e", "\u202a", "\u2066", "\u2069"])
def test_invisible_characters_are_refused_in_both_spellings(character):
    for body in (json.dumps([character]).encode(), f'["{character}"]'.encode()):
        with pytest.raises(Unreadable):
            check_body(body)


@pytest.mark.parametrize("text", ["\n\t\r", "\\u0000", "龘靐齉𠮷", "扎西·才让", "👨‍👩‍👧", "C:\\new\\u00", "﷽"])
def test_texts_of_real_people_pass(text):
    check_body(json.dumps([text]).encode())
    check_body(json.dumps([text], ensure_ascii=False).encode())


def test_an_escaped_backslash_before_u0000_is_text():
    check_body(rb'["\\u0000"]')

    with pytest.raises(Unreadable):
        check_body(rb'["\\\u0000"]')


def test_depth_is_limited_and_brackets_in_texts_do_not_count():
    check_body(b"[" * DEPTH_MOST + b"]" * DEPTH_MOST)
    check_body(json.dumps(["[" * 10_000, '\\"[[[[']).encode())

    with pytest.raises(Unreadable):
        check_body(b"[" * (DEPTH_MOST + 1) + b"]" * (DEPTH_MOST + 1))
    with pytest.raises(Unreadable):
        check_body(b'{"a":' * 10_000)


def test_size_is_limited():
    check_body(b" " * BODY_MOST)

    with pytest.raises(TooLarge):
        check_body(b" " * (BODY_MOST + 1))


def test_broken_utf8_is_refused():
    with pytest.raises(Unreadable):
        check_body(b'["\xff"]')


@pytest.mark.parametrize("address", [b"/a%00b", b"/a%1Fb", b"/a\x00b", b"/a%7f", b"/" + b"a" * 9000])
def test_addresses_that_no_link_has_are_refused(address):
    with pytest.raises(Unreadable):
        check_address(address, b"")


def test_chinese_addresses_pass():
    check_address(b"/api/v1/regions/search", b"q=%E5%9F%8E%E5%85%B3")
