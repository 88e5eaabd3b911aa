"""Everyday words: `data/synonyms.csv`, what people say for an item, and what they say for an official word."""

import csv
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from backend.services.items.search_words import cleaned

FILE: Final = Path(__file__).parent / "data" / "synonyms.csv"


class Synonyms(msgspec.Struct, frozen=True):
    """`phrases` by basic code; `words` by what is said, with the official words for it."""

    phrases: dict[str, tuple[str, ...]]
    words: dict[str, tuple[str, ...]]


@cache
def synonyms() -> Synonyms:
    """The list as it was shipped; it changes with the code, so it is read once."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    phrases: dict[str, tuple[str, ...]] = {}
    for row in rows:
        if code := row["basic_code"]:
            phrases[code] = (*phrases.get(code, ()), row["said"])
    words = {cleaned(row["said"]): tuple(row["means"].split(";")) for row in rows if row["means"]}
    return Synonyms(phrases, words)
