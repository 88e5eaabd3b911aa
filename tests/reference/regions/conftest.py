"""The real divisions of the province, as every installation has them."""

import pytest

from backend.reference.regions import service


@pytest.fixture(autouse=True)
async def divisions(client):
    """Seeded once per database; `client` holds the pool open."""
    if not await service.exists("620000"):
        await service.seed()
