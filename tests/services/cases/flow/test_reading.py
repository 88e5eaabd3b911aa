"""What lists say: the days that are left, and who could take a case."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from backend.identity.people import service as people
from backend.identity.people.structs import Role
from backend.reference.calendar import service as calendars
from backend.services.cases.flow import service as flow
from backend.services.cases.flow.structs import Assign, Reasoned, Suspend
from tests.services.cases.conftest import Office, attempt, make_officer, make_person, now, outcome, signed

BEFORE_NATIONAL_DAY = date(2026, 9, 30)  # a Wednesday; offices rest from 1 to 7 October and work on Saturday the 10th


async def line_of(case, person_id):
    """The case as `mine` shows it."""
    page = await flow.mine(person_id, limit=10)
    return next(one for one in page.items if one.id == case.id)


class TestRemainingDays:
    async def test_are_working_days_by_the_servers_calendar(self, office, on_day):
        on_day(BEFORE_NATIONAL_DAY)
        case = await office.submit()
        calendar = await calendars.current()

        line = await line_of(case, case.applicant_id)
        queued = (await flow.queue(office.officer, limit=10)).items[0]

        assert line.due_on is not None
        assert line.remaining_days == queued.remaining_days == case.remaining_days == 5
        assert (line.due_on - BEFORE_NATIONAL_DAY).days > 7  # days off lie between
        assert calendar.between(BEFORE_NATIONAL_DAY, line.due_on).days == 5

    async def test_fall_to_zero_on_the_day_itself_and_below_when_it_is_over(self, office, on_day):
        today = on_day(BEFORE_NATIONAL_DAY)
        case = await office.submit()
        due = (await line_of(case, case.applicant_id)).due_on

        on_day(due)
        last = await line_of(case, case.applicant_id)
        on_day(due + timedelta(days=14))
        late = await line_of(case, case.applicant_id)

        assert (last.remaining_days, last.light) == (0, "yellow")
        assert late.remaining_days is not None
        assert (late.remaining_days < 0, late.light) == (True, "red")
        assert today < due

    async def test_there_are_none_while_the_clock_stands_still_or_when_it_is_over(self, office):
        suspended, withdrawn = await office.accepted(), await office.submit()
        until = calendars.today() + timedelta(days=10)
        order = Suspend(kind="hearing", reason="听证", expected_until=until)
        suspended = await office.order(suspended, "suspend", order)
        withdrawn = await flow.order(
            withdrawn.id, action="withdraw", order=Reasoned(reason="不办了"), person_id=withdrawn.applicant_id,
            attempt=attempt(), at=now(),
        )  # fmt: skip

        assert (suspended.remaining_days, withdrawn.remaining_days) == (None, None)
        assert (await line_of(withdrawn, withdrawn.applicant_id)).remaining_days is None


class TestAssigned:
    async def test_officers_see_the_name_and_applicants_see_nobody(self, office):
        case = await office.submit()
        name = (await people.names_of([office.approver]))[office.approver]

        assigned = await office.order(case, "assign", Assign(officer_id=office.approver))
        [queued] = (await flow.queue(office.officer, limit=10)).items
        line, own = await line_of(case, case.applicant_id), await flow.find(case.id, person_id=case.applicant_id)

        assert (assigned.assigned_to, assigned.assigned_name) == (office.approver, name)
        assert (queued.assigned_to, queued.assigned_name) == (office.approver, name)
        assert {(one.assigned_to, one.assigned_name) for one in (line, own)} == {(None, None)}


class TestColleagues:
    @pytest.fixture
    def path(self):
        return lambda case: f"/api/v1/desk/cases/{case.id}/colleagues"

    async def test_anonymous_is_refused(self, client):
        assert (await client.get(f"/api/v1/desk/cases/{uuid4()}/colleagues")).status_code == 401

    async def test_who_is_no_case_officer_is_refused(self, client, office, path):
        answer = await client.get(path(await office.submit()), headers=await signed(await make_person()))

        assert answer.json()["code"] == "identity.role-missing"

    async def test_an_officer_of_elsewhere_does_not_learn_who_works_here(self, client, office, make_office, path):
        other = await make_office()

        answer = await client.get(path(await office.submit()), headers=await signed(other.officer))

        assert answer.json()["code"] == "cases.not-found"

    async def test_are_those_of_the_same_department_place_and_duty_by_name_and_no_more(self, client, path):
        department, region = f"甲局{uuid4().hex[:8]}", "620102"
        office = Office(f"{department}（演示）", region, [await make_officer(f"{department}（演示）", region)])
        of_city, of_province = await make_officer(department, "620100"), await make_officer(department, "620000")
        await make_officer(department, "620500")
        await make_officer(f"乙局{uuid4().hex[:8]}", region)
        leader = await make_person(trust_level=3)
        await people.appoint(leader, department=department, region_code=region, roles=[Role.LEADER])
        case = await office.submit()

        answer = (await client.get(path(case), headers=await signed(office.officer))).json()

        assert {one["id"] for one in answer["items"]} == {str(one) for one in (office.officer, of_city, of_province)}
        assert [one["name"] for one in answer["items"]] == sorted(one["name"] for one in answer["items"])
        assert {frozenset(one) for one in answer["items"]} == {frozenset({"id", "name"})}

    async def test_come_page_by_page(self, client, make_office, path):
        office = await make_office(officers=3)
        headers, case = await signed(office.officer), await office.submit()

        seen, cursor = [], ""
        for _ in range(3):
            page = (await client.get(f"{path(case)}?limit=1{cursor}", headers=headers)).json()
            seen += [one["id"] for one in page["items"]]
            cursor = f"&cursor={page['nextCursor']}"

        assert page["nextCursor"] is None
        assert sorted(seen) == sorted(str(one) for one in office.officers)

    async def test_whom_the_case_is_about_is_neither_listed_nor_assigned(self, client, office, path):
        case = await office.submit(office.approver)

        listed = (await client.get(path(case), headers=await signed(office.officer))).json()["items"]

        assert [one["id"] for one in listed] == [str(office.officer)]
        order = office.order(case, "assign", Assign(officer_id=office.approver))
        assert await outcome(order) == "cases.assignee-works-here"

    async def test_everybody_listed_can_be_assigned(self, client, office, path):
        case, headers = await office.submit(), await signed(office.officer)

        for one in (await client.get(path(case), headers=headers)).json()["items"]:
            answer = await client.post(
                f"/api/v1/desk/cases/{case.id}/assignment", json={"officerId": one["id"]}, headers=headers
            )
            assert answer.json()["assignedName"] == one["name"]
