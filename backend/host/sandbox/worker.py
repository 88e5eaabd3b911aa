"""The process that runs mini-apps; the only module of the house that imports wasmtime.

Started once as the *zygote*: loads the verified image, then forks a worker whenever the server asks. The zygote never
runs a mini-app. A worker shuts itself in, serves one call at a time, each on a fresh instance that is thrown away
after, and ends with the first failure. It knows no identity and no secret, and talks over one socket.
"""

import ctypes
import gc
import json
import os
import select
import signal
import socket
import sys
import time
from typing import NoReturn

import wasmtime
from wasmtime.component import Component

from backend.host.sandbox import jail
from backend.host.sandbox.frames import (
    PACKAGES_HELD,
    BrokenFrame,
    Failure,
    Frame,
    FrameKind,
    read_blocking,
    write_blocking,
)
from plugin_sdk.contract import limits
from plugin_sdk.runtime import interpreter
from plugin_sdk.runtime.interpreter import Interpreter, MemoryMeter, Stopped, deserialized

CONTROL_FD = 0
BLANK_INSTANCES = 1
"""Ready for a package that no instance holds. Each ready instance costs some 4 MiB."""

READY_INSTANCE_BYTES = 32 * 1024 * 1024
"""Writable memory of a ready instance: 19 MiB as it lies in the image, and what its package made while it was loaded.
A package that takes more is not held."""

LIFTING_BYTES = 192 * 1024 * 1024
"""Room for copies of strings that a hostile guest makes as large as its memory allows."""

MEMORY_BYTES = (BLANK_INSTANCES + PACKAGES_HELD) * READY_INSTANCE_BYTES + limits.MEMORY_BYTES + LIFTING_BYTES


class Runtime(interpreter.Runtime):
    """The runtime of a worker: its host is the web process at the other end of the socket."""

    def __init__(self, made_for: wasmtime.Engine, component: Component) -> None:
        super().__init__(made_for, component)
        self.host_calls = 0
        self.answering = False
        self.socket_fd = -1

    @classmethod
    def of_image(cls, image_fd: int) -> "Runtime":
        """The runtime of a compiled image that was checked before."""
        return cls(*deserialized(f"/proc/self/fd/{image_fd}"))

    def _host_call(self, _store: object, capability: str, payload: str) -> str:
        """Ask the web process. The worker counts so that a flood ends here; the server counts again."""
        self.host_calls += 1
        if not self.answering:  # a component or a package may try while it is made ready
            raise Stopped("host.guest-trapped", "the host is asked during a call only")
        asked = f"{capability}\n{payload}".encode()
        if self.host_calls > limits.HOST_CALLS or len(asked) > limits.HOST_CALL_PAYLOAD_BYTES:
            raise Stopped("host.too-many-host-calls", f"call {self.host_calls}, {len(asked)} bytes")
        write_blocking(self.socket_fd, Frame(FrameKind.HOST_CALL, asked))
        return read_blocking(self.socket_fd).payload.decode()


