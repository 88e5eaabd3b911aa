"""One product for all journeys, and a browser for those of each file."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.applying import Resident
from tests.journeys.browser import Watch, chromium, desk, sit_down_as
from tests.journeys.desks import REFUSED, Sit
from tests.running import Product, running


@pytest.fixture(scope="package")
def product() -> Iterator[Product]:
    """A started product that all journeys share: none needs a world in which nothing has happened yet."""
    with running() as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium; `test_new_developer.py` starts one of its own, and there may be one driver at a time."""
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
