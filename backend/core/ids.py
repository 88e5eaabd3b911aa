"""Identifiers made by the application, never by the database: a client may hold one before anything is written."""

import secrets
import time
from uuid import UUID

RANDOM_BITS = 74


def new_id() -> UUID:
    """A version 7 UUID (RFC 9562): the leading milliseconds keep fresh rows together in the index.

    It says when it was made; where that must not show (plates, codes), use random bytes instead.
    """
    milliseconds = time.time_ns() // 1_000_000
    random = secrets.randbits(RANDOM_BITS)
    high, low = random >> 62, random & ((1 << 62) - 1)
    return UUID(int=(milliseconds << 80) | (0x7 << 76) | (high << 64) | (0b10 << 62) | low)
