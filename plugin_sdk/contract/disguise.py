"""Characters that make a text look like another one: no text for people may hold them."""

import re
from typing import Any

import msgspec

_DISGUISING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Controls but for line ends and tabs, and the marks that turn the direction of writing."""

_SUSPECT = re.compile(rb"\\[ubf]|\x7f|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]")
"""How one of them may stand in JSON; most answers hold none of these."""


def disguise_in(part: msgspec.Struct, content: bytes) -> str | None:
    """The first such character in the texts of a part that was decoded from `content`, as "U+202E", or None."""
    if not _SUSPECT.search(content):
        return None
    waiting: list[Any] = [msgspec.to_builtins(part)]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, str) and (found := _DISGUISING.search(one)):
            return f"U+{ord(found[0]):04X}"
    return None
