"""Composing the home of a firm."""

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from backend.core.structs import now
from backend.demo.personas import BY_ID
from backend.home import firm
from backend.home.firm_structs import StageCode
from backend.identity.delegations import service as delegations
from backend.identity.people.structs import Capacity, Subject
from profiles.attributes.errors import FirmNotYours
from tests.identity.delegations.conftest import end, firm_of, give, somebody
from tests.services.cases.conftest import Office, make_officer

MOST_STATEMENTS = 24
MORNING_IN_LANZHOU = datetime(2026, 1, 15, 0, 30, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("database_url")


async def shown(firm_id, person, *, at=None):
    return await firm.home(firm_id, person_id=person.id, language="zh", at=at or now())


@pytest.fixture
async def office():
    department = f"测试局{uuid4().hex[:6]}"
    return Office(department, "620100", [await make_officer(department, "620100")])


async def cases_of(office, firm_id, person, codes):
    """Cases of the firm, handed in by the person."""
    for code in codes:
        await office.submit(
            person.id, subject=Subject(kind="organisation", id=firm_id), rules={"basicCode": code, "name": code}
        )


class TestHome:
    async def test_greets_the_firm_by_the_clock_of_the_province(self):
        head = await somebody()
        firm_id = await firm_of((head.id, Capacity.LEGAL_PERSON), name="敦煌杏皮水有限公司")

        assert (await shown(firm_id, head, at=MORNING_IN_LANZHOU)).greeting == "早上好，敦煌杏皮水有限公司"

    async def test_many_cases_take_no_more_statements_than_none(self, office, statements):
        head = await somebody()
        firm_id = await firm_of((head.id, Capacity.LEGAL_PERSON))
        few = await statements(lambda: shown(firm_id, head))
        await cases_of(office, firm_id, head, ["001009001000", "002014002000"] * 6)

        assert await statements(lambda: shown(firm_id, head)) <= few
        assert few <= MOST_STATEMENTS

    async def test_what_is_handed_in_is_under_way_and_not_recommended(self, office):
        head = await somebody()
        firm_id = await firm_of((head.id, Capacity.LEGAL_PERSON))
        before = (await shown(firm_id, head)).stages[0]
        await cases_of(office, firm_id, head, ["001009001000"])

        home = await shown(firm_id, head)

        found = home.stages[0]
        assert (before.under_way, found.under_way) == (0, 1)
        assert (found.things[0].id, found.things[0].state) == ("item:001009001000", "under-way")
        assert found.things[0].case_id is not None
        assert "item:001009001000" not in [card.id for one in home.sections for card in one.cards]

    async def test_an_agent_sees_the_cases_that_the_scope_covers_and_no_others(self, office):
        head, clerk = await somebody(), await somebody()
        firm_id = await firm_of((head.id, Capacity.LEGAL_PERSON))
        await cases_of(office, firm_id, head, ["001009001000", "002014002000"])
        await give(head, clerk, on_behalf_of=firm_id, basic_codes=["002014002000"])

        home = await shown(firm_id, clerk)

        titles = [card.title for one in home.sections for card in one.cards if card.kind == "case"]
        assert titles == ["002014002000"]
        assert [thing.id for one in home.stages for thing in one.things] == ["item:002014002000"]

    async def test_who_may_only_collect_learns_of_no_case(self, office):
        head, clerk = await somebody(), await somebody()
        firm_id = await firm_of((head.id, Capacity.LEGAL_PERSON))
        await cases_of(office, firm_id, head, ["001009001000"])
        await give(head, clerk, on_behalf_of=firm_id, actions=["collect"])

        home = await shown(firm_id, clerk)

        assert not [card for one in home.sections for card in one.cards if card.kind in {"case", "draft", "guide"}]
        assert {thing.state for one in home.stages for thing in one.things} == {"open"}

    async def test_traders_are_not_shown_what_companies_do(self, client, sign_in):
        await sign_in("trader")
        trader = BY_ID["trader"].person_id
        choices = (await delegations.acting(trader, limit=10)).choices
        firm_id = next(one.subject.id for one in choices if one.subject.kind == "organisation")

        page = await firm.things(firm_id, StageCode.END, person_id=trader, limit=100, cursor=None)

        codes = {one.id for one in page.items}
        assert "item:000131008000" in codes  # 个体工商户注销登记
        assert "item:000131005000" not in codes  # 公司注销登记


class TestTheEndOfARight:
    async def test_waits_for_the_answer_and_no_answer_comes_after_it(self, monkeypatch):
        head, clerk = await somebody(), await somebody()
        firm_id = await firm_of((head.id, Capacity.LEGAL_PERSON))
        given = await give(head, clerk, on_behalf_of=firm_id)
        reached, go_on = asyncio.Event(), asyncio.Event()
        real = firm._read

        async def slow(held, person_id, offer, *, on):
            reached.set()
            await go_on.wait()
            return await real(held, person_id, offer, on=on)

        monkeypatch.setattr(firm, "_read", slow)

        looking = asyncio.create_task(shown(firm_id, clerk))
        await reached.wait()
        ending = asyncio.create_task(end(head, given))
        await asyncio.sleep(0.2)
        assert not ending.done()
        go_on.set()
        home = await looking
        await ending

        assert home.firm.id == firm_id
        with pytest.raises(FirmNotYours):
            await shown(firm_id, clerk)
