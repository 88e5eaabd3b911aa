"""A call that computes for long gives way: who burns a processor until the deadline must not slow the others down."""

import asyncio
import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from backend.host.sandbox.zygote import WorkerProcess

LOOK_SECONDS = 0.025
"""An honest call computes for a few milliseconds and has ended before the first look."""

BURNT_SECONDS = 0.02
"""Of computing between two looks. Waiting for the host is no burning, however long it takes."""

LEAST = 19
TICK_SECONDS = 1 / os.sysconf("SC_CLK_TCK")
_AFTER_NAME = 2  # a name in parentheses may hold spaces; the fields behind it are counted from the third
_UTIME, _STIME = 14 - 3, 15 - 3


class GivesWay:
    """While the block runs, the worker is watched; once it burns, it gets what the others leave."""

    def __init__(self, worker: WorkerProcess) -> None:
        self._worker = worker
        self._timer: asyncio.TimerHandle | None = None
        self._seen: float | None = None

    def __enter__(self) -> Self:
        """Begin to watch."""
        self._look_later()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Watch no longer."""
        if self._timer:
            self._timer.cancel()

    def _look_later(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(LOOK_SECONDS, self._look)

    def _look(self) -> None:
        pid = self._worker.pid()
        seen = computed_seconds(pid)
        if seen is None:
            return  # it is gone, and the call will hear of it
        if self._seen is not None and seen - self._seen >= BURNT_SECONDS:
            self._worker.slowed = True
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, pid, LEAST)
            return
        self._seen = seen
        self._look_later()


def computed_seconds(pid: int) -> float | None:
    """Processor time that a process has used so far; None when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return None
    return (int(fields[_UTIME]) + int(fields[_STIME])) * TICK_SECONDS
