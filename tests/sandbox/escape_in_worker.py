"""A simulated escape inside a real worker: the zygote as it is, but a request that says ESCAPE runs native code.

What it finds in the worker's memory, and what it could reach outside, is the answer. The worker's own file of its
memory is opened before the walls go up, which no real escape could do.
"""

import ctypes
import json
import os
import re
import signal
import socket
import sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])

from backend.host.sandbox import jail, worker
from backend.host.sandbox.frames import HEADER, Frame, FrameKind
from plugin_sdk.runtime.interpreter import Interpreter

CANARY = re.compile(rb"CANARY-([a-z]+)-[0-9a-f]{16}")
libc = ctypes.CDLL(None, use_errno=True)
SEEN = ctypes.create_string_buffer(1 << 20)
opened = {}
really_shut, really_run = jail.shut, Interpreter.run


def shut(**given):
    opened.update(maps=os.open("/proc/self/maps", os.O_RDONLY), memory=os.open("/proc/self/mem", os.O_RDONLY))
    really_shut(**given)


def mappings():
    pieces = []
    while piece := os.read(opened["maps"], 1 << 16):
        pieces.append(piece)
    for line in b"".join(pieces).splitlines():
        place, rights, *_ = line.split()
        if rights.startswith(b"r"):
            start, end = (int(number, 16) for number in place.split(b"-"))
            yield start, end


def canaries_in_memory():
    """Kinds of canaries found, and how many bytes were searched."""
    found, searched = {}, 0
    own = ctypes.addressof(SEEN)
    for start, end in mappings():
        for at in range(start, min(end, start + (1 << 28)), len(SEEN)):
            if own - len(SEEN) < at < own + len(SEEN):
                continue  # or it would find what it has just read
            count = libc.pread(opened["memory"], SEEN, min(len(SEEN), end - at), ctypes.c_long(at))
            if count < 0:
                break
            searched += count
            for kind in CANARY.findall(SEEN, 0, count):
                found[kind.decode()] = found.get(kind.decode(), 0) + 1
    return found, searched


def called(result):
    if result == -1:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def read_descriptors():
    """Whatever can be read from descriptors that this code did not open, the socket to the server left alone.

    The engine keeps the image open that it mapped: machine code, the same for everybody.
    """
    said = b""
    for fd in range(1 << 10):
        if fd in opened.values() or fd == runtime_socket[0]:
            continue
        try:
            said += os.pread(fd, 1 << 16, 0)
        except OSError:
            continue
    return f"{len(CANARY.findall(said))} canaries"


def attempts(parent):
    return {
        "environ": lambda: os.open("/proc/self/environ", os.O_RDONLY),
        "environ-of-parent": lambda: os.open(f"/proc/{parent}/environ", os.O_RDONLY),
        "memory-of-parent": lambda: os.open(f"/proc/{parent}/mem", os.O_RDONLY),
        "read-memory-of-parent": lambda: called(libc.process_vm_readv(parent, None, 0, None, 0, 0)),
        "processes": lambda: list(Path("/proc").iterdir()),
        "descriptors": lambda: list(Path("/proc/self/fd").iterdir()),
        "read-descriptors": read_descriptors,
        "file": lambda: os.open(sys.argv[3], os.O_RDONLY),
        "socket": lambda: socket.socket(socket.AF_INET),
        "socket-unix": lambda: socket.socket(socket.AF_UNIX),
        "ptrace": lambda: called(libc.ptrace(16, parent, 0, 0)),
        "kill-parent": lambda: os.kill(parent, signal.SIGKILL),
        "kill-all": lambda: os.kill(-1, signal.SIGKILL),
        "pidfd": lambda: os.pidfd_open(parent),
        "fork": os.fork,
        "execute": lambda: called(libc.execve(b"/bin/true", None, None)),
        "write-file": lambda: os.open("/tmp/escaped", os.O_WRONLY | os.O_CREAT),
        "write-memory": lambda: os.pwrite(opened["memory"], b"x", 0),
        "more-memory": lambda: len(bytearray(2 << 30)),
        "raise-limits": lambda: called(libc.prlimit64(0, 9, None, None)),
        "shared-memory": lambda: called(libc.shmget(1, 4096, 0o666)),
        "unshare": lambda: called(libc.unshare(0x10000000)),
    }


def outcome(action):
    try:
        return str(action())
    except (OSError, MemoryError) as refused:
        return f"refused: {type(refused).__name__}"


runtime_socket = [-1]


SCREEN = b'{"kind":"screen","screen":{"title":"' + "题".encode() + b'","body":[]}}'
LIES = {
    "no-utf8": Frame(FrameKind.HOST_CALL, b"\xff\xfe\n\xff").encoded(),
    "no-newline": Frame(FrameKind.HOST_CALL, b"store.get").encoded(),
    "endless-frame": HEADER.pack(2**32 - 1, 5, 0.0) + b"x",
    "unknown-kind": HEADER.pack(1, 99, 0.0) + b"x",
    "no-number": HEADER.pack(2, FrameKind.FIGURES.value, float("nan")) + b"{}",
    "flood": Frame(FrameKind.HOST_CALL, b"store.get\n{}").encoded() * 2_000,
    "figures-for-ever": Frame(FrameKind.FIGURES, b"[" * 1_000).encoded() * 1_000,
    "large-answer": Frame(FrameKind.ANSWER, b" " * 2_000_000).encoded(),
    "a-call-of-its-own": Frame(FrameKind.CALL, b"component:" + b"0" * 64 + b"\n{}", seconds=1e9).encoded(),
    "a-component-of-its-own": Frame(FrameKind.COMPONENT, b"\0asm").encoded(),
    "a-failure-nobody-knows": Frame(FrameKind.FAILED, b"host.unheard-of\n\xff").encoded(),
    "half-a-frame": HEADER.pack(100, 5, 0.0) + SCREEN[:10],
}


def run(self, export, given, *, fuel):
    if "LIE " in given:
        name = given.partition("LIE ")[2].partition('"')[0]
        rest = memoryview(LIES[name])
        while rest:
            rest = rest[os.write(runtime_socket[0], rest) :]
        os._exit(0)
    if "ESCAPE" not in given:
        return really_run(self, export, given, fuel=fuel)
    found, searched = canaries_in_memory()
    said = {name: outcome(action) for name, action in attempts(os.getppid()).items()}
    report = json.dumps({"canaries": found, "searched": searched, "environ": dict(os.environ), "attempts": said})
    return json.dumps({"kind": "screen", "screen": {"title": "题", "body": [], "data": {"report": report}}})


def becoming(self, runtime, *, socket_fd):
    runtime_socket[0] = socket_fd
    really_become(self, runtime, socket_fd=socket_fd)


really_become = worker.Worker.__init__
worker.Worker.__init__ = becoming
jail.shut = shut
Interpreter.run = run
worker.zygote(int(sys.argv[2]))
