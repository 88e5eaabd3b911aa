"""A small catalogue of its own: four items, a bundle and three places, whatever the seed of the product holds."""

from pathlib import Path

import pytest

from backend.services.items import seeding

FIXTURE = Path(__file__).parent / "fixture"


@pytest.fixture(scope="session")
async def catalogue(database_url):
    await seeding.seed(FIXTURE)
    return FIXTURE
