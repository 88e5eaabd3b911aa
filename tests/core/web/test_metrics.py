"""Figures that are noted first and settled later are the same figures."""

import asyncio
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import REGISTRY, CollectorRegistry, Histogram

from backend.core.web import metrics


@pytest.fixture(autouse=True)
def nothing_waits():
    metrics.settle()


def buckets(route):
    """What the registry says of a route, by upper bound, and the sum under `sum`."""
    found = {}
    for sample in metrics.SECONDS.collect()[0].samples:
        if sample.labels.get("route") == route:
            found[sample.labels.get("le", sample.name.rpartition("_")[2])] = sample.value
    return found


def answers(route, status=200):
    return REGISTRY.get_sample_value(
        "kuaiban_http_requests_total", {"method": "GET", "route": route, "status": str(status)}
    )


@given(
    st.lists(st.sampled_from([0.0, 0.001, 0.005, 0.0050001, 0.1, 0.3, 2.9, 3.0, 9.99, 10.0, 11.0, 500.0]), min_size=1)
)
def test_they_are_those_of_one_observation_each(seconds):
    route = f"/{uuid4()}"
    alone = Histogram("alone", "each by itself", ["route"], buckets=metrics.BUCKETS, registry=CollectorRegistry())
    for one in seconds:
        metrics.noted("GET", route, 200).add(one)
        alone.labels(route).observe(one)

    metrics.settle()

    told = {one.labels.get("le", one.name.rpartition("_")[2]): one.value for one in alone.collect()[0].samples}
    told.pop("created", None)
    mine = buckets(route)
    mine.pop("created", None)
    assert mine.pop("sum") == pytest.approx(told.pop("sum"))
    assert mine == told
    assert answers(route) == len(seconds)


def test_settling_twice_counts_once():
    route = f"/{uuid4()}"
    metrics.noted("GET", route, 404).add(0.01)

    metrics.settle()
    metrics.settle()

    assert answers(route, 404) == 1


def test_where_nothing_was_noted_nothing_is_touched(monkeypatch):
    noted = metrics.noted("GET", f"/{uuid4()}", 200)
    noted.add(0.0)
    metrics.settle()
    monkeypatch.setattr(noted, "_figures", None)

    metrics.settle()


async def test_a_serving_process_settles_by_itself_and_at_its_end(monkeypatch):
    monkeypatch.setattr(metrics, "SETTLE_SECONDS", 0.01)
    route = f"/{uuid4()}"

    async with metrics.settling():
        metrics.noted("GET", route, 200).add(0.01)
        async with asyncio.timeout(5):
            while answers(route) != 1:
                await asyncio.sleep(0.01)
        metrics.noted("GET", route, 200).add(0.01)

    assert answers(route) == 2
