"""Delegations are given by name and rules, and shown to both sides."""

import asyncio
from datetime import date, timedelta
from uuid import uuid4

import msgspec
import pytest

from backend.core import database, jobs
from backend.core.jobs import Subscriber
from backend.identity.delegations import rules, service
from backend.identity.delegations.errors import (
    DelegateUnfit,
    DelegateUnknown,
    DelegationByMinor,
    DelegationDates,
    DelegationNotYoursToGive,
    TooManyDelegateTries,
    TooManyDelegations,
)
from backend.identity.delegations.structs import DelegatedAction, DelegationGiven, DelegationState, MinorChild
from backend.identity.people.structs import Capacity
from backend.reference.calendar import service as calendar
from tests.identity.conftest import new_number
from tests.identity.delegations.conftest import (
    ITEM,
    OTHER_ITEM,
    end,
    firm_of,
    give,
    leaves_about,
    somebody,
)

pytestmark = pytest.mark.usefixtures("database_url")


class TestGive:
    async def test_says_who_may_do_what_for_whom_and_when(self):
        elder, helper = await somebody(name="张桂兰"), await somebody(name="张建国")

        given = await give(
            elder,
            helper,
            actions=[DelegatedAction.COLLECT, DelegatedAction.APPLY, DelegatedAction.APPLY],
            basic_codes=[OTHER_ITEM, ITEM, ITEM],
        )

        assert (given.principal.subject.id, given.principal.name) == (elder.id, "张桂兰")
        assert (given.agent.subject.id, given.agent.name) == (helper.id, "张建国")
        assert given.actions == [DelegatedAction.APPLY, DelegatedAction.COLLECT]
        assert given.basic_codes == [OTHER_ITEM, ITEM]
        assert (given.state, given.ended_at, given.ended_by) == (DelegationState.IN_FORCE, None, None)

    async def test_is_audited_by_ids_and_told(self, monkeypatch):
        subscriber = Subscriber("test.delegated", DelegationGiven, handle=print)
        monkeypatch.setattr(jobs, "_subscribers", {DelegationGiven: [subscriber]})
        elder, helper = await somebody(), await somebody()

        given = await give(elder, helper)

        (leaf,) = [one for one in await leaves_about(elder.id) if one["action"] == "identity.delegation-given"]
        assert (leaf["actor"], leaf["subject"]) == (f"person:{elder.id}", f"delegation:{given.id}")
        assert helper.new.name not in str(leaf)
        (job,) = await database.fetch("delete from pgqueuer where entrypoint = 'test.delegated' returning payload")
        assert msgspec.json.decode(job["payload"])["event"] == {"delegation_id": str(given.id)}

    async def test_the_same_again_is_the_one_that_stands(self):
        elder, helper = await somebody(), await somebody()

        given = await asyncio.gather(*(give(elder, helper) for _ in range(6)))

        assert len({one.id for one in given}) == 1
        await end(elder, given[0])
        assert (await give(elder, helper)).id != given[0].id

    async def test_the_name_may_be_typed_with_spaces_or_another_dot(self):
        elder, helper = await somebody(), await somebody(name="扎西·才让")

        assert await give(elder, helper, agent_name=" 扎西•才让 ")

    async def test_name_and_phone_must_be_the_same_persons(self):
        elder, helper, other = await somebody(), await somebody(name="张建国"), await somebody(name="李望川")

        for wrong in ({"agent_name": "张建"}, {"agent_phone": other.new.phone}, {"agent_phone": "19900000000"}):
            with pytest.raises(DelegateUnknown):
                await give(elder, helper, **wrong)

    @pytest.mark.parametrize(
        ("what", "reason"), [({"trust_level": 1}, "not-proved"), ({"birth_date": date(2015, 6, 1)}, "minor")]
    )
    async def test_who_cannot_answer_for_it_is_not_appointed(self, what, reason):
        if "birth_date" in what:
            what |= {"number": new_number(born=what["birth_date"])}
        elder, helper = await somebody(), await somebody(**what)

        with pytest.raises(DelegateUnfit) as refused:
            await give(elder, helper)

        assert refused.value.params == {"reason": reason}

    async def test_nobody_appoints_themselves(self):
        one = await somebody()

        with pytest.raises(DelegateUnfit) as refused:
            await give(one, one)

        assert refused.value.params == {"reason": "oneself"}

    async def test_a_minor_appoints_nobody(self):
        born = date(2012, 1, 1)
        child, helper = await somebody(birth_date=born, number=new_number(born=born)), await somebody()

        with pytest.raises(DelegationByMinor):
            await give(child, helper)

    @pytest.mark.parametrize(
        ("begins", "lasts", "reason"),
        [(-1, 10, "past"), (2, -1, "order"), (0, rules.TERM_DAYS, "too-long"), (5, rules.TERM_DAYS, "too-long")],
    )
    async def test_a_term_begins_today_or_later_and_has_an_end(self, begins, lasts, reason):
        elder, helper = await somebody(), await somebody()
        begin = calendar.today() + timedelta(begins)

        with pytest.raises(DelegationDates) as refused:
            await give(elder, helper, from_date=begin, to_date=begin + timedelta(lasts))

        assert refused.value.params == {"reason": reason, "most": rules.TERM_DAYS}

    async def test_the_longest_term_and_the_shortest_are_given(self):
        elder, helper, today = await somebody(), await somebody(), calendar.today()

        assert await give(elder, helper, to_date=today + timedelta(rules.TERM_DAYS - 1))
        assert (await give(elder, helper, to_date=today)).state is DelegationState.IN_FORCE

    @pytest.mark.parametrize("capacity", [Capacity.AGENT, None])
    async def test_only_who_leads_a_firm_gives_in_its_name(self, capacity):
        one, helper = await somebody(), await somebody()
        firm = await firm_of(*([(one.id, capacity)] if capacity else []))

        with pytest.raises(DelegationNotYoursToGive):
            await give(one, helper, on_behalf_of=firm)

    async def test_there_are_only_so_many_at_one_time(self, monkeypatch):
        monkeypatch.setattr(rules, "STANDING_MOST", 2)
        elder, helper = await somebody(), await somebody()
        first, _ = [await give(elder, helper, basic_codes=[code]) for code in (ITEM, OTHER_ITEM)]

        with pytest.raises(TooManyDelegations):
            await give(elder, helper)
        await end(elder, first)
        assert await give(elder, helper)

    async def test_names_cannot_be_tried_out(self, monkeypatch):
        monkeypatch.setattr(rules, "TRIES_MOST", 3)
        elder, helper = await somebody(), await somebody()
        for _ in range(3):
            with pytest.raises(DelegateUnknown):
                await give(elder, helper, agent_name="猜")

        with pytest.raises(TooManyDelegateTries) as refused:
            await give(elder, helper)

        assert refused.value.params["retryAfter"] > 0


