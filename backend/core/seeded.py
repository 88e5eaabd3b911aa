"""Which seeds this database has taken already: a start need not compare thousands of rows to learn that nothing is new.

A room's seed is made of the files in its folder, code and data alike: change one, and the next start takes it again.
"""

import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path

from backend.core import database, digests

SOURCES = (".py", ".csv", ".json")
NOTE = """
insert into core_seeded (id, digest) values ($1, $2)
on conflict (id) do update set digest = excluded.digest, taken_at = now()
"""


async def once(room: str, seed: Callable[[], Awaitable[object]], *, folders: tuple[Path, ...]) -> None:
    """Take the seed unless this database took it when the folders held the very same files."""
    digest = _digest(folders)
    row = await database.fetch_one("select digest from core_seeded where id = $1", room)
    if row is None or row["digest"] != digest:
        await seed()
        await note(room, digest)


async def note(name: str, digest: bytes) -> None:
    """Keep that what `name` stands for was taken in the form of `digest`; a later one replaces it."""
    await database.execute(NOTE, name, digest)


def _digest(folders: tuple[Path, ...]) -> bytes:
    """Of names and contents, in a fixed order."""
    found = hashlib.sha256()
    for folder in folders:
        digests.add(found, sorted(path for path in folder.rglob("*") if path.suffix in SOURCES), folder=folder)
    return found.digest()
