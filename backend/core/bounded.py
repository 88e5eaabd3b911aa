"""Memory of a process that cannot grow without end: for answers that can always be had again."""

from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Bounded(dict[K, V], Generic[K, V]):
    """A dictionary into which values are `put`: beyond `most`, what was put in longest ago goes.

    A dictionary, so that asking it costs no more than that: some are asked at every request.
    """

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def put(self, key: K, value: V) -> V:
        """Keep the value as the newest, and hand it back."""
        self.pop(key, None)
        if len(self) >= self._most:
            del self[next(iter(self))]
        self[key] = value
        return value
