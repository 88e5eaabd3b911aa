"""What every room stands on in this process: settings, keys, cache, cursors. Laid once at the start, then read."""

from dataclasses import dataclass

from backend.core.cache import Cache
from backend.core.crypto.keyring import KeyRing
from backend.core.pages import Cursors
from backend.core.settings import Settings


@dataclass(frozen=True)
class Ground:
    """One process's footing. The database is not in here: `database` is its own module."""

    settings: Settings
    keyring: KeyRing
    cache: Cache
    cursors: Cursors


_laid: list[Ground] = []


def lay(ground: Ground) -> None:
    """Give this process its ground; the last one laid counts (tests lay their own)."""
    _laid[:] = [ground]


def ground() -> Ground:
    """The ground of this process.

    Raises:
        RuntimeError: nothing was laid; a composition root forgot it.
    """
    if not _laid:
        raise RuntimeError("no ground was laid: call backend.core.ground.lay first")
    return _laid[0]
