"""The kinds of disclosure, as data: what the law asks to be disclosed on one's own initiative (主动公开)."""

from functools import cache
from pathlib import Path

import msgspec

from backend.services.interaction.notices.structs import Category

INTERPRETATION = "interpretation"


@cache
def categories() -> tuple[Category, ...]:
    """In the order in which they are shown."""
    return msgspec.json.decode(
        (Path(__file__).parent / "data" / "categories.json").read_bytes(), type=tuple[Category, ...]
    )


def is_known(code: str) -> bool:
    """Whether there is such a kind."""
    return any(one.code == code for one in categories())
