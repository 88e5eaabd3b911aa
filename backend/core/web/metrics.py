"""Prometheus figures of the HTTP side. Routes are labelled by their template, so no id becomes a label."""

from functools import cache

from litestar import Response, get
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest, multiprocess

from backend.core.settings import metrics_folder
from backend.core.web.guards import metrics_reader

REQUESTS = Counter("kuaiban_http_requests_total", "Answers by route and status", ["method", "route", "status"])
SECONDS = Histogram(
    "kuaiban_http_seconds", "Time to answer", ["route"], buckets=(0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10)
)


@cache
def _answered(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    """The two figures of one kind of answer; finding them by their labels costs more than counting."""
    return REQUESTS.labels(method, route, status), SECONDS.labels(route)


def count(method: str, route: str, status: int, *, seconds: float) -> None:
    """Note one answer. `route` is a template and `method` one of HTTP's, so that nobody can add labels without end."""
    requests, took = _answered(method, route, status)
    requests.inc()
    took.observe(seconds)


@get(
    "/metrics",
    operation_id="ReadMetrics",
    guards=[metrics_reader],
    tags=["Operation"],
    media_type="text/plain",
    sync_to_thread=True,
)
def read_metrics() -> Response[bytes]:
    """Everything this machine's web processes counted, in Prometheus' text format."""
    registry = REGISTRY
    if metrics_folder():
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), media_type="text/plain; version=0.0.4")
