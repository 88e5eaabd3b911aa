"""The draw of a rush: everybody who came before the opening gets a place by lot, and anybody can draw it again.

    commitment = SHA-256("kuaiban draw v1" 00 | seed)              shown from the beginning
    crowd      = SHA-256(all tickets, 16 bytes each, ascending)    known only when the last one has come
    order      = tickets ascending by HMAC-SHA-256(seed, crowd | ticket)

The seed is chosen before the first ticket and shown after the draw, so nobody could choose it to suit somebody; the
crowd stands in the key, so that knowing the seed early does not tell a place either. A ticket is a booking's id.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Sequence
from uuid import UUID

SEED_BYTES = 32
DOMAIN = b"kuaiban draw v1\0"


def new_seed() -> bytes:
    """A seed that nobody can foresee."""
    return secrets.token_bytes(SEED_BYTES)


def commitment(seed: bytes) -> str:
    """What is shown of the seed before the draw, in hexadecimal."""
    return hashlib.sha256(DOMAIN + seed).hexdigest()


def order(seed: bytes, tickets: Iterable[UUID]) -> list[UUID]:
    """The tickets in the order of their places; when or in which order they came plays no part."""
    everybody = sorted(ticket.bytes for ticket in tickets)
    crowd = hashlib.sha256(b"".join(everybody)).digest()
    drawn = sorted(everybody, key=lambda ticket: hmac.digest(seed, crowd + ticket, "sha256"))
    return [UUID(bytes=ticket) for ticket in drawn]


def is_replayed(*, commitment_shown: str, seed: bytes, order_shown: Sequence[UUID]) -> bool:
    """Whether a published draw is what its commitment promised: anybody may ask this of what was published."""
    return commitment(seed) == commitment_shown and order(seed, order_shown) == list(order_shown)
