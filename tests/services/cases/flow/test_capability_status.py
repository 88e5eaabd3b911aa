"""case.status as the room answers it: only what this mini-app handed in for this person, and what to do next."""

import pytest

from backend.demo.personas import BY_ID
from backend.identity.people import service as people
from backend.services.cases.flow import capability, queries
from backend.services.cases.flow import service as flow
from backend.services.cases.flow.orders import Plain, Reasoned, RequestSupplement, Wanted
from plugin_sdk.contract.capabilities.cases import CaseStatus
from tests.services.cases.conftest import attempt, make_officer, now
from tests.services.cases.flow.test_capability import PLACE, VALUES, again, elder, kept, state_of, tap, wanted

__all__ = ("elder",)
pytestmark = pytest.mark.usefixtures("client")


class TestStatus:
    async def test_only_what_this_mini_app_handed_in_for_this_person_is_seen(self, elder):
        caller = tap(elder)
        number = (await kept(caller, wanted(prefill=False, values=VALUES))).case.number

        other_app = tap(elder)
        other_person = again(caller, person_id=BY_ID["student"].person_id)

        assert [one.number for one in await state_of(caller)] == [number]
        assert await state_of(caller, "6" * 21) == []
        assert await state_of(other_app) == await state_of(other_app, number) == []
        assert await state_of(other_person) == await state_of(other_person, number) == []

    async def test_what_this_run_has_promised_is_seen_already(self, elder):
        caller = tap(elder)
        told = await capability.promise(caller, wanted(prefill=False, values=VALUES))

        seen = await capability.status(caller, CaseStatus(purpose="test"))
        by_number = await capability.status(caller, CaseStatus(purpose="test", numbers=["6" * 21]))

        assert seen.cases == [told.case]
        assert by_number.cases == []

    async def test_nothing_of_identity_is_told(self, elder):
        caller = tap(elder)
        await kept(caller, wanted(prefill=False, values=VALUES))

        told = str(await state_of(caller))

        who = await people.read_fields(elder, ["name", "idNumber", "phone"])
        assert not [one for one in who.values.values() if one and one in told]
        assert str(elder) not in told

    async def test_many_cases_cost_as_many_queries_as_one(self, elder, monkeypatch):
        caller = tap(elder)
        for _ in range(3):
            await kept(again(caller), wanted(prefill=False, values=VALUES))
        asked = []

        async def counted(case_ids):
            asked.append(list(case_ids))
            return []

        monkeypatch.setattr(queries, "steps_of", counted)

        assert len(await state_of(caller)) == 3
        assert [len(one) for one in asked] == [3]

    async def test_at_most_ten_the_newest_first(self, elder):
        caller = tap(elder)
        numbers = [(await kept(again(caller), wanted(prefill=False, values=VALUES))).case.number for _ in range(11)]

        assert [one.number for one in await state_of(caller)] == numbers[:0:-1]

    async def test_says_what_the_person_has_to_do_next(self, elder):
        caller = tap(elder)
        await kept(caller, wanted(prefill=False, values=VALUES))
        case_id = (await flow.mine(elder, limit=1)).items[0].id
        officer = await make_officer("金川区民政局", PLACE)

        async def order(action, order):
            await flow.order_at_desk(
                case_id, action=action, order=order, person_id=officer, attempt=attempt(), at=now()
            )
            [case] = await state_of(caller)
            return case

        by = (await state_of(caller))[0].promised_on
        what = [Wanted(code="applicantAddress", kind="field", what="请写明门牌号")]
        asked = await order("request-supplement", RequestSupplement(wanted=what, answer_by=by))

        assert (asked.state, asked.next.kind, asked.next.by) == ("supplement-requested", "supplement", by)
        assert [(one.kind, one.code, one.what) for one in asked.next.wanted] == [
            ("field", "applicantAddress", "请写明门牌号")
        ]
        assert (asked.due_on, asked.remaining_days, asked.promised_on) == (None, None, None)

    async def test_follows_the_case_to_acceptance_and_refusal(self, elder):
        officer = await make_officer("金川区民政局", PLACE)
        caller = tap(elder)
        found = []
        for action, order in (("accept", Plain()), ("refuse-acceptance", Reasoned(reason="不在受理范围"))):
            await kept(again(caller), wanted(prefill=False, values=VALUES))
            case_id = (await flow.mine(elder, limit=1)).items[0].id
            await flow.order_at_desk(
                case_id, action=action, order=order, person_id=officer, attempt=attempt(), at=now()
            )
            found.append((await state_of(caller))[0])

        accepted, refused = found
        assert (accepted.state, accepted.next.kind, accepted.remaining_days) == ("accepted", "nothing", 1)
        assert accepted.due_on == accepted.promised_on
        assert (refused.state, refused.next.kind, refused.due_on) == ("not-accepted", "read-decision", None)
        assert "不在受理范围" not in str(refused)
