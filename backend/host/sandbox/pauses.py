"""A mini-app whose calls are only ever stopped is paused: each costs a process or a deadline, which others notice.

One answer ends it all: a mini-app that fails on one page only is never paused while others of its pages are used.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass

from backend.core.bounded import Bounded

FAILURES = 5
"""In a row. Fewer, and a moment in which the whole machine stood still would look like the mini-app's fault."""

FIRST_SECONDS = 1.0
TIMES = 4
LONGEST_SECONDS = 60.0
"""A pause is so many times as long as the one before, up to this: so soon is a mini-app back whose host was away."""

REMEMBERED = 1_000
"""Packages that failed; whose last failure is longest ago is forgotten."""


@dataclass
class _Record:
    """How often a package failed in a row, until when it is paused, and how long it will be when it fails again."""

    failures: int = 0
    next_pause: float = 0.0
    until: float = 0.0
    tried: bool = False


class Pauses:
    """Of all packages that one process calls; a pause begins with so many `failures` in a row."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, *, failures: int = FAILURES) -> None:
        self._clock = clock
        self._failures = failures
        self._records: Bounded[bytes, _Record] = Bounded(REMEMBERED)

    def seconds_left(self, package: bytes) -> float:
        """How long a call must not be tried yet; 0.0 when it may run.

        After a pause one call may run; the others wait for how it ends, or a second.
        """
        record = self._records.get(digest_of(package)) if self._records else None
        if record is None or not record.next_pause:
            return 0.0
        left = record.until - self._clock()
        if left > 0:
            return left
        record.until, record.tried = self._clock() + FIRST_SECONDS, True
        return 0.0

    def answered(self, package: bytes) -> None:
        """A call ended with an answer, be it the author's own error."""
        if self._records:
            self._records.pop(digest_of(package), None)

    def failed(self, package: bytes) -> float:
        """A call was stopped; the seconds of the pause that begins with it, 0.0 when none does."""
        digest = digest_of(package)
        record = self._records.put(digest, self._records.get(digest) or _Record())
        record.failures += 1
        # Calls that were already under way when a pause began are not held against the package a second time.
        if record.failures < self._failures or (record.next_pause and not record.tried):
            return 0.0
        seconds = record.next_pause or FIRST_SECONDS
        record.next_pause = min(TIMES * seconds, LONGEST_SECONDS)
        record.until, record.tried = self._clock() + seconds, False
        return seconds


def digest_of(package: bytes) -> bytes:
    """What a package is remembered by."""
    return hashlib.sha256(package).digest()
