"""What this process remembers of the catalogue: bounded, and emptied when something was published anywhere.

Once in `ASKED_EVERY_SECONDS` a reader asks for the catalogue's revision; between, a warm read costs no query. A place's
items share their lists with the version they come from, so a remembered one is small.
"""

import time
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import msgspec

from backend.core.bounded import Bounded

ASKED_EVERY_SECONDS: Final = 1.0  # as old as an answer may be; what a publication changes is days in the making
KEPT_MOST: Final = 20_000  # items of places (2 kB each) and the versions under them: at most some 60 MB
V = TypeVar("V", bound=msgspec.Struct)


class Memory:
    """Values by key, for one revision of the catalogue; `clock` counts seconds and only goes forward."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._values: Bounded[str, msgspec.Struct] = Bounded(KEPT_MOST)
        self._revision = -1
        self._asked = float("-inf")

    @property
    def revision(self) -> int:
        """The revision that the values belong to."""
        return self._revision

    async def refresh(self, ask: Callable[[], Awaitable[int]]) -> None:
        """Forget everything if the catalogue has moved on, asking at most once in a while."""
        if self._clock() - self._asked < ASKED_EVERY_SECONDS:
            return
        before, self._asked = self._asked, self._clock()  # those who come meanwhile do not ask as well
        try:
            revision = await ask()
        except BaseException:
            self._asked = before
            raise
        if revision != self._revision:
            self._values.clear()
            self._revision = revision

    def get(self, key: str, kind: type[V]) -> V | None:
        """The value, or None when it is not remembered."""
        found = self._values.get(key)
        return found if isinstance(found, kind) else None

    def put(self, key: str, value: V, *, revision: int) -> V:
        """Remember what was read at this revision, unless the catalogue has moved on meanwhile; hand it back."""
        if revision == self._revision:
            self._values.put(key, value)
        return value

    def clear(self) -> None:
        """Forget everything and ask again next time."""
        self._values.clear()
        self._revision, self._asked = -1, float("-inf")


MEMORY: Final = Memory()
