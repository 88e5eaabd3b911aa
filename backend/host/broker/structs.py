"""What the department sees of its mini-app's records."""

from typing import Any
from uuid import UUID

from backend.core.structs import Wire


class RecordSeen(Wire, frozen=True, kw_only=True):
    """A record of a collection; `created_on` is a day, and nobody knows whose record it is."""

    id: UUID
    version: int
    created_on: str
    value: dict[str, Any]
