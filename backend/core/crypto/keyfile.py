"""A file of secrets: written whole or not at all, read only when nobody else can read it."""

import os
import stat
from pathlib import Path
from typing import Final

from backend.core.crypto.errors import KeyRingRefused

MAX_FILE_BYTES: Final = 1 << 20
"""A ring of thousands of keys; more is some other file."""

_OWNER_ONLY: Final = 0o600
_OTHERS: Final = 0o077


def read_private(path: Path) -> bytes:
    """Read a file that only we can read.

    Raises:
        KeyRingRefused: missing, a link, not a plain file, owned by or open to others, or too large.
    """
    try:
        # Not blocking, so that a pipe in the file's place cannot hang the start.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        raise KeyRingRefused(f"the key file {path} cannot be opened: {error.strerror}") from error
    try:
        # Judged on the open file, so that it cannot be exchanged between the look and the read.
        _refuse_exposed(os.fstat(descriptor), path=path)
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            content = file.read(MAX_FILE_BYTES + 1)
    finally:
        os.close(descriptor)
    if len(content) > MAX_FILE_BYTES:
        raise KeyRingRefused(f"the key file {path} is larger than {MAX_FILE_BYTES} bytes")
    return content


def write_private(path: Path, *, content: bytes) -> None:
    """Write for the owner only; a crash leaves the old file or the new one, never half of one."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, _OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _refuse_exposed(found: os.stat_result, *, path: Path) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise KeyRingRefused(f"{path} is not a plain file")
    if found.st_uid != os.geteuid():
        raise KeyRingRefused(f"{path} belongs to user {found.st_uid}, not to us ({os.geteuid()}): chown it")
    if found.st_mode & _OTHERS:
        raise KeyRingRefused(f"{path} is open to others (mode {stat.S_IMODE(found.st_mode):o}): chmod 600 it")
