"""Which files a person hands in with a tap. Pure."""

from typing import Any, Final
from uuid import UUID

MEMBERS: Final = frozenset(("id", "name", "mediaType", "bytes"))  # what the phone sends for one file of an Attachment


def files_in(data: dict[str, Any]) -> frozenset[UUID]:
    """The ids of all files in what was sent, wherever in it: each as the whole reference that the files room gave."""
    found: set[UUID] = set()
    waiting: list[Any] = [data]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            if part.keys() == MEMBERS and (file_id := _id(part["id"])) is not None:
                found.add(file_id)
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return frozenset(found)


def _id(text: Any) -> UUID | None:
    try:
        return UUID(text) if isinstance(text, str) else None
    except ValueError:
        return None
