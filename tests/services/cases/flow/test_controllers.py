"""The routes of people: anonymous first, then the life of a case over HTTP."""

import pytest

from backend.services.cases.flow.structs import Assign, Held
from backend.services.cases.flow.transitions import ENDS, TABLE
from tests.services.cases.conftest import material, signed
from tests.services.cases.flow.test_guards import wanted

LISTS = ("/api/v1/cases",)


class TestMine:
    @pytest.mark.parametrize("path", LISTS)
    async def test_anonymous_is_refused(self, client, path):
        assert (await client.get(path)).status_code == 401

    async def test_shows_my_cases_page_by_page(self, client, office):
        first = await office.submit()
        headers = await signed(first.applicant_id)
        more = [await office.submit(first.applicant_id) for _ in range(2)]

        page = (await client.get("/api/v1/cases?limit=2", headers=headers)).json()
        rest = (await client.get(f"/api/v1/cases?limit=2&cursor={page['nextCursor']}", headers=headers)).json()

        assert [one["id"] for one in page["items"] + rest["items"]] == [str(one.id) for one in (*more[::-1], first)]
        assert rest["nextCursor"] is None
        assert page["items"][0]["stateWords"]["zh"] == "已提交，待受理"

    async def test_open_and_ended_ones_apart(self, client, office):
        case = await office.submit()
        headers = await signed(case.applicant_id)
        ended = await office.submit(case.applicant_id)
        await client.post(f"/api/v1/cases/{ended.id}/withdrawal", json={"reason": "不办了"}, headers=headers)

        found = {}
        for which in ("open", "ended", "all"):
            answer = await client.get(f"/api/v1/cases?standing={which}", headers=headers)
            found[which] = [one["id"] for one in answer.json()["items"]]

        assert found == {"open": [str(case.id)], "ended": [str(ended.id)], "all": [str(ended.id), str(case.id)]}

    async def test_a_cursor_of_another_list_is_refused(self, client, office):
        case = await office.submit()
        headers = await signed(case.applicant_id)
        await office.submit(case.applicant_id)
        page = (await client.get("/api/v1/cases?limit=1", headers=headers)).json()

        answer = await client.get(f"/api/v1/cases?standing=open&cursor={page['nextCursor']}", headers=headers)

        assert answer.json()["code"] == "core.bad-cursor"


class TestOneCase:
    @pytest.mark.parametrize("what", ["", "/trail"])
    async def test_anonymous_is_refused(self, client, office, what):
        case = await office.submit()

        assert (await client.get(f"/api/v1/cases/{case.id}{what}")).status_code == 401

    async def test_reads_like_this(self, client, office):
        case = await office.submit()

        answer = await client.get(f"/api/v1/cases/{case.id}", headers=await signed(case.applicant_id))

        seen = answer.json()
        assert (seen["state"], seen["actedAs"], seen["queryCode"]) == ("submitted", "self", None)
        assert seen["stage"]["limit"] == "5 working-days"
        assert seen["actions"] == ["withdraw", "urge"]

    async def test_the_trail_shows_what_was_said_to_the_applicant(self, client, office):
        case = await office.accepted()
        await office.order(case, "assign", Assign(officer_id=office.approver))

        answer = await client.get(f"/api/v1/cases/{case.id}/trail", headers=await signed(case.applicant_id))

        shown = [(one["action"], one["by"], one["department"]) for one in answer.json()["items"]]
        assert shown == [("submit", "applicant", None), ("accept", "officer", office.department)]


class TestOrders:
    @pytest.mark.parametrize("what", ["supplement", "later-materials", "withdrawal", "reopening", "urges"])
    async def test_anonymous_is_refused(self, client, office, what):
        case = await office.submit()

        assert (await client.post(f"/api/v1/cases/{case.id}/{what}", json={"reason": "x"})).status_code == 401

    async def test_a_supplement_is_answered_and_a_repeat_is_answered_alike(self, client, office):
        case = await office.submit()
        await office.order(case, "request-supplement", wanted("form"))
        headers = await signed(case.applicant_id) | {"idempotency-key": f"k{case.id}"}
        body = {"materials": [{"code": "form", "name": "申请表", "held": "counter"}]}

        first = await client.post(f"/api/v1/cases/{case.id}/supplement", json=body, headers=headers)
        again = await client.post(f"/api/v1/cases/{case.id}/supplement", json=body, headers=headers)

        assert (first.status_code, first.json()["state"]) == (200, "submitted")
        assert again.json()["version"] == first.json()["version"] == 3

    async def test_a_refusal_says_it_in_two_languages(self, client, office):
        case = await office.submit(materials=[material("a", held=Held.MISSING, name="身份证")])

        answer = await client.post(
            f"/api/v1/desk/cases/{case.id}/acceptance", json={}, headers=await signed(office.officer)
        )

        problem = answer.json()
        assert answer.status_code == 409
        assert problem["code"] == "cases.materials-complete"
        assert "身份证" in problem["detail"]
        assert "missing" in problem["detailEn"]


class TestStates:
    async def test_anybody_reads_the_whole_table(self, client):
        answer = await client.get("/api/v1/case-states")

        shown = answer.json()
        assert len(shown["transitions"]) == len(TABLE)
        assert {one["state"] for one in shown["states"] if one["end"]} == set(ENDS)
        assert all(guard["words"]["zh"] for row in shown["transitions"] for guard in row["guards"])


class TestEnquiry:
    async def ask(self, client, number, code):
        return await client.post("/api/v1/case-enquiries", json={"number": number, "queryCode": code})

    async def test_anybody_with_number_and_code_reads_how_it_stands(self, client, office):
        case = await office.submit()

        answer = await self.ask(client, case.number, case.query_code.lower())

        assert answer.status_code == 200
        assert answer.json()["state"] == "submitted"
        assert "subjectName" not in answer.json()

    async def test_a_wrong_code_or_number_is_told_alike_and_not_for_ever(self, client, office):
        case = await office.submit()

        unknown = await self.ask(client, "6" * 21, "ABCDEF")
        tries = [await self.ask(client, case.number, "ZZZZZZ") for _ in range(6)]

        assert unknown.json()["code"] == tries[0].json()["code"] == "cases.enquiry-wrong"
        assert tries[-1].json()["code"] == "cases.too-many-enquiries"
