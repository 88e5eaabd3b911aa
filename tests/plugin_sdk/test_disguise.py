import json

import pytest

from plugin_sdk.contract.disguise import disguise_in
from plugin_sdk.contract.screen import Screen


def told(text, *, escaped=False):
    """A screen with this title, and the bytes that a guest would send of it."""
    screen = Screen(title=text, body=[])
    return screen, json.dumps({"title": text}, ensure_ascii=escaped).encode()


@pytest.mark.parametrize("escaped", [False, True])
@pytest.mark.parametrize("sign", ["\u202e", "\u202a", "\u2066", "\u2069", "\x00", "\x08", "\x1b", "\x7f", "\x85"])
def test_a_disguising_character_is_named_however_it_is_written(sign, escaped):
    assert disguise_in(*told(f"转账{sign}给", escaped=escaped)) == f"U+{ord(sign):04X}"


@pytest.mark.parametrize("escaped", [False, True])
@pytest.mark.parametrize(
    "text", ["甘肃省", "两\n行\t格", "👨‍👩‍👧", "བོད་ཡིག", "买买提·艾力", "𠮷野家", r"\u202e as six letters", "ئۇيغۇر"]
)
def test_honest_texts_pass(text, escaped):
    assert disguise_in(*told(text, escaped=escaped)) is None


def test_names_of_fields_are_texts_too():
    screen = Screen(title="题", body=[], data={"a\u202eb": 1})

    assert disguise_in(screen, json.dumps({"a\u202eb": 1}, ensure_ascii=False).encode()) == "U+202E"
