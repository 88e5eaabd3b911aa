"""Measuring, and saying what was measured: one JSON line per bench case."""

import os
import platform
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

OURS_CORE, LOAD_CORE = 0, 1  # the server under test alone on one core; load and databases on the other
# Cores of foreign load: a sample above the first is taken again, one above the second says more about the neighbour.
QUIET, NOISY = 0.12, 0.25

Result = dict[str, object]


@dataclass
class Foreign:
    """CPU that neither the server nor the load used, in cores; what a noisy neighbour took."""

    cores: float = 0.0


def result(bench: str, *, ours: float, yardstick: float, unit: str, **others: object) -> Result:
    """One line, for figures of which less is better; `ratio` is ours against the yardstick, and there more is better."""
    return {
        "bench": bench,
        "ours": round(ours, 3),
        "yardstick": round(yardstick, 3),
        "ratio": round(yardstick / ours, 3),
        "unit": unit,
        **others,
    }


def versions(*packages: str) -> dict[str, str]:
    """What was measured with what."""
    return {"python": platform.python_version(), **{name: version(name) for name in packages}}


def median(values: Sequence[float]) -> float:
    """The middle one: a hiccup of the machine moves the mean, not this."""
    return statistics.median(values)


def percentiles(seconds: Sequence[float]) -> Result:
    """Latencies as the design names them."""
    ordered = sorted(seconds)
    at = {name: ordered[min(len(ordered) - 1, int(len(ordered) * share))] for name, share in SHARES.items()}
    return {name: round(value * 1000, 3) for name, value in at.items()}


SHARES = {"p50_ms": 0.50, "p95_ms": 0.95, "p99_ms": 0.99}


@contextmanager
def foreign_load(own_seconds: "list[float]") -> Iterator[Foreign]:
    """Measure what others used while the block runs; the block puts the CPU seconds of its own into the list."""
    seen, busy, began = Foreign(), busy_seconds(), time.monotonic()
    yield seen
    took = time.monotonic() - began
    seen.cores = max(0.0, (busy_seconds() - busy - sum(own_seconds)) / took)


def busy_seconds() -> float:
    """CPU seconds that the whole machine was not idle, since it started."""
    user, nice, system, _idle, _wait, irq, soft, steal, *_ = map(
        int, Path("/proc/stat").read_text().splitlines()[0].split()[1:]
    )
    return (user + nice + system + irq + soft + steal) / os.sysconf("SC_CLK_TCK")
