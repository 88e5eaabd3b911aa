"""One product and one browser for all journeys."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import chromium
from tests.running import Product, running


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """A started product that the journeys share; each has a persona of its own."""
    with running() as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    with chromium() as started:
        yield started
