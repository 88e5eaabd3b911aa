"""What the catalogue of events is held against."""

import csv
from pathlib import Path

import pytest

from profiles.scenarios import library
from tests.profiles.scenarios.conftest import make_child, make_person

__all__ = ("make_child", "make_person")  # fixtures

ITEMS = Path(__file__).parents[3] / "backend" / "services" / "items" / "data" / "items.csv"


@pytest.fixture(scope="session")
def item_codes():
    """The basic codes of the items' seed."""
    with ITEMS.open(encoding="utf-8-sig") as lines:
        return {row["basic_code"] for row in csv.DictReader(lines)}


@pytest.fixture(scope="session")
def opened_kinds():
    """The kinds of events that open a scenario."""
    return {kind for one in library.SEEDS for kind in one.events}
