"""The product as an operator starts it: `kuaiban up` in a data folder and on a port of its own. For tests that kill it."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from backend.core.settings import Settings, environment, inherited
from backend.operation.where import with_running_servers
from tests import built
from tests.built import HOUSE

START_SECONDS = 240.0  # on a machine that is busy with other things
STOP_SECONDS = 40.0
# Name -> words of its command line.
PARTS = {
    "postgres": "postgres -D",
    "valkey": "valkey-server",
    "worker": "backend.cli worker",
    "sandbox": "backend.cli sandbox",
    "web": "-m backend.operation.web",
    "zygote": "backend.host.sandbox.worker",
}
FORKED = {"web": "web-worker", "zygote": "sandbox-worker"}


@dataclass(frozen=True)
class Process:
    """One process, told apart from a later one with the same number by the moment it began."""

    pid: int
    parent: int
    began: str
    command: str

    @property
    def is_alive(self) -> bool:
        """Whether this very process still runs; one that waits to be reaped does not."""
        found = _stat(self.pid)
        return found is not None and found[0] not in {"Z", "X"} and found[2] == self.began

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.is_alive:
            os.kill(self.pid, signal.SIGKILL)


class Product:
    """`kuaiban up` in the background; stop or kill it, or any of its parts."""

    def __init__(self, data: Path, *, port: int | None = None, redis_url: str | None = None) -> None:
        port = port or free_port()
        url = f"http://127.0.0.1:{port}"
        self.settings = Settings(
            demo=True, data=data, port=port, public_url=url, redis_url=redis_url, log_level="WARNING"
        )
        self.url = url
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until everything is ready.

        Raises:
            RuntimeError: it ended or was not ready in time; with its last words.
        """
        said = self.settings.data / "up.log"
        self.settings.data.mkdir(parents=True, exist_ok=True)
        with said.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "backend.cli", "up"],
                cwd=HOUSE,
                env=inherited() | environment(self.settings) | {"PYTHONPATH": str(HOUSE)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                words = said.read_text()[-3000:]
                self.kill()
                raise RuntimeError(f"the product did not start:\n{words}")
            time.sleep(0.1)

    def stop(self) -> int:
        """Ask it to stop, as Ctrl-C does; its exit status."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(STOP_SECONDS)

    def kill(self) -> None:
        """Kill the supervisor alone; what it started has to notice by itself."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    @property
    def reachable(self) -> Settings:
        """The settings with the URLs of the servers that run in the data folder."""
        return with_running_servers(self.settings)

    def processes(self) -> list[Process]:
        """The supervisor and everything below it."""
        assert self._process is not None
        return tree(self._process.pid)

    def part(self, name: str) -> list[Process]:
        """The processes that play a part: one of `PARTS` or `FORKED`."""
        return [process for process, part in parts(self.processes()) if part == name]

    def last_words(self) -> str:
        """The ends of all logs, for the message that explains a failure."""
        logs = [self.settings.data / "up.log", *sorted((self.settings.data / "logs").glob("*.log"))]
        return "\n".join(f"--- {log.name}\n{log.read_text(errors='replace')[-2000:]}" for log in logs if log.exists())

    def _is_ready(self) -> bool:
        """The last thing that starts is the worker; the page answers before that."""
        try:
            with urllib.request.urlopen(f"{self.url}/health/live", timeout=1) as answer:  # noqa: S310 - our own address
                return bool(answer.status == 200) and bool(self.part("worker"))
        except OSError:
            return False


@contextmanager
def running(*, port: int | None = None, redis_url: str | None = None) -> Iterator[Product]:
    """A started product in a folder that vanishes with it."""
    # A short name: sockets lie below it, and their paths may have 107 bytes.
    with tempfile.TemporaryDirectory(prefix="kb-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        product = Product(Path(folder) / "data", port=port, redis_url=redis_url)
        built.lend(product.settings.data)
        product.start()
        try:
            yield product
        except BaseException:
            print(product.last_words())
            raise
        finally:
            if product._process is not None and product._process.poll() is None:
                product.stop()


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def tree(root: int) -> list[Process]:
    """A process and its descendants, as they are now."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        if (found := _stat(int(folder.name))) is not None:
            parents.setdefault(int(found[1]), []).append(int(folder.name))
    wanted, result = [root], []
    while wanted:
        pid = wanted.pop(0)
        wanted += parents.get(pid, [])
        if (found := _stat(pid)) is not None and found[0] not in {"Z", "X"}:
            result.append(Process(pid=pid, parent=int(found[1]), began=found[2], command=_command(pid)))
    return result


def cpu_seconds(root: int) -> float:
    """User and system time of a process and its descendants so far."""
    ticks = 0
    for process in tree(root):
        fields = _fields(process.pid)
        if fields is not None:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def parts(processes: list[Process]) -> list[tuple[Process, str]]:
    """The processes with the part each plays; a forked one repeats its parent's command line and has a name of its own."""
    played = {process.pid: _part_of(process) for process in processes}
    return [
        (process, FORKED[played[process.pid]])
        if played[process.pid] in FORKED and played.get(process.parent) == played[process.pid]
        else (process, played[process.pid])
        for process in processes
    ]


def _part_of(process: Process) -> str:
    return next((name for name, words in PARTS.items() if words in process.command), "other")


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def _stat(pid: int) -> tuple[str, str, str] | None:
    """State, parent and beginning."""
    fields = _fields(pid)
    return None if fields is None else (fields[0], fields[1], fields[19])


def _fields(pid: int) -> list[str] | None:
    """What follows the name in /proc/<pid>/stat; the name may hold spaces and brackets."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
