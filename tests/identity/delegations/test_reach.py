"""How far several delegations reach together."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core import database
from backend.identity.delegations import reach, service
from backend.identity.delegations.errors import MayNotActFor
from backend.identity.delegations.structs import AuthorityKind, DelegatedAction
from backend.identity.people.structs import Capacity
from backend.reference.calendar import service as calendar
from tests.identity.delegations.conftest import ITEM, OTHER_ITEM, end, firm_of, give, somebody

DAY = date(2026, 1, 1)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "actions": st.lists(st.sampled_from([one.value for one in DelegatedAction]), min_size=1, unique=True),
            "basic_codes": st.lists(st.sampled_from(["a", "b", "c"]), unique=True),
            "to_date": st.integers(0, 9).map(lambda days: DAY + timedelta(days)),
        }
    ),
    max_size=6,
)


def allowed(rows, action, code, on):
    """The plain rule, one delegation after the other."""
    return any(
        action in one["actions"] and (not one["basic_codes"] or code in one["basic_codes"]) and on <= one["to_date"]
        for one in rows
    )


@given(ROWS)
def test_together_they_allow_what_one_of_them_allows_and_no_more(rows):
    standing = reach.together(rows)

    for action in DelegatedAction:
        for code in "abcd":
            assert (standing is not None and standing.reaches(action, code)) == allowed(rows, action, code, DAY)


@given(ROWS)
def test_until_its_last_day_all_of_it_is_allowed_and_the_day_after_something_is_not(rows):
    standing = reach.together(rows)
    if standing is None:
        assert not rows
        return

    every = [(action, code) for action in DelegatedAction for code in "abcd" if standing.reaches(action, code)]
    assert standing.until is not None
    assert all(allowed(rows, *one, standing.until) for one in every)
    assert not all(allowed(rows, *one, standing.until + timedelta(1)) for one in every)


@pytest.mark.usefixtures("database_url")
class TestStandingFor:
    async def asked(self, firm, person):
        async with database.transaction():
            return await service.standing_for(firm, agent_id=person, at=calendar.today())

    @pytest.mark.parametrize("capacity", list(Capacity))
    async def test_who_speaks_for_a_firm_may_do_everything(self, capacity):
        person = await somebody()
        firm = await firm_of((person.id, capacity))

        found = await self.asked(firm, person.id)

        assert (found.kind, found.until) == (AuthorityKind(capacity.value), None)
        assert all(found.covers(one) for one in DelegatedAction)

    async def test_a_delegation_reaches_its_items_until_its_day(self):
        head, clerk = await somebody(), await somebody()
        firm = await firm_of((head.id, Capacity.LEGAL_PERSON))
        given_ = await give(head, clerk, on_behalf_of=firm, basic_codes=[ITEM], actions=[DelegatedAction.APPLY])

        found = await self.asked(firm, clerk.id)

        assert (found.kind, found.until) == (AuthorityKind.DELEGATION, given_.to_date)
        assert found.reaches(DelegatedAction.APPLY, ITEM)
        assert not found.covers(DelegatedAction.APPLY)
        assert not found.reaches(DelegatedAction.APPLY, OTHER_ITEM)
        assert not found.reaches(DelegatedAction.FOLLOW, ITEM)

    async def test_a_stranger_and_one_whose_delegation_ended_have_none(self):
        head, clerk = await somebody(), await somebody()
        firm = await firm_of((head.id, Capacity.LEGAL_PERSON))
        given_ = await give(head, clerk, on_behalf_of=firm)
        await end(head, given_)

        for person in (clerk, await somebody()):
            with pytest.raises(MayNotActFor):
                await self.asked(firm, person.id)

    async def test_outside_a_transaction_it_cannot_be_held(self):
        with pytest.raises(RuntimeError):
            await service.standing_for(DAY, agent_id=DAY, at=DAY)  # type: ignore[arg-type]
