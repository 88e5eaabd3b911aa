"""The first screen is made of what the rooms know."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from backend.core import database
from backend.demo.personas import BY_ID
from backend.home import service
from backend.identity.people.errors import PersonNotFound

MORNING_IN_LANZHOU = datetime(2026, 1, 15, 0, 30, tzinfo=UTC)


async def test_greets_by_the_clock_of_the_province(client, sign_in):
    await sign_in("young-parent")

    home = await service.home(BY_ID["young-parent"].person_id, language="zh", at=MORNING_IN_LANZHOU)

    assert home.greeting == "早上好，王小满"


async def test_asks_the_database_twice_once_the_memory_is_warm(client, sign_in, monkeypatch):
    await sign_in("young-parent")
    person_id = BY_ID["young-parent"].person_id
    await service.home(person_id, language="zh", at=MORNING_IN_LANZHOU)
    asked = []
    fetch = database.fetch_one

    async def counted(sql, *arguments):
        asked.append(sql)
        return await fetch(sql, *arguments)

    monkeypatch.setattr(database, "fetch_one", counted)
    monkeypatch.setattr(database, "fetch", counted)
    await service.home(person_id, language="zh", at=MORNING_IN_LANZHOU)

    assert len(asked) == 2


async def test_a_person_who_is_gone_has_no_home(client):
    with pytest.raises(PersonNotFound):
        await service.home(uuid4(), language="zh", at=MORNING_IN_LANZHOU)
