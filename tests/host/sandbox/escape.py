"""A simulated escape: native code inside the jail tries everything, and prints what it could do."""

import ctypes
import json
import mmap
import os
import socket
import sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])

from backend.host.sandbox import jail

libc = ctypes.CDLL(None, use_errno=True)
OUT = os.dup(1)


def attempt(action):
    """What came of it: a description, or "refused"."""
    try:
        return str(action())
    except (OSError, MemoryError) as refused:
        return f"refused: {type(refused).__name__}"


def called(result):
    """Turn the -1 of a C function into an exception."""
    if result == -1:
        raise OSError(ctypes.get_errno(), "refused")
    return result


ATTEMPTS = {
    "open": lambda: os.open("/etc/passwd", os.O_RDONLY),
    "open-to-write": lambda: os.open("/tmp/escaped", os.O_WRONLY | os.O_CREAT),
    "list": lambda: list(Path("/").iterdir()),
    "environ-of-parent": lambda: os.open(f"/proc/{os.getppid()}/environ", os.O_RDONLY),
    "socket": socket.socket,
    "socket-unix": lambda: socket.socket(socket.AF_UNIX),
    "fork": os.fork,
    "execve": lambda: called(libc.execve(b"/bin/true", None, None)),
    "kill-parent": lambda: os.kill(os.getppid(), 0),
    "ptrace": lambda: called(libc.ptrace(0, 0, 0, 0)),
    "executable-memory": lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC),
    "become-root": lambda: os.setuid(0),
    "unshare": lambda: called(libc.unshare(0x10000000)),
    "mount": lambda: called(libc.mount(b"none", b"/", b"tmpfs", 0, None)),
    "chroot": lambda: os.chroot("/"),
    "much-memory": lambda: len(bytearray(1 << 30)),
    "process-memory": lambda: called(libc.process_vm_readv(os.getppid(), None, 0, None, 0, 0)),
    "keyring": lambda: called(libc.syscall(250, 0, 0)),
    "io_uring": lambda: called(libc.syscall(425, 1, 0)),
    "memfd": lambda: os.memfd_create("x"),
    "pipe": os.pipe,
    "clock": lambda: called(libc.clock_settime(0, bytes(16))),
    "compute": lambda: sum(range(10)),
    "some-memory": lambda: len(bytearray(1 << 20)),
}

jail.shut(memory_bytes=64 << 20)
os.write(OUT, json.dumps({name: attempt(action) for name, action in ATTEMPTS.items()}).encode())
os._exit(0)
