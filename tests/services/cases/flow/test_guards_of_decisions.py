"""Guards of decisions, reopening, exits and hand-over: each once as a refusal, and the way past it."""

from datetime import timedelta
from uuid import uuid4

from backend.demo.firms import credit_code
from backend.identity.people import service as people
from backend.identity.people.structs import Capacity, NewOrganisation, OrganisationKind, Subject
from backend.reference.calendar import service as calendars
from backend.services.cases.flow import service as flow
from backend.services.cases.flow.structs import (
    Approve,
    Assign,
    Conclude,
    Correct,
    CrossPlace,
    HandIn,
    Plain,
    ReceivingPlace,
    Void,
)
from tests.services.cases.conftest import (
    apply,
    attempt,
    make_officer,
    make_person,
    now,
    outcome,
)
from tests.services.cases.flow.test_guards import DENY, GRANT, WHY, given, proposed, wanted

DONE = Conclude(name="测试证")


class TestDecision:
    async def test_two_officers_where_the_item_asks_for_two(self, make_office):
        office = await make_office(makerChecker=True)
        case = await office.accepted()

        assert await outcome(office.order(case, "decide", GRANT)) == "cases.one-officer-is-enough"

    async def test_nobody_approves_or_returns_their_own(self, office):
        case = await proposed(office)
        approve = Approve(content_hash=case.content_hash)

        assert await outcome(office.order(case, "approve", approve)) == "cases.not-the-proposer"
        assert await outcome(office.order(case, "return-proposal", WHY)) == "cases.not-the-proposer"
        assert await outcome(office.order(case, "take-back-proposal", by=office.approver)) == "cases.the-proposer"
        assert await outcome(office.order(case, "approve", approve, by=office.approver)) == "granted"

    async def test_approval_binds_what_was_read(self, office):
        case = await proposed(office)
        await office.order(case, "take-back-proposal")
        await office.order(case, "propose", DENY)
        stale = Approve(content_hash=case.content_hash)

        assert await outcome(office.order(case, "approve", stale, by=office.approver)) == "cases.hash-unchanged"

    async def test_an_edit_voids_the_proposal(self, office):
        case = await proposed(office)
        edit = Correct(answers={"purpose": "改了"}, reason="笔误")

        edited = await office.order(case, "correct", edit, by=office.approver)

        assert (edited.state, edited.proposal) == ("in-review", None)
        approve = Approve(content_hash=edited.content_hash)
        assert await outcome(office.order(case, "approve", approve, by=office.approver)) == "cases.not-now"

    async def test_only_fields_of_the_case_are_corrected(self, office):
        case = await office.accepted()
        order = Correct(answers={"unheard-of": 1}, reason="x")

        assert await outcome(office.order(case, "correct", order)) == "cases.fields-known"

    async def test_a_denial_says_why_and_what_to_do(self, office):
        case = await office.accepted()

        await office.order(case, "decide", DENY)

        seen = await flow.find(case.id, person_id=case.applicant_id)
        assert seen.decision.reasons == "不符合条件"
        assert "行政复议" in seen.decision.remedies.zh


class TestReopening:
    async def test_begins_a_new_round_with_new_clocks(self, office):
        case = await office.submit()
        await office.order(case, "refuse-acceptance", WHY)

        again = await apply(case, "reopen", given("form"))

        assert (again.state, again.refusal, again.supplement) == ("submitted", None, None)
        assert again.due_on == (await calendars.current()).add(calendars.today(), 5).day
        assert await outcome(office.order(case, "request-supplement", wanted("form"))) == "supplement-requested"

    async def test_a_granted_case_is_not_opened_again(self, office):
        case = await office.accepted()
        await office.order(case, "decide", GRANT)
        await office.order(case, "conclude", DONE)

        assert await outcome(apply(case, "reopen", HandIn())) == "cases.was-denied"

    async def test_a_denied_one_is(self, office):
        case = await office.accepted()
        await office.order(case, "decide", DENY)
        await office.order(case, "conclude", DONE)

        assert await outcome(apply(case, "reopen", HandIn())) == "submitted"
        await office.order(case, "accept")
        assert await outcome(office.order(case, "decide", GRANT)) == "granted"

    async def test_not_for_ever(self, office):
        case = await office.submit()
        for _ in range(3):
            await office.order(case, "refuse-acceptance", WHY)
            await apply(case, "reopen", HandIn())
        await office.order(case, "refuse-acceptance", WHY)

        assert await outcome(apply(case, "reopen", HandIn())) == "cases.rounds-left"


