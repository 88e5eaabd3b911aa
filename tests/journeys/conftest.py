"""One product and one browser for all journeys."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.applying import Resident
from tests.journeys.browser import Watch, chromium, desk, sit_down_as
from tests.journeys.desks import REFUSED, Sit
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


@pytest.fixture
def sit(product: Product, browser: Browser) -> Iterator[Sit]:
    """Desks as many as a journey needs; none may have done anything wrong when it ends."""
    watches: list[Watch] = []
    with ExitStack() as desks:

        def open_one(persona: str) -> Page:
            page, watch = desks.enter_context(desk(browser, url=product.url, expected=REFUSED))
            watches.append(watch)
            sit_down_as(page, persona)
            return page

        yield open_one
        assert [trouble for watch in watches for trouble in watch.troubles] == []


@pytest.fixture(scope="module")
def parent(product: Product) -> Resident:
    """王小满, who applies for things."""
    return Resident(product.url, "young-parent")
