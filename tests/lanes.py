"""`python -m tests.lanes`: every test but the soak, in three lanes; what `make test` runs.

What drives a started product from outside (browsers, fuzzers) waits much of the time, and everything else computes: these
two run side by side on two cores. What holds a clock to a process runs afterwards, with nothing beside it. Each lane is
one pytest process with servers, ports and folders of its own; `built` is what they share. A lane is told by markers, so
a new test has one without saying so; tests/architecture/test_lanes.py proves that it has exactly one. What failed is said
again at the end: of a long run often only the last lines are kept.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests import built

SIDE_BY_SIDE = {
    "pages": "(browser or fuzz) and not quiet and not soak",
    "house": "not browser and not fuzz and not quiet and not soak",
}
ALONE = {"quiet": "quiet and not soak"}
CORES = 2  # on fewer, two lanes would only take turns, and each test twice as long
STOP_SECONDS = 60.0  # a lane that is told to end stops its servers first
PYTEST = (sys.executable, "-m", "pytest", "--durations=10")
BROKEN = ("FAILED ", "ERROR ")  # how a line of that summary begins

Command = Sequence[str]


@dataclass(frozen=True)
class Ended:
    """How a lane came out: pytest's exit status, how long it took, and its summary's lines about what broke."""

    status: int
    seconds: float
    broken: Sequence[str]


def main() -> int:
    """Run all lanes, whatever comes of each; 0 when all went well."""
    began = time.monotonic()
    built.installation()
    print(f"runtime ready after {time.monotonic() - began:.0f} s", flush=True)
    ended = run(commands(SIDE_BY_SIDE), together=len(os.sched_getaffinity(0)) >= CORES)
    ended |= run(commands(ALONE), together=False)
    for name, how in ended.items():
        print(f"{name:<6} {'passed' if how.status == 0 else f'FAILED ({how.status})'} in {how.seconds / 60:.1f} min")
        print(*how.broken, sep="", end="")
    computed = os.times().children_user + os.times().children_system
    print(f"all lanes in {(time.monotonic() - began) / 60:.1f} min, {computed / 60:.1f} min of processors")
    return max(how.status for how in ended.values())


def commands(lanes: Mapping[str, str]) -> dict[str, Command]:
    """The pytest of each lane. What each remembers (`--lf`) stands in a folder of its own."""
    return {name: [*PYTEST, "-m", marks, "-o", f"cache_dir=.pytest_cache/{name}"] for name, marks in lanes.items()}


def run(lanes: Mapping[str, Command], *, together: bool) -> dict[str, Ended]:
    """Run commands to their ends, at the same time or in order; every line they print is shown under the lane's name."""
    if not together and len(lanes) > 1:
        return {name: run({name: command}, together=False)[name] for name, command in lanes.items()}
    began, ended, shown = time.monotonic(), dict[str, Ended](), threading.Lock()
    started = {name: _start(command) for name, command in lanes.items()}

    def follow(name: str, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        broken = []
        with process.stdout as lines:
            for line in lines:
                with shown:
                    print(f"[{name}] {line}", end="", flush=True)
                if line.startswith(BROKEN):
                    broken.append(line)
        ended[name] = Ended(process.wait(), time.monotonic() - began, broken)

    followers = [threading.Thread(target=follow, args=one, daemon=True) for one in started.items()]
    try:
        for follower in followers:
            follower.start()
        for follower in followers:
            follower.join()
    finally:
        for process in started.values():
            _end(process)
    return ended


def _start(command: Command) -> subprocess.Popen[str]:
    """Its own errors among what it prints, each line as soon as it is whole.

    What it starts may keep the bytecode of our sources, whatever this machine is set to: each of several hundred
    processes would compile the house anew. Where builds have numbers, pytest does not cut short why a test failed.
    """
    environment = {"BUILD_NUMBER": "0"} | os.environ | {"PYTHONUNBUFFERED": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.Popen(
        command,
        cwd=built.HOUSE,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )


def _end(process: subprocess.Popen[str]) -> None:
    """As Ctrl-C does; its fixtures stop what they started."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # the lanes end with it
    sys.exit(main())