class TestLists:
    async def test_both_sides_see_it(self):
        elder, helper = await somebody(), await somebody()
        given = await give(elder, helper)

        assert (await service.given(elder.id, limit=5, cursor=None)).items == [given]
        assert (await service.received(helper.id, limit=5, cursor=None)).items == [given]
        assert not (await service.given(helper.id, limit=5, cursor=None)).items
        assert not (await service.received(elder.id, limit=5, cursor=None)).items

    async def test_who_leads_a_firm_sees_the_firms_and_a_clerk_does_not(self):
        owner, clerk, helper = await somebody(), await somebody(), await somebody()
        firm = await firm_of((owner.id, Capacity.LEGAL_PERSON), (clerk.id, Capacity.AGENT))
        given = await give(owner, helper, on_behalf_of=firm)

        assert (await service.given(owner.id, limit=5, cursor=None)).items == [given]
        assert given.principal.name == "测试有限公司"
        assert not (await service.given(clerk.id, limit=5, cursor=None)).items

    async def test_pages_lose_and_repeat_nothing(self):
        elder, helper = await somebody(), await somebody()
        wanted = [(await give(elder, helper, basic_codes=[f"00011400{number:04}"])).id for number in range(7)]

        for ask, person in ((service.given, elder), (service.received, helper)):
            found, cursor = [], None
            while cursor is not None or not found:
                page = await ask(person.id, limit=3, cursor=cursor)
                found, cursor = found + [one.id for one in page.items], page.next_cursor
                if cursor is None:
                    break
            assert found == wanted[::-1]

    async def test_states_follow_the_days(self, monkeypatch):
        elder, helper, today = await somebody(), await somebody(), calendar.today()
        await give(elder, helper, from_date=today + timedelta(1), to_date=today + timedelta(2))

        states = []
        for day in range(4):
            monkeypatch.setattr(calendar, "today", lambda day=day: today + timedelta(day))
            states.append((await service.given(elder.id, limit=5, cursor=None)).items[0].state)

        assert states == ["planned", "in-force", "in-force", "over"]


class TestActing:
    async def test_oneself_children_firms_and_whoever_asked(self, families):
        one, elder, child = await somebody(name="王小满"), await somebody(name="张桂兰"), uuid4()
        families.children[one.id] = [MinorChild(id=child, name="王小宝", birth_date=date(2026, 11, 2))]
        firm = await firm_of((one.id, Capacity.LEGAL_PERSON), (one.id, Capacity.AGENT))
        given = await give(elder, one, actions=[DelegatedAction.FOLLOW], basic_codes=[ITEM])

        found = await service.acting(one.id, limit=5)

        assert [(choice.kind, choice.name) for choice in found.choices] == [
            ("self", "王小满"), ("family", "王小宝"), ("legal-person", "测试有限公司"), ("delegation", "张桂兰"),
        ]  # fmt: skip
        assert [choice.subject.id for choice in found.choices] == [one.id, child, firm, elder.id]
        assert found.choices[1].until == date(2044, 11, 1)
        last = found.choices[-1]
        assert (last.actions, last.basic_codes, last.until, last.delegation_id) == (
            [DelegatedAction.FOLLOW], [ITEM], given.to_date, given.id,
        )  # fmt: skip
        assert (found.missing, found.next_cursor) == ([], None)

    async def test_only_delegations_in_force_today(self):
        elder, helper, today = await somebody(), await somebody(), calendar.today()
        ended = await give(elder, helper)
        await end(elder, ended)
        await give(elder, helper, from_date=today + timedelta(1))

        assert [one.kind for one in (await service.acting(helper.id, limit=5)).choices] == ["self"]

    async def test_a_helper_of_many_sees_them_page_by_page(self):
        helper = await somebody()
        elders = [await somebody() for _ in range(5)]
        for elder in elders:
            await give(elder, helper)

        first = await service.acting(helper.id, limit=3)
        second = await service.acting(helper.id, limit=3, cursor=first.next_cursor)

        assert [len(page.choices) for page in (first, second)] == [4, 2]
        found = [choice.subject.id for page in (first, second) for choice in page.choices]
        assert found == [helper.id, *(elder.id for elder in reversed(elders))]
        assert second.next_cursor is None

    async def test_while_the_register_is_away_the_rest_is_there(self, families):
        families.away = True
        one = await somebody()

        found = await service.acting(one.id, limit=5)

        assert ([choice.kind for choice in found.choices], found.missing) == (["self"], ["family"])
