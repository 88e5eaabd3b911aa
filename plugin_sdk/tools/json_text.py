"""JSON that remembers where everything stood: values, the line of every JSON pointer, and keys written twice."""

import json
import re
from typing import Any

DEEPEST = 64
"""Nesting that is still read: a manifest needs eight levels, a hostile file has a million."""

_PIECE = re.compile(
    r"""[ \t\r\n]*(?:(?P<mark>[{}\[\]:,])|(?P<string>"(?:[^"\\\x00-\x1f]|\\.)*")"""
    r"""|(?P<number>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<word>true|false|null))"""
)
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None}


class NotJson(ValueError):
    """The text is no JSON; `line` is where reading stopped, the message what stood there."""

    def __init__(self, message: str, *, line: int) -> None:
        super().__init__(message)
        self.line = line


class JsonText:
    """A JSON text, read once. `value` is None and `error` says why when it cannot be read."""

    def __init__(self, text: str) -> None:
        self.value: Any = None
        self.error: NotJson | None = None
        self.lines: dict[str, int] = {}
        self.duplicates: list[tuple[str, int]] = []
        self._text = text
        self._at = 0
        self._counted, self._line = 0, 1
        try:
            self.value = self._whole()
        except NotJson as error:
            self.error = error

    def line(self, pointer: str) -> int:
        """The line of that pointer, or of the nearest thing around it that is there; never less than 1."""
        while pointer and pointer not in self.lines:
            pointer = pointer.rpartition("/")[0]
        return self.lines.get(pointer, 1)

    def _whole(self) -> Any:
        value = self._value("", 0)
        rest = self._text[self._at :].strip(" \t\r\n")
        if rest:
            raise self._unexpected(rest)
        return value

    def _value(self, pointer: str, depth: int) -> Any:
        kind, piece = self._next()
        self.lines.setdefault(pointer, self._line)
        if depth > DEEPEST:
            raise NotJson(f"more than {DEEPEST} levels deep", line=self._line)
        if piece == "{":
            return self._object(pointer, depth)
        if piece == "[":
            return self._array(pointer, depth)
        if kind == "word":
            return _WORDS[piece]
        if kind == "mark":
            raise NotJson(f"{piece!r} where a value was expected", line=self._line)
        return self._scalar(piece)

    def _object(self, pointer: str, depth: int) -> dict[str, Any]:
        members: dict[str, Any] = {}
        kind, piece = self._next()
        while piece != "}":
            if kind != "string":
                raise NotJson(f"{piece!r} where a member's name in double quotes was expected", line=self._line)
            name = str(self._scalar(piece))
            place = f"{pointer}/{escaped(name)}"
            if name in members:
                self.duplicates.append((place, self._line))
            self.lines[place] = self._line
            self._expect(":")
            members[name] = self._value(place, depth + 1)
            kind, piece = self._separator("}")
        return members

    def _array(self, pointer: str, depth: int) -> list[Any]:
        items: list[Any] = []
        before = self._at
        if self._next()[1] == "]":
            return items
        self._at = before
        piece = ","
        while piece == ",":
            items.append(self._value(f"{pointer}/{len(items)}", depth + 1))
            piece = self._next()[1]
            if piece not in {",", "]"}:
                raise NotJson(f"{piece!r} where a comma or ']' was expected", line=self._line)
        return items

    def _separator(self, end: str) -> tuple[str, str]:
        kind, piece = self._next()
        if piece == end:
            return kind, piece
        if piece != ",":
            raise NotJson(f"{piece!r} where a comma or {end!r} was expected", line=self._line)
        kind, piece = self._next()
        if piece == end:
            raise NotJson(f"a comma before {end!r}", line=self._line)
        return kind, piece

    def _expect(self, mark: str) -> None:
        piece = self._next()[1]
        if piece != mark:
            raise NotJson(f"{piece!r} where {mark!r} was expected", line=self._line)

    def _next(self) -> tuple[str, str]:
        found = _PIECE.match(self._text, self._at)
        if found is None or found.lastgroup is None:
            raise self._unexpected(self._text[self._at :].lstrip(" \t\r\n"))
        self._at = found.end()
        self._count_lines(found.start(found.lastgroup))
        return found.lastgroup, found[found.lastgroup]

    def _scalar(self, piece: str) -> Any:
        try:
            value = json.loads(piece)
            json.dumps(value, ensure_ascii=False).encode()
        except ValueError as error:
            raise NotJson(f"{piece[:40]} is no value of JSON", line=self._line) from error
        return value

    def _unexpected(self, rest: str) -> NotJson:
        self._count_lines(len(self._text) - len(rest))
        return NotJson(f"unexpected {rest[:20]!r}" if rest else "the text ends too early", line=self._line)

    def _count_lines(self, at: int) -> None:
        self._line += self._text.count("\n", self._counted, at)
        self._counted = max(self._counted, at)


def escaped(name: str) -> str:
    """A member's name as one part of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def at_pointer(value: Any, pointer: str) -> Any:
    """What stands at that pointer, or None."""
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict):
            value = value.get(name)
        elif isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            value = value[int(name)]
        else:
            return None
    return value
