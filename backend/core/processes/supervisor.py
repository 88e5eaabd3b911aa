"""Keeps children alive in the foreground: one plain loop, because children are tied to the thread that started them."""

import logging
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType, TracebackType
from typing import Self

from backend.core.processes.child import Child, ChildSpec
from backend.core.processes.errors import ChildFailed

log = logging.getLogger(__name__)

# A death is noticed within one round; idle rounds cost a few system calls.
_ROUND_SECONDS = 0.05
_READY_ROUND_SECONDS = 0.01
_LONGEST_DELAY_SECONDS = 5.0
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Handlers = dict[signal.Signals, Callable[[int, FrameType | None], object] | int | None]


@dataclass(frozen=True, kw_only=True)
class RestartLimit:
    """More than `deaths` within `seconds` is not bad luck: restarting would only hide the fault."""

    deaths: int = 10
    seconds: float = 60.0


class Supervisor:
    """Starts children in order, restarts the dead, stops all in reverse order. For the main thread only."""

    def __init__(self, *, limit: RestartLimit | None = None) -> None:
        self._limit = limit or RestartLimit()
        self._children: list[Child] = []
        self._signals = 0
        self._before: Handlers = {}

    def __enter__(self) -> Self:
        """Until the block ends SIGTERM and SIGHUP interrupt like Ctrl-C, so that a start can be broken off in order."""
        self._before = _install(_interrupt)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._counting(already=int(isinstance(error, KeyboardInterrupt))):
            self.stop()
        _restore(self._before)

    def pid_of(self, name: str) -> int | None:
        """The process that plays `name` now; None while it is dead. Raises: KeyError for an unknown name."""
        for child in self._children:
            if child.spec.name == name:
                return child.pid
        raise KeyError(name)

    def start(self, spec: ChildSpec) -> None:
        """Start one more child and wait until it is ready; the earlier ones are watched meanwhile.

        Raises:
            ChildFailed: it ended or was not ready in time. It stays listed, so that `stop` ends what is left of it.
        """
        child = Child(spec)
        self._children.append(child)
        child.start()
        deadline = child.started_at + spec.ready_timeout_seconds
        while not child.check_ready():
            if (status := child.ended()) is not None:
                raise ChildFailed(spec.name, happened=_said(status), last_lines=child.last_lines())
            if time.monotonic() > deadline:
                happened = f"not ready after {spec.ready_timeout_seconds:g} s"
                raise ChildFailed(spec.name, happened=happened, last_lines=child.last_lines())
            for earlier in self._children[:-1]:
                self._watch(earlier)
            time.sleep(_READY_ROUND_SECONDS)
        log.info("process.started name=%s pid=%s", spec.name, child.pid)

    def watch(self) -> None:
        """One round: reap the dead, start those whose time has come. Raises: ChildFailed at the restart limit."""
        for child in self._children:
            self._watch(child)

    def run_until_signal(self) -> int:
        """Keep all children alive until Ctrl-C, SIGTERM or SIGHUP, then stop them; a second signal kills them.

        Returns the exit status for this process: 0 when asked to stop, 1 when a child could not be kept alive.
        """
        with self._counting():
            failure = self._keep_alive()
            if failure is not None:
                log.error("process.gave-up %s", failure)
            self.stop()
        return 0 if failure is None else 1

    def stop(self) -> None:
        """End every child, last started first; each has its time to finish unless a second signal came."""
        while self._children:
            self._stop(self._children[-1])
            self._children.pop()

    def _keep_alive(self) -> ChildFailed | None:
        try:
            while not self._signals:
                self.watch()
                time.sleep(_ROUND_SECONDS)
        except ChildFailed as failure:
            return failure
        return None

    def _stop(self, child: Child) -> None:
        child.ask_to_stop()
        deadline = time.monotonic() + child.spec.stop_timeout_seconds
        killed = False
        while child.pid is not None and child.ended() is None:
            if not killed and (self._signals > 1 or time.monotonic() > deadline):
                log.warning("process.killed name=%s pid=%s", child.spec.name, child.pid)
                child.kill()
                killed = True
            time.sleep(_READY_ROUND_SECONDS)

    def _watch(self, child: Child) -> None:
        now = time.monotonic()
        if (status := child.ended()) is not None:
            self._bury(child, happened=_said(status), now=now)
        if child.starts_at is not None and child.starts_at <= now:
            self._restart(child, now=now)
        elif not child.is_ready and child.check_ready():
            log.info("process.ready name=%s after_seconds=%.2f", child.spec.name, now - child.started_at)

    def _restart(self, child: Child, *, now: float) -> None:
        try:
            child.start()
        except (ChildFailed, OSError) as failure:
            # A start that fails is one more death: a full disk or process table may pass.
            self._bury(child, happened=str(failure), now=now)
        else:
            log.warning("process.restarted name=%s pid=%s", child.spec.name, child.pid)

    def _bury(self, child: Child, *, happened: str, now: float) -> None:
        """Count a death and plan the next start: at once the first time, then ever later, in case it is no accident."""
        child.deaths.append(now)
        while child.deaths[0] < now - self._limit.seconds:
            child.deaths.popleft()
        count = len(child.deaths)
        log.warning("process.died name=%s deaths=%d happened=%s", child.spec.name, count, happened)
        if count > self._limit.deaths:
            too_often = f"died {count} times in {self._limit.seconds:g} s, last time: {happened}"
            raise ChildFailed(child.spec.name, happened=too_often, last_lines=child.last_lines())
        delay = 0.0 if count == 1 else min(0.1 * 2 ** (count - 2), _LONGEST_DELAY_SECONDS)
        child.starts_at = now + delay

    @contextmanager
    def _counting(self, *, already: int = 0) -> Iterator[None]:
        def count(_number: int, _frame: FrameType | None) -> None:
            self._signals += 1

        self._signals = already
        before = _install(count)
        try:
            yield
        finally:
            _restore(before)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _install(handler: Callable[[int, FrameType | None], None]) -> Handlers:
    return {number: signal.signal(number, handler) for number in _STOP_SIGNALS}


def _restore(handlers: Handlers) -> None:
    for number, handler in handlers.items():
        signal.signal(number, handler)


def _said(status: int) -> str:
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"
