"""What files needs from outside: a place for contents, and somebody who knows malware. Bound in backend/app.py."""

from typing import Protocol
from uuid import UUID


class Contents(Protocol):
    """Where contents lie, found by the file's id."""

    async def put(self, file_id: UUID, content: bytes) -> None:
        """Keep the content; when this returns it survives a power cut. The same content again changes nothing.

        Raises:
            StoreAway
        """

    async def get(self, file_id: UUID) -> bytes | None:
        """The content, or None when it is gone.

        Raises:
            StoreAway
        """

    async def drop(self, file_id: UUID) -> None:
        """Forget the content; dropping it twice is fine.

        Raises:
            StoreAway
        """


class Scanner(Protocol):
    """Looks for malware."""

    async def find(self, content: bytes) -> str | None:
        """What was found, by the name that the scanner gives it; None when it found nothing.

        Raises:
            ScannerAway: nobody looked; the content must not be kept.
        """


class NoScanner:
    """For development: finds nothing. Production refuses to start with it."""

    async def find(self, content: bytes) -> str | None:
        """Nothing, ever."""
        del content
        return None


_contents: Contents | None = None
_scanner: Scanner = NoScanner()


def bind_files(contents: Contents, scanner: Scanner | None) -> None:
    """Say where contents lie and who scans them; once, by the composition root."""
    global _contents, _scanner
    _contents, _scanner = contents, scanner or NoScanner()


def contents() -> Contents:
    """Where contents lie.

    Raises:
        RuntimeError: nobody has said.
    """
    if _contents is None:
        raise RuntimeError("files: no store is bound")
    return _contents


def scanner() -> Scanner:
    """Who scans."""
    return _scanner
