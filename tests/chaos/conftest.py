"""One town for everything that is done to cases here: a product, its staff and its residents."""

from collections.abc import AsyncIterator

import pytest

from tests.chaos import behind
from tests.chaos.behind import Behind
from tests.chaos.case_lives import Town, settle
from tests.running import running

RESIDENTS = 40


@pytest.fixture(scope="package")
async def town() -> AsyncIterator[Town]:
    """A started product; its job worker runs."""
    with running() as product:
        yield await settle(product, residents=RESIDENTS)


@pytest.fixture(scope="package")
async def web(town: Town) -> AsyncIterator[Behind]:
    """A web process of that town behind a wire: the one that is killed."""
    async with behind.web(town.product) as started:
        yield started


@pytest.fixture
async def worker(town: Town) -> AsyncIterator[Behind]:
    """A job worker of that town behind a wire; it works beside the product's own, unless that one stands still."""
    async with behind.worker(town.product) as started:
        yield started
