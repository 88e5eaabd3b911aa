"""Prometheus figures of the HTTP side. Routes are labelled by their template, so no id becomes a label."""

import asyncio
from bisect import bisect_left
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
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
Kind = tuple[str, str, int]  # method, route, status


class Noted:
    """Answers of one kind since the figures were settled: how many in each bucket, and their seconds together."""

    __slots__ = ("seconds", "times")

    def __init__(self) -> None:
        self.times = [0] * (len(BUCKETS) + 1)  # the last: slower than all
        self.seconds = 0.0


_waiting: dict[Kind, Noted] = {}


def count(method: str, route: str, status: int, *, seconds: float) -> None:
    """Note one answer. `route` is a template and `method` one of HTTP's, so that nobody can add labels without end.

    Only noted here, because the figures lie in shared memory: a third of what the first screen costs went into them.
    """
    kind = (method, route, status)
    noted = _waiting.get(kind)
    if noted is None:
        noted = _waiting[kind] = Noted()
    noted.times[bisect_left(BUCKETS, seconds)] += 1
    noted.seconds += seconds


def settle() -> None:
    """Bring the figures up to date with what was noted; on the event loop, as `count` is."""
    for kind, noted in _waiting.items():
        _add(kind, noted)
    _waiting.clear()


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


def _add(kind: Kind, noted: Noted) -> None:
    requests, took = _figures(*kind)
    requests.inc(sum(noted.times))
    took._sum.inc(noted.seconds)  # noqa: SLF001 - as `observe` does it, which takes only one at a time
    for bucket, times in zip(took._buckets, noted.times, strict=True):  # noqa: SLF001
        if times:
            bucket.inc(times)


@cache
def _figures(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    """The two figures of one kind of answer; finding them by their labels costs more than counting."""
    return REQUESTS.labels(method, route, status), SECONDS.labels(route)


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
