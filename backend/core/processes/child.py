"""One supervised child: what it is (`ChildSpec`) and the process that currently plays it (`Child`)."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.core.processes.launch import Surroundings, launch

# A log larger than this is set aside when its child starts; one older file is kept.
_LOG_LIMIT_BYTES = 10 * 1024 * 1024
_LAST_LINES_BYTES = 3000


def _always(_pid: int) -> bool:
    return True


def _nothing() -> None:
    return None


@dataclass(frozen=True, kw_only=True)
class ChildSpec:
    """A process to be kept alive.

    `stop_signal` must mean "finish in order" to it: it is also what the kernel sends when the supervisor is killed.
    `ready` is asked with the process id and must not block; `before_start` runs before every start, restarts too.
    `log` None writes to the terminal.
    """

    name: str
    argv: Sequence[str | Path]
    surroundings: Surroundings
    stop_signal: signal.Signals = signal.SIGTERM
    stop_timeout_seconds: float = 10.0
    ready_timeout_seconds: float = 120.0
    log: Path | None = None
    ready: Callable[[int], bool] = _always
    before_start: Callable[[], None] = _nothing


class Child:
    """The process that plays a spec now, and its past deaths. Times are of the monotonic clock."""

    def __init__(self, spec: ChildSpec) -> None:
        self.spec = spec
        self.is_ready = False
        self.started_at = 0.0
        self.starts_at: float | None = None
        self.deaths: deque[float] = deque()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The running process, or None between a death and the next start."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the process. Raises: ChildFailed, and what the `before_start` hook raises."""
        self.spec.before_start()
        with _log_output(self.spec.log) as output:
            self._process = launch(
                self.spec.argv,
                surroundings=self.spec.surroundings,
                death_signal=self.spec.stop_signal,
                output=output,
            )
        self.is_ready, self.starts_at, self.started_at = False, None, time.monotonic()

    def check_ready(self) -> bool:
        """Ask the running process whether it is ready, until it once said yes."""
        if not self.is_ready and self.pid is not None:
            self.is_ready = self.spec.ready(self.pid)
        return self.is_ready

    def ended(self) -> int | None:
        """Reap the process if it is over: its exit status (negative: a signal), else None."""
        if self._process is None or not _is_over(self._process):
            return None
        # While the leader is not reaped its group number cannot be given to strangers, so this hits only its own
        # children: a dead web server's workers must not keep the port from its successor.
        _signal_group(self._process.pid, signal.SIGKILL)
        status = self._process.wait()
        self._process = None
        return status

    def ask_to_stop(self) -> None:
        """Send the stop signal to the leader; what becomes of its own children is its business."""
        if self._process is not None:
            self._process.send_signal(self.spec.stop_signal)

    def kill(self) -> None:
        """Kill the process and everything it left in its session's group."""
        if self._process is not None:
            _signal_group(self._process.pid, signal.SIGKILL)

    def last_lines(self) -> str:
        """The end of its log, for the message that explains a failure; empty when it wrote to the terminal."""
        if self.spec.log is None or not self.spec.log.exists():
            return ""
        with self.spec.log.open("rb") as log:
            log.seek(max(0, self.spec.log.stat().st_size - _LAST_LINES_BYTES))
            return f"{self.spec.log}:\n{log.read().decode(errors='replace')}"


def _is_over(process: subprocess.Popen[bytes]) -> bool:
    if sys.platform == "linux":
        try:
            return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
        except ChildProcessError:
            return True
    return process.poll() is not None


def _signal_group(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


@contextlib.contextmanager
def _log_output(log: Path | None) -> Iterator[int | None]:
    if log is None:
        yield None
        return
    if log.exists() and log.stat().st_size > _LOG_LIMIT_BYTES:
        log.replace(log.with_name(f"{log.name}.1"))
    descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if os.geteuid() == 0:
            # What root writes into somebody's folder stays that somebody's, or they could not go on without root.
            folder = log.parent.stat()
            os.fchown(descriptor, folder.st_uid, folder.st_gid)
        yield descriptor
    finally:
        os.close(descriptor)
