"""Who a child process runs as, and the promise that it dies with its parent.

Everything here runs between fork and exec, so it may only make system calls.
"""

import ctypes
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

# From linux/sched.h and linux/prctl.h; Python 3.11 names neither.
_CLONE_NEWUSER = 0x10000000
_PR_SET_PDEATHSIG = 1
# The id that means "nobody" in every Linux distribution; any id but 0 serves inside a namespace.
_ID_INSIDE = 65534

# Loaded before the fork: dlopen in the child could meet a lock that another thread held.
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class Owner(NamedTuple):
    """Whom files on disk must belong to so that a process of some identity owns them."""

    uid: int
    gid: int


class Identity(Protocol):
    """A way to be somebody; `enter` changes the calling process for good."""

    @property
    def owner(self) -> Owner:
        """The owner that this identity's files need, as seen from outside."""

    def enter(self) -> None:
        """Become this identity. Raises: OSError when the kernel refuses."""


@dataclass(frozen=True)
class AsIs:
    """The parent's own identity."""

    @property
    def owner(self) -> Owner:
        """Whoever we are."""
        return Owner(os.geteuid(), os.getegid())

    def enter(self) -> None:
        """Change nothing."""


@dataclass(frozen=True)
class AsUser:
    """Another account of the system, without any supplementary group; only root can enter it."""

    owner: Owner

    def enter(self) -> None:
        """Drop groups first: afterwards there is no right left to do so."""
        os.setgroups([])
        os.setresgid(self.owner.gid, self.owner.gid, self.owner.gid)
        os.setresuid(self.owner.uid, self.owner.uid, self.owner.uid)


@dataclass(frozen=True)
class InNamespace:
    """Our own account under another number, without its powers: a server that refuses to run as root accepts it.

    On disk it has the rights of an owner called root, not root's power to ignore permissions.
    """

    @property
    def owner(self) -> Owner:
        """Files stay ours."""
        return Owner(os.geteuid(), os.getegid())

    def enter(self) -> None:
        """Open a user namespace that maps nobody to us; the kernel takes the new powers back at exec."""
        outside = self.owner
        os.setgroups([])
        _system_call("unshare", _CLONE_NEWUSER)
        # The kernel accepts a group map from a process without powers only when setgroups is denied.
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{_ID_INSIDE} {outside.uid} 1")
        Path("/proc/self/gid_map").write_text(f"{_ID_INSIDE} {outside.gid} 1")


def entering(identity: Identity, *, cwd: Path, death_signal: int) -> Callable[[], None]:
    """Give the function that a new child runs before exec.

    The folder is entered as the new identity (else a folder that it may not enter would go unnoticed), and the
    death signal is asked for last, because a change of identity clears it. It is sent when the forking *thread* ends.
    """
    parent = os.getpid()

    def enter() -> None:
        identity.enter()
        os.chdir(cwd)
        if _LIBC is not None:
            _system_call("prctl", _PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
            if os.getppid() != parent:
                # The parent died before the kernel knew of our wish: nobody will send the signal.
                os._exit(1)

    return enter


def _system_call(name: str, *arguments: int) -> None:
    if getattr(_LIBC, name)(*arguments) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")
