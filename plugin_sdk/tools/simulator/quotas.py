"""What one person may use of one mini-app, by its manifest; the same members and codes as the product."""

import math
from datetime import timedelta

from plugin_sdk.contract.manifest import Manifest
from plugin_sdk.tools.simulator.refusals import Refused

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
QUOTAS: dict[str, tuple[str, timedelta]] = {
    "message.send": ("messages_per_person_per_day", DAY),
    "records.create": ("records_per_person_per_day", DAY),
    "records.update": ("records_per_person_per_day", DAY),
    "case.submit": ("cases_per_person_per_day", DAY),
    "http.fetch": ("fetches_per_person_per_minute", MINUTE),
}
"""Capability to the member of `quotas` that it draws on, and its window."""

KEYS_MOST = 50
"""Keys of the store, whatever a manifest asks for."""

Uses = dict[str, list[float]]


def keys_most(manifest: Manifest) -> int:
    """How many keys of the store the mini-app may keep for one person."""
    return min(KEYS_MOST, manifest.gkb.quotas.store_keys_per_person)


def use(uses: Uses, manifest: Manifest, capability: str, *, persona: str, at: float) -> None:
    """Count one use of a capability at that moment (seconds since the epoch).

    Raises:
        Refused: `host.quota-used`, it is one too many.

    """
    if capability not in QUOTAS:
        return
    name, window = QUOTAS[capability]
    most = int(getattr(manifest.gkb.quotas, name))
    if seconds := _count(uses, f"{name} {persona}", most=most, window=window, at=at):
        raise Refused("host.quota-used", quota=name, limit=most, retryAfter=seconds)


def use_call(uses: Uses, manifest: Manifest, *, persona: str, at: float) -> None:
    """Count one opened screen or action.

    Raises:
        Refused: `host.too-many-calls`.

    """
    most = manifest.gkb.quotas.calls_per_person_per_minute
    if seconds := _count(uses, f"calls {persona}", most=most, window=MINUTE, at=at):
        raise Refused("host.too-many-calls", retryAfter=seconds)


def _count(uses: Uses, bucket: str, *, most: int, window: timedelta, at: float) -> int:
    """Count, or say in how many seconds the next use is allowed."""
    length = window.total_seconds()
    recent = [one for one in uses.get(bucket, []) if 0 <= at - one < length]
    if len(recent) >= most:
        return max(1, math.ceil(length - (at - recent[0]))) if recent else int(length)
    uses[bucket] = [*recent, at]
    return 0
