"""How much one person may use a mini-app's capabilities: the one place that decides it.

Windows are counted in PostgreSQL (`backend.core.rates`), so they hold without Redis. A read counts when it is asked. A
write counts when it is kept, in the transaction that ends the call: what was promised and not kept, as in a drawn
screen or a repeated run, uses nothing up. Who used what up is kept only as a keyed hash. Bookings have no window: the
open ones are counted. How often a mini-app is called at all is decided where runs begin (`host.runs`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from backend.core import rates
from backend.core.crypto.keys import Purpose
from backend.core.crypto.tags import tag
from backend.core.errors import Refusal
from backend.core.ground import ground
from backend.core.room import Caller
from backend.core.structs import now
from backend.host.broker import queries
from backend.host.broker.errors import BookingsFull, QuotaUsed
from backend.supports.bookings import service as bookings
from plugin_sdk.contract.manifest import Manifest

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
KEYS_MOST = 50  # per person and mini-app, whatever a manifest asks for; more is a database, another capability


@dataclass(frozen=True)
class Quota:
    """A member of the manifest's `quotas`, counted in windows of this length; without one, by what is open."""

    name: str
    window: timedelta | None

    def most(self, manifest: Manifest) -> int:
        """How many a person may use in a window, or have open."""
        return int(getattr(manifest.gkb.quotas, self.name))

    def bucket(self, caller: Caller) -> str:
        """Where one person's uses of one mini-app are counted; without our key it leads back to nobody."""
        key = ground().keyring.active(Purpose.INDEX)
        who = tag(key, message=f"{self.name}\0{caller.app_id}\0{caller.person_id}".encode())
        return f"quota:{self.name}:{who.hex()}"


RECORDS = Quota(name="records_per_person_per_day", window=DAY)
BOOKINGS = Quota(name="bookings_per_person", window=None)
QUOTAS = {
    "message.send": Quota(name="messages_per_person_per_day", window=DAY),
    "records.create": RECORDS,
    "records.update": RECORDS,
    "http.fetch": Quota(name="fetches_per_person_per_minute", window=MINUTE),
    "case.submit": Quota(name="cases_per_person_per_day", window=DAY),
    "booking.hold": BOOKINGS,
    "booking.wait": BOOKINGS,
}
"""The quota that each counted capability draws on."""
GIVES_BACK = {"booking.cancel": BOOKINGS}


def keys_most(manifest: Manifest) -> int:
    """How many keys of the store a mini-app may keep for one person."""
    return min(KEYS_MOST, manifest.gkb.quotas.store_keys_per_person)


async def require_left(caller: Caller, manifest: Manifest, capability: str, *, promised: Sequence[str]) -> None:
    """Refuse now what could not be kept later; `promised` are the capabilities that this call has promised to use.

    Raises:
        QuotaUsed, BookingsFull: there is no room for one more.
    """
    quota = QUOTAS.get(capability)
    if quota is None:
        return
    own = sum(QUOTAS.get(one) == quota for one in promised) - sum(GIVES_BACK.get(one) == quota for one in promised)
    if quota.window is None:
        used, seconds_left = await _open(caller), 0
    else:
        used, seconds_left = await rates.used(quota.bucket(caller))
    if used + own >= quota.most(manifest):
        raise _used(quota, manifest, seconds_left)


async def use(caller: Caller, manifest: Manifest, capability: str) -> None:
    """Count one use.

    Raises:
        QuotaUsed, BookingsFull: it is one too many.
    """
    quota = QUOTAS.get(capability)
    if quota is None:
        return
    if quota.window is None:
        await queries.lock(quota.bucket(caller))  # two calls at once would each see one place left
        seconds_left = int(await _open(caller) >= quota.most(manifest))
    else:
        seconds_left = await rates.count(quota.bucket(caller), most=quota.most(manifest), window=quota.window)
    if seconds_left:
        raise _used(quota, manifest, seconds_left)


async def _open(caller: Caller) -> int:
    return await bookings.count_open(caller.person_id, owner=f"mini-app:{caller.app_id}", at=now())


def _used(quota: Quota, manifest: Manifest, seconds_left: int) -> Refusal:
    if quota.window is None:
        return BookingsFull(limit=quota.most(manifest))
    retry_after = seconds_left or int(quota.window.total_seconds())
    return QuotaUsed(quota=quota.name, limit=quota.most(manifest), retryAfter=retry_after)
