"""Identifiers made by the application, never by the database: a client may hold one before anything is written."""

import secrets
import threading
import time
from uuid import UUID

RANDOM_BITS = 74
STEP_BITS = 56  # as hard to guess from its neighbour as this; a millisecond has room for 130,000 of them


class _Last:
    """The newest identifier of this process, without version and variant."""

    def __init__(self) -> None:
        self.value = 0
        self.lock = threading.Lock()


_last = _Last()


def new_id() -> UUID:
    """A version 7 UUID (RFC 9562): the leading milliseconds keep fresh rows together in the index.

    Each sorts after all that this process made before (6.2, method 2), whatever the clock does: rows that were written
    together are read in the order in which they were written. It says when it was made; where that must not show
    (plates, codes), use random bytes instead.
    """
    milliseconds = time.time_ns() // 1_000_000
    with _last.lock:
        # The first random bit is 0, to leave room above for those of the same millisecond.
        fresh = (milliseconds << RANDOM_BITS) | secrets.randbits(RANDOM_BITS - 1)
        if milliseconds <= _last.value >> RANDOM_BITS:
            fresh = _last.value + 1 + secrets.randbits(STEP_BITS)
        value = _last.value = fresh
    stamp, high, low = value >> RANDOM_BITS, value >> 62 & 0xFFF, value & ((1 << 62) - 1)
    return UUID(int=(stamp << 80) | (0x7 << 76) | (high << 64) | (0b10 << 62) | low)