class Worker:
    """Serves calls from one socket, one at a time.

    `held` has instances with a package loaded, the oldest first; the server keeps the same list and decides what goes
    in. No call has run on any of them, so nothing personal is in there.
    """

    def __init__(self, runtime: Runtime, *, socket_fd: int) -> None:
        self._runtime = runtime
        self._socket_fd = socket_fd
        self._blank: list[Interpreter] = []
        self._held: dict[str, Interpreter] = {}
        runtime.socket_fd = socket_fd

    def serve(self) -> None:
        """Serve until the server hangs up or a call fails."""
        while True:
            self._prepare_while_idle()
            try:
                frame = read_blocking(self._socket_fd)
            except BrokenFrame:
                return
            last = self._preload(frame) if frame.kind is FrameKind.PRELOAD else self._serve(frame)
            if last is FrameKind.FAILED:
                return

    def _serve(self, frame: Frame) -> FrameKind:
        """One call or compilation, from taking an instance to throwing it away."""
        began = time.perf_counter()
        package, _, request = frame.payload.decode().partition("\n")
        ready = bool(self._blank)
        held = self._held.pop(package, None) if frame.kind is FrameKind.CALL and package else None
        instance = held or (self._blank.pop() if self._blank else Interpreter(self._runtime))
        answer = self._answer(frame.kind, instance, f"\n{request}" if held else frame.payload.decode())
        figures = {
            "milliseconds": round((time.perf_counter() - began) * 1000, 3),
            "fuel": instance.fuel_used,
            "memoryBytes": instance.memory_bytes,
            "hostCalls": self._runtime.host_calls,
            "ready": bool(held) or ready,
            "preloaded": bool(held),
        }
        figured = Frame(FrameKind.FIGURES, json.dumps(figures).encode()).encoded()
        write_blocking(self._socket_fd, answer, before=figured)
        # Thrown away only now, at our caller's: unmapping its memory takes time that nobody need wait for.
        return answer.kind

    def _answer(self, kind: FrameKind, instance: Interpreter, given: str) -> Frame:
        compiling = kind is FrameKind.COMPILE
        export, fuel = ("compile-package", limits.COMPILE_FUEL) if compiling else ("handle", limits.FUEL)
        self._runtime.host_calls, self._runtime.answering = 0, True
        try:
            answer = instance.run(export, given, fuel=fuel).encode()
        except Stopped as stop:
            return Frame.failed(Failure(stop.failure), str(stop))
        finally:
            self._runtime.answering = False
        if len(answer) > (limits.PACKAGE_BYTES if compiling else limits.OUTPUT_BYTES):
            return Frame.failed(Failure.OUTPUT_TOO_LARGE, f"{len(answer)} bytes")
        return Frame(FrameKind.ANSWER, answer)

    def _preload(self, frame: Frame) -> FrameKind:
        """Load a package into a ready instance; says why not when it cannot be held, and fails when it traps."""
        package = frame.payload.decode()
        try:
            instance = self._blank.pop() if self._blank else Interpreter.ready(self._runtime)
            refused = instance.prepare(package)
        except Stopped as stop:
            said = Frame.failed(Failure(stop.failure), str(stop))
        else:
            if not refused and (instance.memory_bytes or 0) > READY_INSTANCE_BYTES:
                refused = f"{instance.memory_bytes} bytes"
            if not refused:
                while len(self._held) >= PACKAGES_HELD:
                    del self._held[next(iter(self._held))]
                self._held[package] = instance
            said = Frame(FrameKind.PRELOADED, refused.encode())
        write_blocking(self._socket_fd, said)
        return said.kind

    def _prepare_while_idle(self) -> None:
        waiting = select.poll()
        waiting.register(self._socket_fd, select.POLLIN)
        while len(self._blank) < BLANK_INSTANCES and not waiting.poll(0):
            self._blank.append(Interpreter.ready(self._runtime))


def zygote(image_fd: int) -> None:
    """Load the image, then fork a worker for every socket that comes over the control socket, until that closes."""
    jail.die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then closes our socket
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    ctypes.CDLL(None)  # loaded once here: a worker cannot open it any more
    jail.leave_network()
    runtime = Runtime.of_image(image_fd)
    os.close(image_fd)
    gc.freeze()
    control = socket.socket(fileno=CONTROL_FD)
    control.send(b"R")
    while True:
        asked, fds, _, _ = socket.recv_fds(control, 1, 1)
        if not asked:
            return
        child = os.fork()
        if child == 0:
            _become_worker(runtime, control=control, socket_fd=fds[0])
        os.close(fds[0])
        pidfd = os.pidfd_open(child)
        socket.send_fds(control, [b"W"], [pidfd])
        os.close(pidfd)


def _become_worker(runtime: Runtime, *, control: socket.socket, socket_fd: int) -> NoReturn:
    """Never returns into the zygote's loop, whatever happens."""
    status = 1
    try:
        control.close()
        # An escaped guest must not write into the server's log either; descriptor 1 is /dev/null.
        os.dup2(1, 2)
        runtime.meter = MemoryMeter()
        jail.shut(memory_bytes=MEMORY_BYTES)
        Worker(runtime, socket_fd=socket_fd).serve()
        status = 0
    except BaseException as problem:  # noqa: BLE001  # the server logs it; there is nobody else to tell
        write_blocking(socket_fd, Frame.failed(Failure.CRASHED, repr(problem)))
    finally:
        os._exit(status)


if __name__ == "__main__":
    zygote(int(sys.argv[1]))
