"""What others build against changes only when somebody wanted it to."""

import difflib

import pytest

from tests.architecture.snapshot import FOLDER, REFRESH, SNAPSHOTS


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_the_contract_is_the_published_one(name):
    kept = (FOLDER / name).read_text("utf-8").splitlines()
    now = SNAPSHOTS[name]().splitlines()

    difference = list(difflib.unified_diff(kept, now, "published", "now", lineterm="", n=2))

    assert not difference, (
        f"the contract {name} changed; if that is wanted, run `{REFRESH}` and commit the result:\n"
        + "\n".join(difference[:60])
    )


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_making_it_twice_gives_the_same(name):
    assert SNAPSHOTS[name]() == SNAPSHOTS[name]()
