"""Who could take a case: over HTTP, the anonymous caller first."""

from uuid import uuid4

import pytest

from backend.identity.people import service as people
from backend.identity.people.structs import Role
from backend.services.cases.flow.structs import Assign
from tests.services.cases.conftest import Office, make_officer, make_person, outcome, signed


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
