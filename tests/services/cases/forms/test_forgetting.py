"""Drafts that nobody comes back to: told a week before, then gone, and told that."""

from datetime import timedelta

import pytest

from backend.core import database
from backend.core.structs import now
from backend.demo.personas import BY_ID
from backend.services.cases.forms import service
from backend.supports.messages import service as messages
from tests.services.cases.forms.drafts import begin, row_of


@pytest.fixture
async def elder_id(database_url):
    yield BY_ID["elder"].person_id
    await database.execute("delete from cases_draft")


async def told(person_id):
    return [one.title for one in (await messages.inbox(person_id, limit=100)).items]


async def saved_days_ago(draft, days):
    await database.execute("update cases_draft set saved_at = $2 where id = $1", draft.id, now() - timedelta(days=days))


class TestTidy:
    async def test_warns_once_a_week_before(self, elder_id):
        draft = await begin(elder_id)
        await saved_days_ago(draft, 84)
        before = await told(elder_id)

        for _ in range(2):
            await service.tidy()

        assert await told(elder_id) == ["草稿即将删除", *before]
        assert await row_of(draft)

    async def test_forgets_after_ninety_days_and_says_so(self, elder_id):
        draft = await begin(elder_id)
        await saved_days_ago(draft, 91)
        before = await told(elder_id)

        await service.tidy()
        assert await row_of(draft), "nobody loses a draft without a week's notice"
        await service.tidy(now() + timedelta(days=8))

        assert await row_of(draft) is None
        assert await told(elder_id) == ["草稿已删除", "草稿即将删除", *before]

    async def test_who_comes_back_keeps_the_draft(self, elder_id):
        draft = await begin(elder_id)
        await saved_days_ago(draft, 84)
        await service.tidy()
        await database.execute("update cases_draft set saved_at = now(), warned_at = null where id = $1", draft.id)

        await service.tidy(now() + timedelta(days=8))

        assert await row_of(draft)

    async def test_a_fresh_draft_is_left_alone(self, elder_id):
        draft = await begin(elder_id)

        assert await service.tidy() == 0
        assert await row_of(draft)

    async def test_what_became_a_case_goes_without_a_word(self, elder_id):
        draft = await begin(elder_id)
        await saved_days_ago(draft, 91)
        await database.execute("update cases_draft set content = null, case_id = id where id = $1", draft.id)
        before = await told(elder_id)

        await service.tidy()

        assert (await row_of(draft), await told(elder_id)) == (None, before)
