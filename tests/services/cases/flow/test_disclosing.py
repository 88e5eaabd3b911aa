"""Files of cases: who sees which, and that each look is known. Over HTTP, because the doors are half of the rule."""

from uuid import uuid4

import pytest

from backend.core import database
from backend.services.cases.flow import service as flow
from backend.services.cases.flow.structs import (
    AnswerPart,
    Conclude,
    Countersign,
    Decide,
    Held,
    PartWanted,
    Reasoned,
)
from backend.supports.files import service as files
from tests.services.cases.conftest import attempt, make_officer, make_person, material, now, signed

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


async def keep(person_id, *, mark=""):
    """A file of this person; `mark` tells its content from others'."""
    content = PDF + f"%{mark}\n".encode()
    kept = await files.keep(content, name=f"{mark or 'file'}.pdf", person_id=person_id, attempt=attempt())
    return kept.id


async def look(client, path, person_id):
    return await client.get(path, headers=await signed(person_id))


async def leaves(file_id):
    rows = await database.fetch(
        "select convert_from(leaf, 'UTF8')::jsonb as leaf from core_audit_leaf where convert_from(leaf, 'UTF8')::jsonb"
        " ->> 'subject' = $1 order by id",
        f"file:{file_id}",
    )
    return [row["leaf"] for row in rows if row["leaf"]["action"] == "cases.file-disclosed"]


@pytest.fixture
async def asked(office):
    """A case with two papers, of which another department is asked about one: the case, both files, its officer."""
    applicant, department = await make_person(), f"会签局{uuid4().hex[:8]}"
    shown, hidden = await keep(applicant, mark="shown"), await keep(applicant, mark="hidden")
    case = await office.accepted(
        applicant=applicant,
        materials=[
            material("shown", held=Held.FILE, files=[shown]),
            material("hidden", held=Held.FILE, files=[hidden]),
        ],
    )
    parts = [PartWanted(department=department, asks="请核实", materials=["shown"])]
    case = await office.order(case, "countersign", Countersign(parts=parts))
    return case, shown, hidden, await make_officer(department)


class TestOfPart:
    async def test_anonymous_is_refused(self, client):
        assert (await client.get(f"/api/v1/desk/parts/{uuid4()}/files/{uuid4()}")).status_code == 401

    async def test_who_is_no_case_officer_is_refused(self, client, asked):
        case, shown, *_ = asked

        answer = await look(client, f"/api/v1/desk/parts/{case.parts[0].id}/files/{shown}", await make_person())

        assert answer.json()["code"] == "identity.role-missing"

    async def test_the_department_reads_what_it_was_shown_and_that_is_known(self, client, asked):
        case, shown, _, officer = asked
        part = case.parts[0].id

        answer = await look(client, f"/api/v1/desk/parts/{part}/files/{shown}", officer)

        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
        assert b"%shown" in answer.content
        [leaf] = await leaves(shown)
        assert (leaf["actor"], leaf["about"]) == (f"person:{officer}", str(case.applicant_id))
        assert (leaf["purpose"], leaf["basis"], leaf["fields"]) == ("countersigning", f"part:{part}", ["shown"])

    async def test_of_another_file_of_the_case_it_learns_nothing(self, client, asked):
        case, _, hidden, officer = asked

        seen = await look(client, f"/api/v1/desk/parts/{case.parts[0].id}", officer)
        answer = await look(client, f"/api/v1/desk/parts/{case.parts[0].id}/files/{hidden}", officer)
        unknown = await look(client, f"/api/v1/desk/parts/{case.parts[0].id}/files/{uuid4()}", officer)

        assert str(hidden) not in seen.text
        assert (answer.status_code, answer.json()["code"]) == (404, "cases.file-not-here")
        assert unknown.json()["code"] == "cases.file-not-here"
        assert await leaves(hidden) == []

    async def test_the_part_opens_nothing_to_third_departments_nor_the_whole_case_to_the_asked_one(
        self, client, asked, office
    ):
        case, shown, _, officer = asked
        third = await make_officer(f"别的局{uuid4().hex[:8]}")

        stranger = await look(client, f"/api/v1/desk/parts/{case.parts[0].id}/files/{shown}", third)
        deciding = await look(client, f"/api/v1/desk/parts/{case.parts[0].id}/files/{shown}", office.officer)
        whole = await look(client, f"/api/v1/desk/cases/{case.id}/files/{shown}", officer)

        assert {one.json()["code"] for one in (stranger, deciding, whole)} == {"cases.not-found"}

    async def test_after_the_answer_it_still_sees_what_it_judged(self, client, asked):
        case, shown, _, officer = asked
        part, order = case.parts[0].id, AnswerPart(agrees=True, opinion="属实")
        await flow.answer_part(part, order=order, person_id=officer, attempt=attempt(), at=now())

        assert (await look(client, f"/api/v1/desk/parts/{part}/files/{shown}", officer)).status_code == 200


