"""Contents in a folder, one file each, named by id. Whole or not there, and on the disk before we say so."""

import asyncio
import os
import tempfile
from pathlib import Path
from uuid import UUID


class Folder:
    """The default: for one machine, or for several over a shared file system. See `ports.Contents`."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def put(self, file_id: UUID, content: bytes) -> None:
        """Keep the content."""
        await asyncio.to_thread(_put, self._place(file_id), content)

    async def get(self, file_id: UUID) -> bytes | None:
        """The content, or None when it is gone."""
        return await asyncio.to_thread(_get, self._place(file_id))

    async def drop(self, file_id: UUID) -> None:
        """Forget the content."""
        await asyncio.to_thread(self._place(file_id).unlink, missing_ok=True)

    def _place(self, file_id: UUID) -> Path:
        """Two levels of folders, so that none holds more than some thousand entries at ten million files."""
        name = file_id.hex
        return self._root / name[-2:] / name[-4:-2] / name


def _put(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as unfinished:
        try:
            unfinished.write(content)
            unfinished.flush()
            os.fsync(unfinished.fileno())
            Path(unfinished.name).replace(place)
        except OSError:  # on a full disk every half file counts
            Path(unfinished.name).unlink(missing_ok=True)
            raise
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
