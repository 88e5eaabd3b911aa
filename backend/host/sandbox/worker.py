"""The process that runs mini-apps; the only module of the house that imports wasmtime.

Started once as the *zygote*: loads the verified image, then forks a worker whenever the server asks. The zygote never
runs a mini-app. A worker shuts itself in, serves one call at a time, each on a fresh instance that is thrown away
after, and ends with the first failure. It knows no identity and no secret, and talks over one socket.
"""

import ctypes
import gc
import os
import select
import signal
import socket
import sys
from typing import NoReturn

import wasmtime
from wasmtime.component import Component, Func, Instance, Linker

from backend.host.sandbox import jail
from backend.host.sandbox.frames import BrokenFrame, Failure, Frame, FrameKind, read_blocking, write_blocking
from plugin_sdk.contract import limits
from plugin_sdk.runtime.engine import engine

CONTROL_FD = 0
HOST_INTERFACE = "kuaiban:runtime/host@0.1.0"
READY_INSTANCES = 2
"""Prepared while idle: one for the next call, one for the call right behind it. Each costs some 4 MiB."""

FRESH_INSTANCE_BYTES = 24 * 1024 * 1024
"""Writable memory of an instance that has not run yet: the interpreter as it lies in the image."""

LIFTING_BYTES = 192 * 1024 * 1024
"""Room for copies of strings that a hostile guest makes as large as its memory allows."""

MEMORY_BYTES = READY_INSTANCES * FRESH_INSTANCE_BYTES + limits.MEMORY_BYTES + LIFTING_BYTES


class Stopped(Exception):
    """The call must end with this failure."""

    def __init__(self, failure: Failure, detail: str = "") -> None:
        super().__init__(detail)
        self.failure = failure


class Interpreter:
    """One instance of the runtime component in a store of its own, good for one call."""

    def __init__(self, runtime: "Runtime") -> None:
        self.store = limited_store(runtime.engine)
        self.store.set_fuel(limits.COMPILE_FUEL)
        self._instance: Instance = runtime.linker.instantiate(self.store, runtime.component)

    def prepare(self) -> None:
        """Bring into memory what a call needs, before anybody waits for it."""
        self._export("prepare")(self.store)

    def run(self, export: str, given: str, *, fuel: int) -> str:
        """Call an export once. Raises Stopped when the engine stopped the guest."""
        self.store.set_fuel(fuel)
        try:
            answer = self._export(export)(self.store, given)
        except (wasmtime.Trap, wasmtime.WasmtimeError) as trap:
            raise Stopped(*_reading(str(trap))) from trap
        except MemoryError as full:
            raise Stopped(Failure.OUT_OF_MEMORY, "lifting a string") from full
        return str(answer)

    def _export(self, name: str) -> Func:
        function = self._instance.get_func(self.store, name)
        if function is None:
            raise RuntimeError(f"the component exports no {name}")
        return function


def limited_store(made_for: wasmtime.Engine) -> wasmtime.Store:
    """A store with all five limits: one left out would be in the thousands."""
    store = wasmtime.Store(made_for)
    store.set_limits(
        memory_size=limits.MEMORY_BYTES,
        table_elements=limits.TABLE_ELEMENTS,
        instances=limits.INSTANCES,
        tables=limits.TABLES,
        memories=limits.MEMORIES,
    )
    return store


class Runtime:
    """Engine, image and the one import; shared by all instances of a process."""

    def __init__(self, image_fd: int) -> None:
        self.engine = engine()
        self.component = Component.deserialize_file(self.engine, f"/proc/self/fd/{image_fd}")
        self.linker = Linker(self.engine)
        self.host_calls = 0
        self.socket_fd = -1
        with self.linker.root() as root, root.add_instance(HOST_INTERFACE) as host:
            host.add_func("call", self._host_call)

    def _host_call(self, _store: object, capability: str, payload: str) -> str:
        """Ask the web process. The worker counts so that a flood ends here; the server counts again."""
        self.host_calls += 1
        asked = f"{capability}\n{payload}".encode()
        if self.host_calls > limits.HOST_CALLS or len(asked) > limits.HOST_CALL_PAYLOAD_BYTES:
            raise Stopped(Failure.TOO_MANY_HOST_CALLS, f"call {self.host_calls}, {len(asked)} bytes")
        write_blocking(self.socket_fd, Frame(FrameKind.HOST_CALL, asked))
        return read_blocking(self.socket_fd).payload.decode()


class Worker:
    """Serves calls from one socket, one at a time."""

    def __init__(self, runtime: Runtime, *, socket_fd: int) -> None:
        self._runtime = runtime
        self._socket_fd = socket_fd
        self._ready: list[Interpreter] = []
        runtime.socket_fd = socket_fd

    def serve(self) -> None:
        """Serve until the server hangs up or a call fails."""
        while True:
            self._prepare_while_idle()
            try:
                frame = read_blocking(self._socket_fd)
            except BrokenFrame:
                return
            interpreter = self._ready.pop() if self._ready else Interpreter(self._runtime)
            answer = self._answer(frame, interpreter)
            write_blocking(self._socket_fd, answer)
            # Thrown away only now: unmapping its memory takes a third of a millisecond that nobody need wait for.
            del interpreter, frame
            if answer.kind is FrameKind.FAILED:
                return

    def _answer(self, frame: Frame, interpreter: Interpreter) -> Frame:
        compiling = frame.kind is FrameKind.COMPILE
        export, fuel = ("compile-package", limits.COMPILE_FUEL) if compiling else ("handle", limits.FUEL)
        self._runtime.host_calls = 0
        try:
            answer = interpreter.run(export, frame.payload.decode(), fuel=fuel).encode()
        except Stopped as stop:
            return Frame.failed(stop.failure, str(stop))
        if len(answer) > (limits.PACKAGE_BYTES if compiling else limits.OUTPUT_BYTES):
            return Frame.failed(Failure.OUTPUT_TOO_LARGE, f"{len(answer)} bytes")
        return Frame(FrameKind.ANSWER, answer)

    def _prepare_while_idle(self) -> None:
        waiting = select.poll()
        waiting.register(self._socket_fd, select.POLLIN)
        while len(self._ready) < READY_INSTANCES and not waiting.poll(0):
            interpreter = Interpreter(self._runtime)
            interpreter.prepare()
            self._ready.append(interpreter)


def _reading(trap: str) -> tuple[Failure, str]:
    """What a trap's text means; wasmtime-py has no code for fuel in components."""
    if "all fuel consumed" in trap:
        return Failure.TIMED_OUT, "all fuel consumed"
    return Failure.TRAPPED, trap.strip().splitlines()[-1] if trap.strip() else "trap"


def zygote(image_fd: int) -> None:
    """Load the image, then fork a worker for every socket that comes over the control socket, until that closes."""
    jail.die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then closes our socket
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    ctypes.CDLL(None)  # loaded once here: a worker cannot open it any more
    jail.leave_network()
    runtime = Runtime(image_fd)
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
        jail.shut(memory_bytes=MEMORY_BYTES)
        Worker(runtime, socket_fd=socket_fd).serve()
        status = 0
    except BaseException as problem:  # noqa: BLE001  # the server logs it; there is nobody else to tell
        write_blocking(socket_fd, Frame.failed(Failure.CRASHED, repr(problem)))
    finally:
        os._exit(status)


if __name__ == "__main__":
    zygote(int(sys.argv[1]))
