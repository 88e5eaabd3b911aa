"""What can be wrong with a catalogue's files, where, why, and what to do about it, in the words of both languages."""

from typing import Final, TypeAlias

import msgspec

from backend.core.structs import Wire
from backend.services.items.fault_words import WORDS

Step: TypeAlias = str | int
Path: TypeAlias = tuple[Step, ...]


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A place in a file; lines and columns count from 1. `name` is the column or member."""

    file: str
    line: int
    column: int
    name: str = ""


class Flaw(msgspec.Struct, frozen=True, kw_only=True):
    """Something wrong at a path of a value; `code` names its words."""

    path: Path
    code: str
    params: dict[str, str | int] = {}


class Fault(Wire, frozen=True, kw_only=True):
    """A flaw with its place and its words."""

    file: str
    line: int
    column: int
    name: str
    code: str
    zh: str
    en: str
    fix_zh: str
    fix_en: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column} {self.name}: {self.en} -> {self.fix_en}"


class FilesUnusable(ValueError):
    """A catalogue's files cannot be taken; `faults` has every one."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults: Final = faults


def fault(flaw: Flaw, spot: Spot) -> Fault:
    """The flaw at its place, in words."""
    zh, en, fix_zh, fix_en = (text.format_map(flaw.params) for text in WORDS[flaw.code])
    return Fault(
        file=spot.file, line=spot.line, column=spot.column, name=spot.name, code=flaw.code,
        zh=zh, en=en, fix_zh=fix_zh, fix_en=fix_en,
    )  # fmt: skip
