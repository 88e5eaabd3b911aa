"""One case from submission to its end, and what is refused on the way."""

from datetime import timedelta
from uuid import uuid4

import pytest

from backend.core import database
from backend.identity.people.structs import Subject
from backend.reference.calendar import service as calendars
from backend.services.cases.flow import service as flow
from backend.services.cases.flow.numbers import is_case_number
from backend.services.cases.flow.structs import (
    Conclude,
    Decide,
    State,
)
from backend.supports.messages import service as messages
from tests.services.cases.conftest import make_person, material, outcome

GRANT = Decide(outcome="granted", reasons="符合条件")


class TestSubmit:
    async def test_makes_a_case_with_a_number_a_clock_and_a_query_code(self, office):
        case = await office.submit()

        assert case.state is State.SUBMITTED
        assert is_case_number(case.number)
        assert case.number[:6] == office.region
        assert len(case.query_code) == 6
        assert case.stage.limit == "5 working-days"
        assert case.due_on == (await calendars.current()).add(calendars.today(), 5).day

    async def test_the_same_id_again_is_the_same_case(self, office):
        applicant, same = await make_person(), uuid4()

        first = await office.submit(applicant, id=same)
        second = await office.submit(applicant, id=same)

        assert (second.id, second.number, second.query_code) == (first.id, first.number, None)

    async def test_somebody_elses_id_is_refused(self, office):
        case = await office.submit()

        assert await outcome(office.submit(id=case.id)) == "cases.id-taken"

    async def test_who_may_not_act_for_the_subject_submits_nothing(self, office):
        stranger = Subject(kind="person", id=await make_person())

        assert await outcome(office.submit(subject=stranger)) == "identity.may-not-act-for"

    async def test_a_material_named_twice_is_refused(self, office):
        assert await outcome(office.submit(materials=[material("a"), material("a")])) == "cases.well-formed"

    async def test_what_is_no_item_is_refused(self, office):
        assert await outcome(office.submit(rules={"name": None})) == "cases.item-unreadable"

    async def test_answers_lie_sealed(self, office):
        case = await office.submit()

        row = await database.fetch_one("select answers from cases_content where id = $1", case.id)
        assert "开店".encode() not in bytes(row["answers"])

    async def test_tells_the_applicant(self, office):
        applicant = await make_person()

        await office.submit(applicant)

        inbox = await messages.inbox(applicant, limit=5)
        assert inbox.items[0].title == "申请已提交：测试事项"


class TestTheWholeWay:
    async def test_submit_accept_decide_conclude(self, office):
        case = await office.submit()

        accepted = await office.order(case, "accept")
        granted = await office.order(case, "decide", GRANT)
        concluded = await office.order(case, "conclude", Conclude(name="测试证", number="T-1"))

        assert [one.state for one in (accepted, granted, concluded)] == ["accepted", "granted", "concluded"]
        assert accepted.promised.limit == "10 working-days"
        assert accepted.due_on == accepted.promised.due_on < accepted.statutory.due_on
        assert granted.stage.limit == "10 working-days"
        assert concluded.result.licence_type == "test-licence"
        seen = await flow.find(case.id, person_id=case.applicant_id)
        assert seen.decision.outcome == "granted"
        trail = await flow.trail(case.id, person_id=case.applicant_id, limit=20)
        assert [one.action for one in trail.items] == ["submit", "accept", "decide", "conclude"]
        assert [one.seq for one in trail.items] == [1, 2, 3, 4]

    async def test_every_step_bears_the_causal_id_of_the_first(self, office):
        case = await office.accepted()

        row = await database.fetch_one("select causal_id from cases_case where id = $1", case.id)
        told = await database.fetch(
            "select causal_id from messages_message where person_id = $1 order by sent_at", case.applicant_id
        )
        assert {one["causal_id"] for one in told} == {row["causal_id"]}

    async def test_nothing_can_change_the_trail(self, office):
        case = await office.submit()

        with pytest.raises(Exception, match="append-only"):
            await database.execute("update cases_trail set note = 'x' where case_id = $1", case.id)

    async def test_counts_add_up(self, office):
        case = await office.accepted()
        await office.submit()

        assert (await flow.counts(office.officer)).states == {"accepted": 1, "submitted": 1}
        await flow.fold_counts()
        await office.order(case, "begin-review")
        assert (await flow.counts(office.officer)).states == {"in-review": 1, "submitted": 1}


class TestOrder:
    async def test_another_state_refuses(self, office):
        case = await office.submit()

        assert await outcome(office.order(case, "decide", GRANT)) == "cases.not-now"

    async def test_only_officers_of_the_place_find_it(self, office, make_office):
        case, elsewhere = await office.submit(), await make_office()

        assert await outcome(office.order(case, "accept", by=elsewhere.officer)) == "cases.not-found"
        assert await outcome(office.order(case, "accept", by=case.applicant_id)) == "cases.not-found"

    async def test_an_unknown_action_is_a_mistake_of_ours(self, office):
        case = await office.submit()

        with pytest.raises(ValueError, match="submit"):
            await office.order(case, "submit")

    async def test_nobody_handles_their_own_case(self, office):
        case = await office.submit(office.officer)

        assert await outcome(office.order(case, "accept")) == "cases.not-own-case"


class TestClock:
    async def test_accepting_late_wins_no_time(self, office, on_day):
        day = calendars.today()
        case = await office.submit()
        on_day(day + timedelta(days=30))

        accepted = await office.order(case, "accept")

        calendar = await calendars.current()
        assert accepted.promised.due_on == calendar.add(day, 10).day
        assert accepted.light == "red"
