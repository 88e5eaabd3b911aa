"""Granian with one worker on the core of its own, serving whatever application is asked for."""

import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from backend.core.settings import Settings, environment, inherited
from backend.operation.up import FACTORY, GRANIAN
from tests.bench.measure import OURS_CORE
from tests.bench.raw_home import ANSWER
from tests.running import HOUSE, cpu_seconds, free_port

START_SECONDS = 30.0


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """What it used so far, with its worker."""
        return cpu_seconds(self.pid)


@contextmanager
def serving(app: str, *, settings: Settings, answer: Path) -> Iterator[Server]:
    """`app` (module:factory) behind the very granian command of the product, on the measured core.

    Raises:
        RuntimeError: it does not answer.
    """
    port = free_port()
    argv = [app if part == FACTORY else part for part in GRANIAN]
    metrics = settings.data / "run-metrics"
    metrics.mkdir(exist_ok=True)
    env = inherited() | environment(settings)
    env |= {"PYTHONPATH": str(HOUSE), ANSWER: str(answer), "PROMETHEUS_MULTIPROC_DIR": str(metrics)}
    with (settings.data / f"{app.partition(':')[0]}.log").open("wb") as log:
        process = subprocess.Popen(
            [*argv, "--workers", "1", "--host", "127.0.0.1", "--port", str(port)],
            cwd=HOUSE,
            env=env,
            stdout=log,
            stderr=subprocess.STDOUT,
            preexec_fn=_on_its_core,
        )
    try:
        _wait(port, process)
        yield Server(port=port, pid=process.pid)
    finally:
        process.terminate()
        process.wait(20)


def _on_its_core() -> None:
    os.sched_setaffinity(0, {OURS_CORE})


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Until it answers anything at all over HTTP."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/home", timeout=1).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"{process.args!r} does not answer")
