"""Somebody whose phone is known."""

import pytest

from backend.identity.people import service as people
from tests.identity.conftest import new_person


@pytest.fixture
async def known(database_url):
    """The phone of somebody who is enrolled."""
    person = new_person()
    await people.enrol(person)
    return person.phone