class TestSideExits:
    async def test_withdrawal_and_void_end_everything_that_is_open(self, office):
        case = await proposed(office)

        withdrawn = await apply(case, "withdraw", WHY)

        assert withdrawn.state == "withdrawn"
        assert (await flow.desk_case(case.id, person_id=office.officer)).proposal is None

    async def test_a_decided_case_is_not_withdrawn(self, office):
        case = await office.accepted()
        await office.order(case, "decide", GRANT)

        assert await outcome(apply(case, "withdraw", WHY)) == "cases.not-now"
        assert await outcome(office.order(case, "void", Void(kind="duplicate", reason="x"))) == "cases.not-now"

    async def test_urging_is_limited(self, office):
        case = await office.accepted()

        first = await apply(case, "urge")
        again = await outcome(apply(case, "urge"))
        for days in (4, 8):
            last = await apply(case, "urge", at=now() + timedelta(days=days))

        assert (first.urges_left, again, last.urges_left) == (2, "cases.urge-allowed", 0)
        assert await outcome(apply(case, "urge", at=now() + timedelta(days=30))) == "cases.urge-allowed"

    async def test_only_colleagues_are_assigned(self, office, make_office):
        case, elsewhere = await office.submit(), await make_office()

        order = Assign(officer_id=elsewhere.officer)
        assert await outcome(office.order(case, "assign", order)) == "cases.assignee-works-here"
        assigned = await office.order(case, "assign", Assign(officer_id=office.approver))
        assert assigned.assigned_to == office.approver
        assert (await office.order(case, "assign", Assign(officer_id=None))).assigned_to is None


class TestOwnCase:
    async def test_an_officer_who_speaks_for_the_firm_does_not_handle_its_case(self, office):
        firm = await enrol_firm()
        for person, capacity in ((office.officer, Capacity.AGENT), (await make_person(), Capacity.LEGAL_PERSON)):
            await people.join(person, organisation_id=firm, capacity=capacity)
        subject = Subject(kind="organisation", id=firm)
        case = await office.submit(person, subject=subject)

        assert case.acted_as == "legal-person"
        assert await outcome(office.order(case, "accept")) == "cases.not-own-case"
        assert await outcome(office.order(case, "accept", by=office.approver)) == "accepted"


async def enrol_firm():
    code = credit_code(prefix="91", county="620102", sequence=uuid4().int % 10**5)
    firm = NewOrganisation(credit_code=code, name="测试厂", kind=OrganisationKind.ENTERPRISE, region_code="620100")
    return await people.enrol_organisation(firm)


class TestHandOver:
    async def taken_in(self, office, receiver):
        place = ReceivingPlace(mode=CrossPlace.ON_BEHALF, region_code=receiver.region, department=receiver.department)
        return await office.submit(receiving=place)

    async def test_only_the_deciding_place_accepts_and_only_what_it_holds(self, office, make_office):
        receiver = await make_office(region="620500")
        case = await self.taken_in(office, receiver)

        early = await outcome(office.order(case, "accept"))
        by_receiver = await outcome(office.order(case, "accept", by=receiver.officer))
        not_sent = await outcome(office.order(case, "take-over"))

        assert (early, by_receiver, not_sent) == ("cases.held-by-decider", "cases.not-found", "cases.in-transit")

    async def test_goes_there_and_back_with_a_log(self, office, make_office):
        receiver = await make_office(region="620500")
        case = await self.taken_in(office, receiver)

        sent = await hand_over(case, receiver.officer)
        twice = await outcome(hand_over(case, receiver.officer))
        received = await office.order(case, "take-over")
        await office.order(case, "accept")
        await office.order(case, "decide", GRANT)
        await office.order(case, "conclude", DONE)
        back = await office.order(case, "hand-back")

        assert (sent.custody, twice) == ("in-transit", "cases.held-by-receiver")
        assert received.due_on == (await calendars.current()).add(calendars.today(), 5).day
        log = [(one.from_place, one.to_place) for one in back.hand_overs]
        there, here = receiver.department, office.department
        assert log == [(there, here), (there, here), (here, there)]

    async def test_a_case_without_a_receiver_goes_nowhere(self, office):
        case = await office.accepted()
        await office.order(case, "decide", GRANT)
        await office.order(case, "conclude", DONE)

        assert await outcome(office.order(case, "hand-back")) == "cases.has-receiver"

    async def test_strangers_do_not_see_what_was_taken_in(self, office, make_office):
        case = await self.taken_in(office, await make_office(region="620500"))

        stranger = await make_officer("别的局", "620500")
        assert await outcome(flow.taken_in_one(case.id, person_id=stranger)) == "cases.not-found"
        assert await outcome(hand_over(case, stranger)) == "cases.not-found"


async def hand_over(case, officer):
    return await flow.hand_over(case.id, order=Plain(), person_id=officer, attempt=attempt(), at=now())
