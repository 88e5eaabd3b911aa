"""Shutting a worker in: no privileges, no network, no files, no children, little memory and time.

In two steps: `leave_network` once in the parent that forks workers, `shut` in each worker.
"""

import ctypes
import os
import resource
import signal
import sys
from pathlib import Path

from backend.host.sandbox import seccomp

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_NO_NEW_PRIVS = 38
CLONE_NEWNET = 0x40000000
CLONE_NEWIPC = 0x08000000
NOBODY = 65534
PAGE_BYTES = resource.getpagesize()

CPU_SECONDS = 600
"""Of one worker over all its calls: calls are killed at their deadline anyway; this ends a worker nobody watches."""

OPEN_FILES = 16
"""The socket and what the interpreter holds; nothing can be opened after the filter is on."""


def die_with_parent() -> None:
    """Be killed when the parent ends, however it ends."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def leave_network() -> bool:
    """Move into an empty network of one's own; False where the system does not let us (the filter still holds)."""
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.unshare(CLONE_NEWNET | CLONE_NEWIPC) == 0)


def shut(*, memory_bytes: int, cpu_seconds: int = CPU_SECONDS, file_bytes: int = 0, compiling: bool = False) -> None:
    """Lock this process in; `memory_bytes` may be added to what it has now.

    A compiler may also write a file of `file_bytes` that was opened for it, and make memory executable.

    Raises:
        OSError: a wall could not be raised; the worker must not start then.

    """
    # Nothing may be imported from here on: the new user may not be able to read where Python lives, and the filter
    # opens no file. Said to Python itself, so that a forgotten import fails on every machine and not only on some.
    sys.meta_path.clear()
    os.umask(0o777)
    _prctl(PR_SET_NO_NEW_PRIVS, 1)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    # Changing the user clears both of these.
    die_with_parent()
    _prctl(PR_SET_DUMPABLE, 0)
    for limit, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, file_bytes),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_DATA, _writable_bytes() + memory_bytes),
    ):
        resource.setrlimit(limit, (value, value))
    seccomp.shut(compiling=compiling)


def _writable_bytes() -> int:
    """Data, heap and stack of this process as RLIMIT_DATA counts them (sixth number of statm, in pages)."""
    return int(Path("/proc/self/statm").read_bytes().split()[5]) * PAGE_BYTES


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, value, 0, 0, 0):
        raise OSError(ctypes.get_errno(), f"prctl {option}")
