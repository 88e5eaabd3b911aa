"""The register's word on families."""

from datetime import date
from uuid import uuid4

import pytest

from backend.demo.registers import person_id
from backend.supports.exchange.embedded import born_after
from backend.supports.exchange.family import RegisterFamily
from tests.supports.exchange.conftest import CHILD, ELDER, HELPER, NEWBORN, PARENT, SPOUSE

pytestmark = pytest.mark.usefixtures("database_url")


@pytest.mark.parametrize(
    ("parent", "child", "so"),
    [
        (PARENT, NEWBORN, True),
        (PARENT, CHILD, True),
        (SPOUSE, NEWBORN, True),
        (NEWBORN, PARENT, False),
        (PARENT, PARENT, False),
        (PARENT, SPOUSE, False),
        (ELDER, HELPER, False),
        (ELDER, NEWBORN, False),
        (person_id("herder"), person_id("herder-child"), True),
        (PARENT, uuid4(), False),
        (uuid4(), uuid4(), False),
    ],
)
async def test_only_a_minor_of_ones_own_is_ones_minor_child(parent, child, so):
    assert await RegisterFamily().is_minor_child(parent, child) is so


async def test_minor_children_are_told_by_name_and_day_of_birth():
    found = await RegisterFamily().minor_children(PARENT)

    assert [(one.id, one.name) for one in found] == [(NEWBORN, "李小芽"), (CHILD, "李禾苗")]
    assert found[1].birth_date == date(2020, 5, 18)
    assert await RegisterFamily().minor_children(ELDER) == []


@pytest.mark.parametrize(
    ("day", "boundary"),
    [("2026-11-28", "2008-11-28"), ("2028-02-29", "2010-02-28"), ("2026-01-01", "2008-01-01")],
)
def test_one_comes_of_age_on_the_birthday(day, boundary):
    assert born_after(date.fromisoformat(day)) == date.fromisoformat(boundary)
