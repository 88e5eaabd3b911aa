"""The data folder of one machine: its layout, its lock, its passwords and the way to its sockets."""

import contextlib
import fcntl
import os
import secrets
import stat
import sys
import tempfile
import time
from pathlib import Path

from backend.core.embedded.errors import DataFolderBusy, DataFolderForeign
from backend.core.processes import Owner

# sun_path: 108 bytes on Linux, 104 on macOS, one of them for the final NUL.
_LONGEST_SOCKET_PATH = 107 if sys.platform == "linux" else 103
_LONGEST_SOCKET_NAME = ".s.PGSQL.5432"
# How long the servers of a killed supervisor may take to finish before we call their folder busy.
_LEFTOVERS_SECONDS = 15.0
# The same while the holder seems to live: it may just have been killed.
_HOLDER_SECONDS = 0.3


class DataFolder:
    """Everything the embedded servers keep; held by one supervisor at a time through `open`.

    root        o+x only when root made it, so that an ordinary identity can reach its own part
    pg, valkey  the servers' own, 0700
    run         sockets, 0700; a link to a folder elsewhere when its own name will not do for a socket
    secrets     passwords, 0700        logs  what the children wrote, 0700
    """

    def __init__(self, root: Path) -> None:
        self.root = root.expanduser().resolve()
        self.pg = self.root / "pg"
        self.valkey = self.root / "valkey"
        self.logs = self.root / "logs"
        self._secrets = self.root / "secrets"
        self._run = self.root / "run"
        self._lock: int | None = None

    @property
    def lock(self) -> int:
        """The locked descriptor. Children inherit it, so that the lock lasts until the last of them is gone."""
        if self._lock is None:
            raise RuntimeError("the data folder is not open")
        return self._lock

    @property
    def sockets(self) -> Path:
        """The folder of the sockets: known without a lock, so that a second process finds the servers."""
        return self._run.readlink() if self._run.is_symlink() else self._run

    def open(self) -> None:
        """Create what is missing and take the lock, waiting while servers of a killed supervisor finish.

        Raises:
            DataFolderBusy: another supervisor is at work here.
            DataFolderForeign: the folder belongs to somebody else.
        """
        try:
            self._create()
            self._lock = os.open(self.root / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except PermissionError as error:
            raise DataFolderForeign(self.root, owner=self.root.stat().st_uid, ours=os.geteuid()) from error
        self._give_to_owner(self._lock)
        try:
            self._take_lock(self._lock)
        except DataFolderBusy:
            self.close()
            raise
        os.ftruncate(self._lock, 0)
        os.pwrite(self._lock, f"{os.getpid()}\n".encode(), 0)

    def close(self) -> None:
        """Give the lock back (children that still run keep it)."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def secret(self, name: str) -> str | None:
        """The stored password, or None when there is none yet. Raises: DataFolderForeign when we may not read it."""
        try:
            return (self._secrets / name).read_text().strip()
        except FileNotFoundError:
            return None
        except PermissionError as error:
            raise DataFolderForeign(self.root, owner=self._owner().uid, ours=os.geteuid()) from error

    def keep_secret(self, name: str, *, value: str) -> None:
        """Store a password for good, before anything relies on it."""
        write_private(self._secrets / name, text=f"{value}\n", owner=self._owner())

    def secret_or_new(self, name: str) -> str:
        """The stored password, or a new one (which is not stored yet); letters, digits, - and _ only."""
        return self.secret(name) or secrets.token_urlsafe(32)

    def prepare_sockets(self, *, owner: Owner) -> None:
        """Make the folder of the sockets, elsewhere under a short and plain name when ours will not do."""
        if _serves_sockets(self._run):
            if self._run.is_symlink():
                self._run.unlink()
            self._run.mkdir(mode=0o700, exist_ok=True)
        elif not (self._run.is_symlink() and _is_private(self._run.readlink(), owner=owner)):
            if self._run.is_dir() and not self._run.is_symlink():
                self._run.rmdir()
            self._run.unlink(missing_ok=True)
            # Not TMPDIR: it may be just as long.
            self._run.symlink_to(tempfile.mkdtemp(prefix="kuaiban-", dir="/tmp"))
        if self.sockets.stat().st_mode & 0o077:
            self.sockets.chmod(0o700)

    def _create(self) -> None:
        if not self.root.exists():
            self.root.mkdir(parents=True)
            self.root.chmod(0o711 if os.geteuid() == 0 else 0o700)
        for folder in (self.pg, self.valkey, self.logs, self._secrets):
            if not folder.exists():
                folder.mkdir(mode=0o700)
                self._give_to_owner(folder)

    def _owner(self) -> Owner:
        found = self.root.stat()
        return Owner(found.st_uid, found.st_gid)

    def _give_to_owner(self, what: Path | int) -> None:
        """What root makes here belongs to the folder's owner, who may want to go on without root."""
        if os.geteuid() == 0:
            os.chown(what, *self._owner())

    def _take_lock(self, descriptor: int) -> None:
        began = time.monotonic()
        while True:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            holder = os.pread(descriptor, 32, 0).decode(errors="replace").strip()
            if time.monotonic() - began > (_HOLDER_SECONDS if _is_alive(holder) else _LEFTOVERS_SECONDS):
                raise DataFolderBusy(self.root, holder=holder or "?")
            time.sleep(0.02)


def write_private(path: Path, *, text: str, owner: Owner) -> None:
    """Replace a file as a whole; nobody but `owner` can read it at any moment, and no link in its place is followed."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "w") as file:
        file.write(text)
        file.flush()
        if os.geteuid() == 0:
            os.fchown(file.fileno(), *owner)
        os.fsync(file.fileno())
    fresh.replace(path)


def _serves_sockets(folder: Path) -> bool:
    """Short enough for the kernel; and no comma, which clients take for the end of a host name, quoted or not."""
    return len(os.fsencode(folder / _LONGEST_SOCKET_NAME)) <= _LONGEST_SOCKET_PATH and "," not in str(folder)


def _is_private(folder: Path, *, owner: Owner) -> bool:
    """Whether a folder in a place where everybody may write is still the one that we made."""
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return False
    ours = found.st_uid in (os.geteuid(), owner.uid)
    return ours and stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077


def _is_alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True
