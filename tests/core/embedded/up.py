"""A supervisor in a process of its own: `up.py DATA MODE`. Prints the addresses as JSON, runs until a signal."""

import ctypes
import json
import os
import pwd
import sys
import time
from dataclasses import asdict
from pathlib import Path

from backend.core.embedded import EmbeddedServers
from backend.core.processes import CannotStart, Supervisor

CLONE_NEWNS = 0x20000
MS_BIND, MS_REC, MS_PRIVATE = 0x1000, 0x4000, 1 << 18


def become_nobody() -> None:
    nobody = pwd.getpwnam("nobody")
    os.setgroups([])
    os.setresgid(nobody.pw_gid, nobody.pw_gid, nobody.pw_gid)
    os.setresuid(nobody.pw_uid, nobody.pw_uid, nobody.pw_uid)


def enter_chroot(root: Path) -> None:
    """The whole file tree once more under `root`, as the root: in there the kernel refuses user namespaces."""
    libc = ctypes.CDLL(None, use_errno=True)
    calls = [
        libc.unshare(CLONE_NEWNS),
        libc.mount(None, b"/", None, MS_REC | MS_PRIVATE, None),
        libc.mount(b"/", bytes(root), None, MS_BIND | MS_REC, None),
    ]
    if any(calls):
        raise OSError(ctypes.get_errno(), "cannot make a chroot")
    os.chroot(root)
    os.chdir("/")


def main(data: Path, mode: str) -> int:
    if mode == "ordinary" and os.geteuid() == 0:
        become_nobody()
    if mode == "root-opened":
        enter_chroot(data.parent / "chroot")
    began = time.perf_counter()
    try:
        with Supervisor() as supervisor, EmbeddedServers(data, supervisor=supervisor) as servers:
            seconds = time.perf_counter() - began
            pids = {name: supervisor.pid_of(name) for name in ("postgres", "valkey")}
            print(json.dumps({**asdict(servers.urls), "seconds": seconds, **pids}), flush=True)
            return supervisor.run_until_signal()
    except CannotStart as refusal:
        print(refusal, file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
