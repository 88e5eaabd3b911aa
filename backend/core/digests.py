"""Digests of files: the same for the same names and contents, on every machine. It imports nothing that takes time."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def add(digest: "hashlib._Hash", files: Iterable[Path], *, folder: Path) -> None:
    """Take names (as they stand below the folder) and contents of the files into the digest, in their order."""
    for file in files:
        content = hashlib.sha256(file.read_bytes()).digest()
        digest.update(f"{file.relative_to(folder).as_posix()}\0".encode() + content)
