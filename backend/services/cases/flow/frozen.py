"""Items as cases froze them. They are found by their hash and never change, so one that was read stays right."""

from typing import Any

from backend.core.bounded import Bounded
from backend.services.cases.flow import queries

KEPT_MOST = 256
"""Per process, the oldest go first: a department has tens of items, each some 20 KiB."""

_kept: Bounded[bytes, dict[str, Any]] = Bounded(KEPT_MOST)


async def item(snapshot_id: bytes) -> dict[str, Any]:
    """The frozen item; whoever gets it must not change it."""
    found = _kept.get(snapshot_id)
    if found is None:
        found = await queries.snapshot(snapshot_id)
        if found:  # a case that is just being written may roll back, and its item with it
            _kept.put(snapshot_id, found)
    return found
