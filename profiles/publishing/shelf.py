"""What this process knows of the published definitions: asked for every two seconds, read whole when there is news.

Until a database has been asked, and where it has none, the files' definitions count.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any, Final, Generic, TypeVar

import msgspec

from backend.core.logs import logger
from profiles.publishing import queries
from profiles.publishing.structs import Body, Kind

FRESH_SECONDS: Final = 2.0  # how late a publication is seen; asking is one count over some hundred rows
log = logger(__name__)
T = TypeVar("T")


class Shelf(Generic[T]):
    """Every version of every definition of a kind. `revision` is another whenever `every` is, in this process only."""

    def __init__(self, kind: Kind, *, seed: Sequence[Body], read: Callable[[Body], T]) -> None:
        self.kind = kind
        self.seed: Final = tuple(seed)
        self.revision = 0
        self.count = 0
        self.every: tuple[T, ...] = tuple(read(one) for one in seed)
        self._read = read
        _shelves[kind] = self

    async def take(self, count: int) -> None:
        """Take over the `count` versions there are, all at once; what this code cannot read is left out and logged."""
        found = []
        for row in await queries.bodies(self.kind.value):
            try:
                found.append(self._read(row["body"]))
            except msgspec.ValidationError:
                log.exception("publishing.unreadable", kind=self.kind, code=row["code"], version=row["version"])
        self.every, self.count, self.revision = tuple(found), count, self.revision + 1


_shelves: dict[Kind, Shelf[Any]] = {}


class _Clock:
    """When this process asked last."""

    def __init__(self) -> None:
        self.asked = float("-inf")


_clock = _Clock()


def shelves() -> Sequence[Shelf[Any]]:
    """Every kind's."""
    return tuple(_shelves.values())


async def fresh() -> None:
    """Take over what was published, at most `FRESH_SECONDS` late."""
    if time.monotonic() - _clock.asked < FRESH_SECONDS:
        return
    before, _clock.asked = _clock.asked, time.monotonic()  # those who come meanwhile do not ask as well
    try:
        await refresh()
    except BaseException:
        _clock.asked = before
        raise


async def refresh() -> None:
    """The same at once."""
    counts = await queries.counts()
    for one in shelves():
        count = counts.get(one.kind.value, 0)
        if count not in {0, one.count}:
            await one.take(count)


async def edition() -> str:
    """Another word whenever anything was published, the same in every process; at most `FRESH_SECONDS` late."""
    await fresh()
    return ".".join(str(_shelves[kind].count) for kind in sorted(_shelves))


def forget() -> None:
    """Ask again at the next opportunity: this process has just published something."""
    _clock.asked = float("-inf")
