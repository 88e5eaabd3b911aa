"""Screens kept ready in this process: bounded, and forgotten as soon as anything about their person was written.

What may be kept is decided against the log of changes: a screen that was composed while its person changed is shown
once and not kept. `clock` counts seconds and only ever goes forward.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from backend.core.audit.changes import Heard
from backend.core.ready import Ready

BYTES_MOST: Final = 64 * 1024 * 1024  # of one process: some 14,000 people
REMEMBERED: Final = timedelta(minutes=10)  # how long a change is remembered, and how long others' screens may be old
OVER: Final = float("-inf")
LONGEST_SECONDS: Final = 600.0  # what no log tells (an address of a hall) is at most so old


class Screen:
    """One that is kept, until when by the clock of its memory; empty and over as soon as it is forgotten."""

    __slots__ = ("ready", "until")

    def __init__(self, ready: Ready, *, until: float) -> None:
        self.ready: Ready | None = ready
        self.until = until


class Screens:
    """Ready screens by person and language."""

    def __init__(self, *, bytes_most: int = BYTES_MOST, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = bytes_most, clock
        # By the number of their UUID, because finding a UUID itself costs three times as much.
        self._kept: OrderedDict[int, dict[str, Screen]] = OrderedDict()
        self._bytes = 0
        self._changed: OrderedDict[UUID, datetime] = OrderedDict()  # when it was heard, the oldest first
        self._since: datetime | None = None  # everything since then was heard
        self._round = 0  # grows with everything that is forgotten for all

    def find(self, person_id: UUID, language: str) -> Ready | None:
        """What is ready and still true."""
        kept = self.kept(person_id, language)
        return None if kept is None else self.still(kept)

    def kept(self, person_id: UUID, language: str) -> Screen | None:
        """The same as it lies here: whoever holds on to it may ask again and again for what is `still` true."""
        kept = self._kept.get(person_id.int)
        return None if kept is None else kept.get(language)

    def still(self, screen: Screen) -> Ready | None:
        """What is ready of it, unless it is over or was forgotten."""
        return screen.ready if self._clock() < screen.until else None

    def begin(self) -> int:
        """Say so before composing: the token with which the screen may be kept afterwards."""
        return self._round

    def keep(
        self, person_id: UUID, language: str, ready: Ready, *, seconds: float, begun: int, as_of: datetime
    ) -> None:
        """Keep it for so long, unless the person changed at `as_of` or later: then it may be old already."""
        if begun != self._round or not self.is_true(person_id, as_of=as_of):
            return
        self._forget(person_id.int, language)
        kept = Screen(ready, until=self._clock() + min(seconds, LONGEST_SECONDS))
        self._kept.setdefault(person_id.int, {})[language] = kept
        self._bytes += ready.size
        while self._bytes > self._most:
            self._forget(next(iter(self._kept)))

    def is_true(self, person_id: UUID, *, as_of: datetime) -> bool:
        """Whether what was read at `as_of` (the database's clock) is known to be unchanged."""
        if self._since is None or as_of < self._since:
            return False
        changed = self._changed.get(person_id)
        return changed is None or changed < as_of

    def hear(self, heard: Heard) -> None:
        """Forget the screens of whoever changed; of everybody when nobody knows who it was."""
        if heard.about is None:
            self.clear()
            self._changed.clear()
            self._since = heard.at
            return
        for person_id in heard.about:
            self._forget(person_id.int)
            self._changed.pop(person_id, None)
            self._changed[person_id] = heard.at
        while self._changed and heard.at - next(iter(self._changed.values())) > REMEMBERED:
            self._changed.popitem(last=False)
        if self._since is not None:
            self._since = max(self._since, heard.at - REMEMBERED)

    def clear(self) -> None:
        """Forget all screens: something changed that all of them show."""
        for number in list(self._kept):
            self._forget(number)
        self._round += 1

    def _forget(self, number: int, language: str | None = None) -> None:
        kept = self._kept.get(number, {})
        for one in [language] if language else list(kept):
            screen = kept.pop(one, None)
            if screen is not None and screen.ready is not None:
                self._bytes -= screen.ready.size
                screen.ready, screen.until = None, OVER
        if not kept:
            self._kept.pop(number, None)
