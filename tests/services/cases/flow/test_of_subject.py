"""What rooms above see of one subject's cases."""

from uuid import uuid4

from backend.identity.people.structs import Subject
from backend.services.cases.flow import of_subject
from backend.services.cases.flow import service as flow
from backend.services.cases.flow.structs import Conclude, Decide, LatestStanding, Reasoned
from tests.services.cases.conftest import apply, make_person

ITEM, OTHER = "000114005000", "000111001000"


def person(person_id):
    return Subject(kind="person", id=person_id)


class TestOpenOfSubject:
    async def test_holds_open_cases_of_the_items_that_are_asked_for(self, office):
        applicant = await make_person()
        first = await office.submit(applicant)
        other = await office.submit(applicant, rules={"basicCode": OTHER})
        gone = await office.submit(applicant)
        await apply(gone, "withdraw", Reasoned(reason="不办了"))

        found = await flow.open_of_subject(person(applicant), codes=None, limit=10)
        some = await flow.open_of_subject(person(applicant), codes={OTHER}, limit=10)
        none = await flow.open_of_subject(person(applicant), codes=frozenset(), limit=10)

        assert [one.id for one in found] == [other.id, first.id]
        assert ([one.id for one in some], none) == ([other.id], [])

    async def test_somebody_elses_are_not_among_them(self, office):
        await office.submit()

        assert await flow.open_of_subject(person(uuid4()), codes=None, limit=10) == []


class TestLatestOfSubject:
    async def test_says_by_item_how_far_the_last_case_came(self, office):
        applicant = await make_person()
        await office.submit(applicant)
        last = await office.submit(applicant)
        gone = await office.submit(applicant, rules={"basicCode": OTHER})
        await apply(gone, "withdraw", Reasoned(reason="不办了"))

        found = await flow.latest_of_subject(person(applicant), codes=None)

        assert {code: (one.id, one.standing) for code, one in found.items()} == {ITEM: (last.id, LatestStanding.OPEN)}
        assert await flow.latest_of_subject(person(applicant), codes={OTHER}) == {}

    async def test_a_granted_one_is_granted_once_it_is_concluded(self, office):
        granted = await self.decided(office, "granted")
        denied = await self.decided(office, "denied")

        for case, standing in ((granted, LatestStanding.GRANTED), (denied, LatestStanding.REFUSED)):
            found = await flow.latest_of_subject(person(case.applicant_id), codes=None)
            assert found[ITEM].standing is standing
            assert found[ITEM].decided_on is not None

    async def test_older_ones_than_are_looked_at_do_not_count(self, office, monkeypatch):
        monkeypatch.setattr(of_subject, "LOOKED_AT_MOST", 1)
        applicant = await make_person()
        await office.submit(applicant, rules={"basicCode": OTHER})
        await office.submit(applicant)

        assert set(await flow.latest_of_subject(person(applicant), codes=None)) == {ITEM}

    async def decided(self, office, outcome):
        case = await office.accepted()
        case = await office.order(case, "decide", Decide(outcome=outcome, reasons="x"))
        return await office.order(case, "conclude", Conclude(name="x"))
