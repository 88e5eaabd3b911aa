"""Backup and restore: PostgreSQL's own dump, which is consistent without stopping anybody.

The key ring is not in it: a backup that holds both the sealed data and its keys protects nothing. Keep the ring apart.
"""

import shutil
import subprocess
from pathlib import Path

from backend.core.embedded.binaries import find_binaries


class BackupFailed(Exception):
    """The dump or the restore ended with an error; PostgreSQL's own words are in the message."""


def backup(url: str, *, to: Path) -> None:
    """Write a compressed dump of the whole database.

    Raises:
        BackupFailed: nothing is left at `to`.
    """
    unfinished = to.with_name(to.name + ".unfinished")
    try:
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={unfinished}", f"--dbname={url}")
        unfinished.replace(to)
    finally:
        unfinished.unlink(missing_ok=True)


def restore(url: str, *, source: Path) -> None:
    """Replace the database's content by the dump's, in one transaction: all of it or nothing.

    Raises:
        BackupFailed: the database is as it was.
    """
    options = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
    _run("pg_restore", *options, f"--dbname={url}", str(source))


def _run(program: str, *arguments: str) -> None:
    beside = find_binaries().postgres.with_name(program)
    found = str(beside) if beside.exists() else shutil.which(program)
    if found is None:
        raise BackupFailed(f"{program} was not found; install PostgreSQL's client programs")
    ended = subprocess.run([found, *arguments], capture_output=True, text=True, check=False)
    if ended.returncode:
        raise BackupFailed(f"{program}: {ended.stderr.strip()[-1000:]}")
