"""Whether this very form of the product was prepared in this very installation today: then a start goes on at once.

`kuaiban prepare` finds nothing to do in that case, but takes three seconds to find it.
"""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import asyncpg

from backend.core import digests
from backend.core.settings import Settings

ID: Final = "everything"
HOUSE: Final = Path(__file__).parents[2]
ROOMS: Final = ("backend", "profiles", "qr_services", "card_service", "plugin_sdk", "miniapps")
SOURCES: Final = frozenset({".py", ".csv", ".json", ".wit", ".txt"})
NOT_OURS: Final = "shell"  # pages are built, not prepared; their folder holds ten thousand files of others


def form(settings: Settings) -> bytes:
    """Digest of all that decides what preparation makes: code and data, the demo world, the data folder, the day.

    The day, because the demo world's newborn is always some days old; the folder, because compiled apps live there.
    """
    found = hashlib.sha256(f"{settings.data.resolve()}\0{settings.demo}\0{datetime.now(UTC).date()}\0".encode())
    digests.add(found, _sources(), folder=HOUSE)
    return found.digest()


async def is_prepared(url: str, *, wanted: bytes) -> bool:
    """Whether the database noted this form at the end of a preparation; False also for one that is still empty."""
    connection = await asyncpg.connect(url)
    noted: bytes | None = None
    try:
        with suppress(asyncpg.UndefinedTableError):
            noted = await connection.fetchval("select digest from core_seeded where id = $1", ID)
    finally:
        await connection.close()
    return noted == wanted


def _sources() -> Iterator[Path]:
    for part in sorted(part for room in ROOMS if (HOUSE / room).is_dir() for part in (HOUSE / room).iterdir()):
        if part.name != NOT_OURS:
            files = part.rglob("*") if part.is_dir() else [part]
            yield from sorted(file for file in files if file.suffix in SOURCES)
