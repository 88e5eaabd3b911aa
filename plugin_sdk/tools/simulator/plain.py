"""Runs packages on plain Python: a fresh process per call, the next one made ready while the author looks."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

from plugin_sdk.contract import limits
from plugin_sdk.contract.record import CallFigures, HostCall
from plugin_sdk.tools.simulator.engines import EngineName, Ran, stopped

GUEST = Path(__file__).with_name("plain_guest.py")
SDK_PARENT = Path(__file__).resolve().parents[3]


class PlainEngine:
    """A likeness of the component: its own modules, clocks, refusals and limits of time, but no wall."""

    name: EngineName = "python"

    def __init__(self) -> None:
        self._ready: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def compile(self, app: str, sources: dict[str, str]) -> str:
        """Make a package with the bytecode of this Python; the JSON of a `CompileAnswer`."""
        given = json.dumps({"app": app, "files": sources})
        return self._run("compile-package", given, _no_host, seconds=limits.COMPILE_DEADLINE_SECONDS)

    def call(self, package: str, request: str, host_call: HostCall) -> Ran:
        """Run one call.

        Raises:
            EndsCall: `host.timed-out`, or `host.guest-trapped` when its process died.

        """
        started, asked = time.perf_counter(), 0

        def counted(capability: str, payload: str) -> str:
            nonlocal asked
            asked += 1
            return host_call(capability, payload)

        answer = self._run("handle", f"{package}\n{request}", counted, seconds=limits.DEADLINE_SECONDS)
        milliseconds = (time.perf_counter() - started) * 1_000
        return Ran(answer, CallFigures(milliseconds=milliseconds, host_calls=asked))

    def close(self) -> None:
        """End the process that waits."""
        with self._lock:
            waiting, self._ready = self._ready, None
        if waiting is not None:
            _end(waiting)

    def _run(self, export: str, given: str, host_call: HostCall, *, seconds: float) -> str:
        guest = self._next()
        late = threading.Event()

        def kill() -> None:
            late.set()
            guest.kill()

        deadline = threading.Timer(seconds, kill)
        try:
            if _receive(guest)[0] != "ready":
                raise stopped("host.guest-trapped")
            deadline.start()
            _send(guest, f"{export}\n{given}")
            return _converse(guest, host_call)
        except (OSError, ValueError, IndexError) as broken:
            raise stopped("host.timed-out" if late.is_set() else "host.guest-trapped") from broken
        finally:
            deadline.cancel()
            _end(guest)

    def _next(self) -> subprocess.Popen[bytes]:
        with self._lock:
            guest, self._ready = self._ready or _start(), _start()
        return guest


def _converse(guest: "subprocess.Popen[bytes]", host_call: HostCall) -> str:
    while True:
        kind, *parts = _receive(guest)
        if kind == "answer":
            return parts[0]
        _send(guest, host_call(parts[0], parts[1]))


def _start() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-I", "-B", str(GUEST), str(SDK_PARENT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _send(guest: "subprocess.Popen[bytes]", text: str) -> None:
    if guest.stdin is None:
        raise OSError("the pipe is closed")
    guest.stdin.write(json.dumps(text).encode("ascii") + b"\n")
    guest.stdin.flush()


def _receive(guest: "subprocess.Popen[bytes]") -> list[str]:
    line = guest.stdout.readline() if guest.stdout is not None else b""
    told: list[str] = json.loads(line)  # an empty line, from a process that died, is a ValueError
    return told


def _end(guest: "subprocess.Popen[bytes]") -> None:
    guest.kill()
    guest.wait()
    for pipe in (guest.stdin, guest.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:  # what was not sent any more
                continue


def _no_host(_capability: str, _payload: str) -> str:
    raise stopped("host.guest-trapped")
