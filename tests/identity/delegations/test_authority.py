"""Nobody acts for anybody without ground or beyond it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from backend.identity.delegations import ports, service
from backend.identity.delegations.errors import (
    MayNotActFor,
)
from backend.identity.delegations.structs import DelegatedAction, MinorChild
from backend.identity.people.structs import Capacity, Subject
from backend.reference.calendar import service as calendar
from tests.identity.delegations.conftest import ITEM, OTHER_ITEM, asked, firm_of, for_person, give, somebody

pytestmark = pytest.mark.usefixtures("database_url")


class TestAuthority:
    async def test_everybody_acts_for_themselves(self):
        one = await somebody()

        found = await for_person(one, one, basic_code=None)

        assert (found.kind, found.delegation_id, found.basis) == ("self", None, "self")

    async def test_nobody_acts_for_a_stranger(self):
        one, other = await somebody(), await somebody()

        with pytest.raises(MayNotActFor):
            await for_person(one, other)
        with pytest.raises(MayNotActFor):
            await asked(one.id, Subject(kind="person", id=uuid4()))

    async def test_a_delegation_gives_its_ground_and_its_end(self):
        elder, helper = await somebody(), await somebody()
        given = await give(elder, helper)

        found = await for_person(helper, elder)

        assert (found.kind, found.delegation_id, found.until) == ("delegation", given.id, given.to_date)
        assert found.basis == f"delegation:{given.id}"
        with pytest.raises(MayNotActFor):
            await for_person(elder, helper)

    async def test_it_covers_its_actions_only(self):
        elder, helper = await somebody(), await somebody()
        await give(elder, helper, actions=[DelegatedAction.FOLLOW, DelegatedAction.COLLECT])

        assert await for_person(helper, elder, action="collect")
        for action in ("apply", "withdraw", ""):
            with pytest.raises(MayNotActFor):
                await for_person(helper, elder, action=action)

    async def test_it_covers_its_items_only(self):
        elder, helper = await somebody(), await somebody()
        await give(elder, helper, basic_codes=[ITEM])

        assert await for_person(helper, elder, basic_code=ITEM)
        for code in (OTHER_ITEM, None):
            with pytest.raises(MayNotActFor):
                await for_person(helper, elder, basic_code=code)

    async def test_it_covers_its_days_only_first_and_last_included(self):
        elder, helper = await somebody(), await somebody()
        today = calendar.today()
        given = await give(elder, helper, from_date=today + timedelta(3), to_date=today + timedelta(5))

        for day in (given.from_date, given.to_date):
            assert await for_person(helper, elder, at=day)
        for day in (today, today + timedelta(2), today + timedelta(6)):
            with pytest.raises(MayNotActFor):
                await for_person(helper, elder, at=day)

    async def test_of_several_the_longest_is_taken(self):
        elder, helper = await somebody(), await somebody()
        long = await give(elder, helper)
        await give(elder, helper, to_date=calendar.today())

        assert (await for_person(helper, elder)).delegation_id == long.id

    async def test_a_delegate_cannot_pass_it_on(self):
        elder, helper, third = await somebody(), await somebody(), await somebody()
        await give(elder, helper)
        await give(helper, third)

        with pytest.raises(MayNotActFor):
            await for_person(third, elder)

    async def test_a_parent_acts_for_a_minor_child_on_the_registers_word(self, families):
        parent, child, other = await somebody(), await somebody(), await somebody()
        families.children[parent.id] = [MinorChild(id=child.id, name="王小宝", birth_date=date(2026, 11, 2))]

        assert (await for_person(parent, child)).kind == "family"
        for agent, subject in ((child, parent), (other, child), (parent, other)):
            with pytest.raises(MayNotActFor):
                await for_person(agent, subject)

    async def test_with_no_register_bound_nobody_is_anybodys_child(self):
        assert not await ports.NobodysFamily().is_minor_child(uuid4(), uuid4())
        assert not await ports.NobodysFamily().minor_children(uuid4())

    async def test_while_the_register_is_away_delegates_still_act(self, families):
        elder, helper = await somebody(), await somebody()
        await give(elder, helper)
        families.away = True

        assert await for_person(helper, elder)

    @pytest.mark.parametrize(("capacity", "kind"), [(Capacity.LEGAL_PERSON, "legal-person"), (Capacity.AGENT, "agent")])
    async def test_members_act_for_their_firm(self, capacity, kind):
        one, other = await somebody(), await somebody()
        firm = Subject(kind="organisation", id=await firm_of((one.id, capacity)))

        assert (await asked(one.id, firm)).kind == kind
        with pytest.raises(MayNotActFor):
            await asked(other.id, firm)

    async def test_who_is_both_acts_as_the_legal_person(self):
        one = await somebody()
        firm = await firm_of((one.id, Capacity.AGENT), (one.id, Capacity.LEGAL_PERSON))

        assert (await asked(one.id, Subject(kind="organisation", id=firm))).kind == "legal-person"

    async def test_a_firms_delegate_acts_for_the_firm_and_not_for_who_leads_it(self):
        owner, helper = await somebody(), await somebody()
        firm = await firm_of((owner.id, Capacity.LEGAL_PERSON))
        await give(owner, helper, on_behalf_of=firm)

        assert (await asked(helper.id, Subject(kind="organisation", id=firm))).kind == "delegation"
        with pytest.raises(MayNotActFor):
            await for_person(helper, owner)

    async def test_a_subject_of_the_wrong_kind_opens_nothing(self):
        elder, helper, owner = await somebody(), await somebody(), await somebody()
        firm = await firm_of((owner.id, Capacity.LEGAL_PERSON))
        await give(elder, helper)

        for agent, subject in (
            (helper.id, Subject(kind="organisation", id=elder.id)),
            (owner.id, Subject(kind="person", id=firm)),
        ):
            with pytest.raises(MayNotActFor):
                await asked(agent, subject)

    async def test_is_asked_inside_a_transaction_only(self):
        one = await somebody()

        with pytest.raises(RuntimeError, match="outside a transaction"):
            await service.authority(
                agent_id=one.id,
                subject=Subject(kind="person", id=one.id),
                action="apply",
                basic_code=None,
                at=calendar.today(),
            )
