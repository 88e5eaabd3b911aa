"""The first screen is made of what the rooms know."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from backend.demo.personas import BY_ID
from backend.home import service
from backend.home.structs import SectionId
from backend.identity.people.errors import PersonNotFound

MOST_STATEMENTS = 20
MORNING_IN_LANZHOU = datetime(2026, 1, 15, 0, 30, tzinfo=UTC)


def for_you(home):
    return next(one.cards for one in home.sections if one.id is SectionId.FOR_YOU)


async def test_greets_by_the_clock_of_the_province(client, sign_in):
    await sign_in("young-parent")

    home = await service.home(BY_ID["young-parent"].person_id, language="zh", at=MORNING_IN_LANZHOU)

    assert home.greeting == "早上好，王小满"


async def test_a_long_life_takes_no_more_statements_than_a_short_one(client, sign_in, personal, send, statements):
    await sign_in("student")
    await personal("young-parent")
    parent = BY_ID["young-parent"].person_id

    def show():
        return service.home(parent, language="zh", at=MORNING_IN_LANZHOU)

    few = await statements(show)
    for number in range(20):
        await send(parent, f"通知 {number}")

    assert await statements(show) <= few
    assert few <= MOST_STATEMENTS


async def test_who_agreed_is_shown_reasons_and_who_did_not_the_same_services(client, sign_in, personal):
    await personal("young-parent")
    await sign_in("job-seeker")

    mine = await service.home(BY_ID["young-parent"].person_id, language="zh", at=MORNING_IN_LANZHOU)
    public = await service.public_home(language="zh", at=MORNING_IN_LANZHOU)

    cards = for_you(mine)
    assert mine.personalised
    assert any(one.basis for card in cards for one in card.reasons)
    assert all(card.score == sum(one.contribution for one in card.reasons) for card in cards)
    assert len(for_you(public)) == len(cards)
    assert not any(one.attribute for card in for_you(public) for reason in card.reasons for one in reason.basis)


async def test_a_person_who_is_gone_has_no_home(client):
    with pytest.raises(PersonNotFound):
        await service.home(uuid4(), language="zh", at=MORNING_IN_LANZHOU)
