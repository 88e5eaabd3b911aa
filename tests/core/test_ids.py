"""Identifiers are versioned, unique and in the order of time."""

import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import RFC_4122

import pytest

from backend.core import ids
from backend.core.ids import new_id


def test_ids_are_version_7_and_all_different():
    made = [new_id() for _ in range(20_000)]

    assert {(one.version, one.variant) for one in made} == {(7, RFC_4122)}
    assert len(set(made)) == len(made)


def test_those_of_one_millisecond_sort_as_they_were_made():
    made = [new_id() for _ in range(20_000)]

    assert made == sorted(made)
    assert len({one.int >> 80 for one in made}) < len(made)  # there were such


def test_an_id_says_when_it_was_made():
    before = time.time_ns() // 1_000_000
    stamp = new_id().int >> 80

    assert before <= stamp <= time.time_ns() // 1_000_000 + 1


def test_a_clock_that_goes_back_makes_no_earlier_ids(monkeypatch: pytest.MonkeyPatch):
    first = new_id()
    back = time.time_ns() - 3_600 * 10**9
    monkeypatch.setattr(time, "time_ns", lambda: back)

    assert first < new_id() < new_id()


def test_a_full_millisecond_runs_over_into_the_next(monkeypatch: pytest.MonkeyPatch):
    moment = time.time_ns()
    monkeypatch.setattr(ids, "_last", ids._Last())
    monkeypatch.setattr(time, "time_ns", lambda: moment)
    monkeypatch.setattr(secrets, "randbits", lambda bits: (1 << bits) - 1)  # the largest steps there are
    made = [new_id() for _ in range(300_000)]

    assert made == sorted(set(made))
    assert made[-1].int >> 80 > moment // 1_000_000
    assert {(one.version, one.variant) for one in made} == {(7, RFC_4122)}


def test_threads_get_different_ones():
    with ThreadPoolExecutor(8) as threads:
        made = [one for some in threads.map(lambda _: [new_id() for _ in range(2_000)], range(16)) for one in some]

    assert len(set(made)) == len(made)
