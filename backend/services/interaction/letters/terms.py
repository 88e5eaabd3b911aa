"""Within how many working days letters are answered, as data with its source."""

from functools import cache
from pathlib import Path

import msgspec

from backend.services.interaction.letters.structs import LetterKind, LetterTerm


@cache
def terms() -> tuple[LetterTerm, ...]:
    """Of every kind."""
    return msgspec.json.decode(
        (Path(__file__).parent / "data" / "terms.json").read_bytes(), type=tuple[LetterTerm, ...]
    )


def term_of(kind: LetterKind) -> LetterTerm:
    """Of this kind."""
    return next(one for one in terms() if one.kind is kind)
