"""What is offered is what could be ordered: no button that can only refuse."""

from backend.services.cases.flow import service as flow
from backend.services.cases.flow.structs import Approve, Decide, Held
from tests.services.cases.conftest import apply, material, outcome

GRANT = Decide(outcome="granted", reasons="x")


class TestOptions:
    async def test_what_the_item_or_the_moment_forbids_is_not_offered(self, office):
        case = await office.submit(materials=[material("a", held=Held.MISSING)])

        seen = await flow.desk_case(case.id, person_id=office.officer)

        assert "request-supplement" in seen.actions
        assert not {"accept", "accept-conditionally", "accept-on-commitment", "take-over"} & set(seen.actions)
        assert "take-paper" in seen.actions

    async def test_proposer_and_approver_are_offered_different_things(self, make_office):
        office = await make_office(makerChecker=True)
        case = await office.accepted()
        assert "decide" not in case.actions
        await office.order(case, "propose", GRANT)

        mine = await flow.desk_case(case.id, person_id=office.officer)
        theirs = await flow.desk_case(case.id, person_id=office.approver)

        assert ("take-back-proposal" in mine.actions, "approve" in mine.actions) == (True, False)
        assert ("take-back-proposal" in theirs.actions, "approve" in theirs.actions) == (False, True)
        approve = Approve(content_hash=theirs.content_hash)
        assert await outcome(office.order(case, "approve", approve, by=office.approver)) == "granted"

    async def test_the_applicant_is_offered_what_is_theirs(self, office):
        case = await office.accepted()

        urged = await apply(case, "urge")

        assert (await flow.find(case.id, person_id=case.applicant_id)).actions == ["withdraw"]
        assert urged.urges_left == 2
