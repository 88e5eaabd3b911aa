"""Nothing is collected while a process loads, and it collects again after, however the loading ended."""

import gc

import pytest

from backend.core.loading import loading


@pytest.fixture(autouse=True)
def _as_before():
    yield
    gc.unfreeze()


def test_nothing_is_collected_in_the_block_and_what_it_made_is_left_alone_after():
    frozen = gc.get_freeze_count()
    with loading():
        was_on = gc.isenabled()
        made = [{"kept": [number]} for number in range(100)]

    assert not was_on
    assert gc.isenabled()
    assert gc.get_freeze_count() >= frozen + len(made)


def test_what_fails_to_load_leaves_the_collector_on():
    with pytest.raises(ImportError), loading():
        raise ImportError

    assert gc.isenabled()
