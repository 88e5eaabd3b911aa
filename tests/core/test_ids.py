"""Identifiers are versioned, unique and in the order of time."""

import time

from backend.core.ids import new_id


def test_ids_are_version_7_and_all_different():
    made = [new_id() for _ in range(20_000)]

    assert {one.version for one in made} == {7}
    assert len(set(made)) == len(made)


def test_later_ids_sort_later():
    first = new_id()
    time.sleep(0.002)

    assert new_id() > first