class TestAtDesk:
    async def test_each_look_of_an_officer_is_known(self, client, asked, office):
        case, _, hidden, _ = asked

        answer = await look(client, f"/api/v1/desk/cases/{case.id}/files/{hidden}", office.officer)

        assert answer.status_code == 200
        assert [(one["purpose"], one["fields"]) for one in await leaves(hidden)] == [("case-handling", ["hidden"])]

    @pytest.mark.parametrize("whose", ["case", "file"])
    async def test_what_is_not_there_is_refused(self, client, asked, office, whose):
        case, shown, *_ = asked
        path = f"{uuid4()}/files/{shown}" if whose == "case" else f"{case.id}/files/{uuid4()}"

        answer = await look(client, f"/api/v1/desk/cases/{path}", office.officer)

        assert answer.json()["code"] == {"case": "cases.not-found", "file": "cases.file-not-here"}[whose]


class TestOwn:
    async def test_anonymous_is_refused(self, client):
        assert (await client.get(f"/api/v1/cases/{uuid4()}/files/{uuid4()}")).status_code == 401

    async def test_the_applicant_reads_the_result_that_an_officer_attached(self, client, office):
        case, result = await office.accepted(), await keep(office.officer, mark="result")
        await office.order(case, "decide", Decide(outcome="granted", reasons="符合"))
        concluded = await office.order(case, "conclude", Conclude(name="测试证", file_id=result))

        seen = await look(client, f"/api/v1/cases/{case.id}", case.applicant_id)
        answer = await look(client, f"/api/v1/cases/{case.id}/files/{result}", case.applicant_id)
        at_desk = await look(client, f"/api/v1/desk/cases/{case.id}/files/{result}", office.approver)

        assert concluded.result.file_id == result
        assert seen.json()["result"]["fileId"] == str(result)
        assert (answer.status_code, at_desk.status_code) == (200, 200)
        assert b"%result" in answer.content
        assert [(one["purpose"], one["fields"]) for one in await leaves(result)] == [
            ("own-case", ["result"]), ("case-handling", ["result"]),
        ]  # fmt: skip

    async def test_a_refusal_in_writing_is_attached_the_same_way(self, client, office):
        case, letter = await office.accepted(), await keep(office.officer)
        await office.order(case, "decide", Decide(outcome="denied", reasons="不符合"))
        await office.order(case, "conclude", Conclude(name="不予许可决定书", file_id=letter))

        assert (await look(client, f"/api/v1/cases/{case.id}/files/{letter}", case.applicant_id)).status_code == 200

    async def test_the_officer_cannot_take_the_result_away(self, client, office):
        case, result = await office.accepted(), await keep(office.officer)
        await office.order(case, "decide", Decide(outcome="granted", reasons="符合"))
        await office.order(case, "conclude", Conclude(name="测试证", file_id=result))

        answer = await client.delete(
            f"/api/v1/files/{result}", headers=await signed(office.officer) | {"idempotency-key": "k"}
        )

        assert answer.json()["code"] == "files.held"

    async def test_somebody_elses_file_is_no_result(self, client, office):
        case, foreign = await office.accepted(), await keep(await make_person())
        await office.order(case, "decide", Decide(outcome="granted", reasons="符合"))

        answer = await client.post(
            f"/api/v1/desk/cases/{case.id}/conclusion",
            json={"name": "测试证", "fileId": str(foreign)},
            headers=await signed(office.officer),
        )

        assert answer.json()["code"] == "cases.file-not-here"
        assert (await flow.find(case.id, person_id=case.applicant_id)).state == "granted"

    async def test_a_stranger_does_not_learn_that_there_is_one(self, client, asked):
        case, shown, *_ = asked

        answer = await look(client, f"/api/v1/cases/{case.id}/files/{shown}", await make_person())

        assert answer.json()["code"] == "cases.not-found"

    async def test_a_file_of_another_case_is_not_opened_by_this_one(self, client, asked, office):
        case, *_ = asked
        other = await keep(await make_person())

        answer = await look(client, f"/api/v1/cases/{case.id}/files/{other}", case.applicant_id)

        assert answer.json()["code"] == "cases.file-not-here"

    async def test_one_may_read_again_what_one_handed_in_even_after_withdrawing(self, client, office):
        applicant = await make_person()
        paper = await keep(applicant)
        case = await office.submit(applicant, materials=[material("a", held=Held.FILE, files=[paper])])
        order = Reasoned(reason="不办了")
        await flow.order(case.id, action="withdraw", order=order, person_id=applicant, attempt=attempt(), at=now())

        assert (await look(client, f"/api/v1/cases/{case.id}/files/{paper}", applicant)).status_code == 200
