"""A small memory for answers that practically never change: bounded, per process, emptied as a whole."""

from typing import Generic, TypeVar

V = TypeVar("V")


class Kept(Generic[V]):
    """Remembers at most `most` values; the oldest goes first. Losing one costs a query, nothing else."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[str, V] = {}

    def get(self, key: str) -> V | None:
        """The value, or None when it is not remembered."""
        return self._values.get(key)

    def put(self, key: str, value: V) -> V:
        """Remember the value, and hand it back."""
        if len(self._values) >= self._most and key not in self._values:
            del self._values[next(iter(self._values))]
        self._values[key] = value
        return value

    def clear(self) -> None:
        """Forget everything."""
        self._values.clear()

    def __len__(self) -> int:
        return len(self._values)
