"""What a search answers."""

from typing import Annotated

from msgspec import Meta

from backend.core.structs import Wire
from backend.services.items.structs import ItemSummary


class ItemHit(ItemSummary, frozen=True, kw_only=True):
    """An item that fits the words; `said` is the everyday word it was found by, empty when it was its own name."""

    said: Annotated[str, Meta(max_length=60)] = ""
    bundles: Annotated[list[str], Meta(description="Codes of the bundles (一件事) that it is part of")] = []


class Suggestion(Wire, frozen=True, kw_only=True):
    """What the person may be typing, the item that it means, and what it is done together with."""

    text: str
    basic_code: str
    name: str
    bundles: Annotated[list[str], Meta(description="Codes of the bundles (一件事) that the item is part of")] = []
