"""Prometheus figures of the HTTP side. Routes are labelled by their template, so no id becomes a label."""

import asyncio
from bisect import bisect_left
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from litestar import Response, get
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest, multiprocess

from backend.core.beside import beside
from backend.core.settings import metrics_folder
from backend.core.web.guards import metrics_reader

REQUESTS = Counter("kuaiban_http_requests_total", "Answers by route and status", ["method", "route", "status"])
BUCKETS: Final = (0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10)
SECONDS = Histogram("kuaiban_http_seconds", "Time to answer", ["route"], buckets=BUCKETS)

SETTLE_SECONDS: Final = 1.0


class Noted:
    """Answers of one kind since the figures were settled: how many in each bucket, and their seconds together.

    Only noted, because the figures lie in shared memory: a third of what the first screen costs went into them.
    """

    __slots__ = ("_figures", "_seconds", "_times")

    def __init__(self, method: str, route: str, status: int) -> None:
        self._figures = REQUESTS.labels(method, route, status), SECONDS.labels(route)
        self._seconds, self._times = 0.0, [0] * (len(BUCKETS) + 1)  # the last: slower than all

    def add(self, seconds: float) -> None:
        """Note one answer."""
        self._times[bisect_left(BUCKETS, seconds)] += 1
        self._seconds += seconds

    def settle(self) -> None:
        """Bring the figures up to date with what was noted; most kinds of answers are not given every second."""
        if not any(self._times):
            return
        requests, took = self._figures
        requests.inc(sum(self._times))
        took._sum.inc(self._seconds)  # noqa: SLF001 - as `observe` does it, which takes only one at a time
        for bucket, times in zip(took._buckets, self._times, strict=True):  # noqa: SLF001
            if times:
                bucket.inc(times)
        self._seconds, self._times = 0.0, [0] * (len(BUCKETS) + 1)


_noted: dict[tuple[str, str, int], Noted] = {}


def noted(method: str, route: str, status: int) -> Noted:
    """Where answers of one kind are noted.

    `route` is a template and `method` one of HTTP's, so that nobody can add labels without end.
    """
    kind = (method, route, status)
    found = _noted.get(kind)
    if found is None:
        found = _noted[kind] = Noted(*kind)
    return found


def settle() -> None:
    """Bring the figures up to date; on the event loop, as noting is."""
    for one in _noted.values():
        one.settle()


@asynccontextmanager
async def settling() -> AsyncIterator[None]:
    """Settle every second while a process serves; a killed one loses the figures of its last second."""
    try:
        async with beside(_settle_again_and_again(), name="metrics"):
            yield
    finally:
        settle()


async def _settle_again_and_again() -> None:
    while True:
        await asyncio.sleep(SETTLE_SECONDS)
        settle()


@get(
    "/metrics",
    operation_id="ReadMetrics",
    guards=[metrics_reader],
    tags=["Operation"],
    media_type="text/plain",
)
async def read_metrics() -> Response[bytes]:
    """Everything this machine's web processes counted, in Prometheus' text format; of the others up to a second ago."""
    settle()
    return Response(await asyncio.to_thread(_told), media_type="text/plain; version=0.0.4")


def _told() -> bytes:
    registry = REGISTRY
    if metrics_folder():
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
