"""Where a value stands in a JSON text: parsers forget it, and people who repair a file need it."""

import json
from typing import Any

from backend.services.items.faults import Path, Step

_DECODER = json.JSONDecoder()
_SPACE = " \t\r\n"


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def place(text: str, path: Path) -> tuple[int, int]:
    """Line and column of the value at the path, or of the last step towards it that is there."""
    offset = _skip(text, 0)
    for step in path:
        found = _member(text, offset, step)
        if found is None:
            break
        offset = found
    return line_and_column(text, offset)


def _member(text: str, offset: int, step: Step) -> int | None:
    """Where the member or element begins; None when there is none."""
    opening = text[offset : offset + 1]
    if opening not in {"{", "["}:
        return None
    position, index = _skip(text, offset + 1), 0
    while text[position] not in "}]":
        key: Any = index
        if opening == "{":
            key, position = _DECODER.raw_decode(text, position)
            position = _skip(text, _skip(text, position) + 1)
        if key == step:
            return position
        _, position = _DECODER.raw_decode(text, position)
        position, index = _skip(text, position), index + 1
        if text[position] == ",":
            position = _skip(text, position + 1)
    return None


def _skip(text: str, offset: int) -> int:
    while offset < len(text) and text[offset] in _SPACE:
        offset += 1
    return offset
