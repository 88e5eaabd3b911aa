"""Where contents lie: a folder, one file each, named by id. Whole or not there, and on the disk before we say so."""

import asyncio
import os
import tempfile
from pathlib import Path
from uuid import UUID

from backend.core.ground import ground


async def put(file_id: UUID, content: bytes) -> None:
    """Keep the content; when this returns it survives a power cut."""
    await asyncio.to_thread(_put, _place(file_id), content)


async def get(file_id: UUID) -> bytes | None:
    """The content, or None when it is gone."""
    return await asyncio.to_thread(_get, _place(file_id))


async def drop(file_id: UUID) -> None:
    """Forget the content; dropping it twice is fine."""
    await asyncio.to_thread(_place(file_id).unlink, missing_ok=True)


def _place(file_id: UUID) -> Path:
    """Two levels of folders, so that none holds more than some thousand entries at ten million files."""
    name = file_id.hex
    return ground().settings.data / "files" / name[-2:] / name[-4:-2] / name


def _put(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as unfinished:
        unfinished.write(content)
        unfinished.flush()
        os.fsync(unfinished.fileno())
    Path(unfinished.name).replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _get(place: Path) -> bytes | None:
    try:
        return place.read_bytes()
    except FileNotFoundError:
        return None
