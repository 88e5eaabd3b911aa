"""Passwords: Argon2id off the event loop, and the ones that guessers try first."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's second profile: 19 MiB and two passes cost a guesser's graphics card memory, and us about 20 ms.
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Two threads bound memory (2 x 19 MiB) and processor time however many try at once; the others wait their turn.
_THREADS: Final = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")
_RUN: Final = 4
"""Passwords of at most this many different characters are patterns, not secrets."""


async def hash_of(password: str) -> str:
    """The Argon2id hash with its salt and parameters."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _HASHER.hash, password)


async def matches(password: str, *, hashed: str | None) -> bool:
    """Whether the password made the hash. Without a hash the same work is done and the answer is no."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _matches, password, hashed)


def weakness(password: str, *, phone: str, name: str) -> str | None:
    """Why this password is among the first that a guesser tries, or None."""
    folded = password.casefold()
    if folded in _common():
        return "common"
    if len(set(folded)) <= _RUN:
        return "repeated"
    if _is_sequence(folded):
        return "sequence"
    if phone and (phone in folded or phone[3:] in folded):
        return "phone"
    if name and name.casefold() in folded:
        return "name"
    return None


def _matches(password: str, hashed: str | None) -> bool:
    try:
        return _HASHER.verify(hashed or _nobodys(), password) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    """A hash that no sign-in fits: so an unknown phone takes as long as a known one."""
    return _HASHER.hash("nobody's password")


@cache
def _common() -> frozenset[str]:
    return frozenset((Path(__file__).parent / "data" / "common_passwords.txt").read_text("utf-8").split())


def _is_sequence(text: str) -> bool:
    """Whether every character follows the one before (12345678, hgfedcba)."""
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return len(steps) == 1
