"""Who may do what over HTTP: every route of the shelf that names an object, against everybody who might ask.

Routes are read from the application, so a route without a verdict here fails. Writes of who is let in carry a body with an
unknown field: the door opens, the body is refused, and nothing changes for the other rows.
"""

import re
from uuid import uuid4

import pytest

from backend.core import database
from backend.identity.people import service as people
from backend.identity.people.structs import Role
from backend.services.interaction.consultations import service as consultations
from backend.services.interaction.letters import desk
from backend.services.interaction.letters import service as letters
from backend.services.interaction.letters.structs import LetterKind, ProposeAnswer, PublishLetter, SeedBox, WriteLetter
from backend.services.interaction.notices import service as notices
from tests.architecture.house import addresses
from tests.services.cases.conftest import signed
from tests.services.interaction.conftest import NOW, Office, attempt, make_person
from tests.services.interaction.consultations.test_service import drafting as consulting
from tests.services.interaction.notices.test_service import drafting as noticing

EVERYBODY = (
    "anonymous", "writer", "stranger", "known by phone only", "officer", "checker", "other department", "other region",
    "operator", "former officer",
)  # fmt: skip
OFFICERS = {"officer", "checker"}
RESIDENTS = {"writer", "stranger", "known by phone only", "operator"}


def routes():
    """(method, path) of every route of the shelf that names an object."""
    found = {
        (method, path)
        for handler, paths in addresses().items()
        if handler.fn.__module__.startswith("backend.services.interaction.")
        for path in paths
        for method in handler.http_methods - {"OPTIONS"}
        if "{" in path
    }
    return sorted(found)


@pytest.fixture(scope="module")
async def world(database_url):
    """One of each, and everybody's headers."""
    name, region = f"矩阵局{uuid4().hex[:8]}", "620100"
    who = {one: await make_person() for one in EVERYBODY if one != "anonymous"}

    async def appoint(person, department, region_code, role=Role.CASE_OFFICER):
        await people.appoint(who[person], department=department, region_code=region_code, roles=[role])

    for person in ("officer", "checker", "former officer"):
        await appoint(person, name, region)
    await appoint("other department", "完全别的局", region)
    await appoint("other region", name, "620500")
    await appoint("operator", "平台", "620000", Role.OPERATOR)
    box = SeedBox(
        id=uuid4(), department=name, region_code=region, title="信箱", about="", source="tests", evidence="invented"
    )
    await letters.seed_boxes([box])
    await database.execute("update identity_person set trust_level = 1 where id = $1", who["known by phone only"])
    office = Office(department=name, maker=who["officer"], checker=who["checker"], box=box.id)
    notice = await notices.draft(noticing(office), staff=office.maker, attempt=attempt(), at=NOW)
    await notices.submit(notice.id, staff=office.maker, attempt=attempt(), at=NOW)
    await notices.publish(notice.id, staff=office.checker, attempt=attempt(), at=NOW)
    asked = await consultations.draft(consulting(office), staff=office.maker, attempt=attempt(), at=NOW)
    await consultations.open_it(asked.id, staff=office.checker, attempt=attempt(), at=NOW)
    command = WriteLetter(box_id=box.id, kind=LetterKind.INQUIRY, subject="x", text="y", publishable=True)
    letter = await letters.write(command, person_id=who["writer"], attempt=attempt(), at=NOW)
    await desk.assign(letter.id, staff=office.maker, attempt=attempt(), at=NOW)
    await desk.propose(letter.id, ProposeAnswer(text="z"), staff=office.maker, attempt=attempt(), at=NOW)
    await desk.approve(letter.id, staff=office.checker, attempt=attempt(), at=NOW)
    words = PublishLetter(title="x", question="y", answer="z")
    await desk.publish(letter.id, words, staff=office.checker, attempt=attempt(), at=NOW)
    headers = {one: await signed(person) for one, person in who.items()} | {"anonymous": {}}
    await people.dismiss(who["former officer"], department=name, region_code=region)
    return {"notice_id": notice.id, "consultation_id": asked.id, "letter_id": letter.id}, headers


def verdict(who, method, path):
    """The status for somebody who is refused, or None for who is let in."""
    if path.startswith("/api/v1/desk/"):
        if who == "anonymous":
            return 401
        if who in RESIDENTS:
            return 403
        return None if who in OFFICERS else 404 if "/letters/" in path else 403
    if path.startswith("/api/v1/letters/"):
        return 401 if who == "anonymous" else None if who == "writer" else 404
    if "/comments" in path:
        return 401 if who == "anonymous" else 403 if who == "known by phone only" else None
    return None  # public


BODIES = {
    "draft": {"title": "x", "body": "y"}, "return": {"reason": "x"}, "correction": {"reason": "x"},
    "withdrawal": {"reason": "x"}, "comments": {"text": "x"}, "result": {"summary": "x"},
    "transfer": {"boxId": str(uuid4()), "reason": "x"}, "refusal": {"reason": "x"}, "answer": {"text": "x"},
    "answer-return": {"reason": "x"}, "publication": {"title": "x", "question": "y", "answer": "z"},
    "follow-up": {"text": "x"}, "verdict": {"solved": True},
}  # fmt: skip
DRAFT = {
    "title": "x", "intro": "y", "sections": [{"heading": "a", "text": "b"}], "opensOn": "2030-01-01",
    "closesOn": "2030-03-01",
}  # fmt: skip
WITHOUT_BODY = {"submission", "opening", "result-publication", "assignment", "answer-approval"}


def body_of(path):
    last = path.rsplit("/", 1)[-1]
    if last in WITHOUT_BODY or "{comment_id" in path or ("notices" in path and last == "publication"):
        return None
    return DRAFT if "consultations" in path and last == "draft" else BODIES[last]


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize(("method", "path"), routes(), ids=lambda one: one)
async def test_nobody_gets_further_than_they_should(client, world, method, path, who):
    ids, headers = world
    address = re.sub(r"{(\w+):uuid}|{(\w+)}", lambda m: str(ids.get(m[1] or m[2], uuid4())), path)
    body, refused = (None if method in {"GET", "DELETE"} else body_of(path)), verdict(who, method, path)
    if refused is None and body is not None:
        body = body | {"unheardOf": 1}

    answer = await client.request(method, address, json=body, headers=headers[who])

    if refused is not None:
        assert answer.status_code == refused, answer.text
    elif body is not None:
        assert answer.status_code == 400, answer.text  # the door was open; the body was refused
    elif method == "GET" and "/files/" not in path:
        assert answer.status_code == 200, answer.text
    else:
        assert answer.status_code in {403, 404, 409}, answer.text  # the door was open; the rule said no
        assert answer.json()["code"] not in {
            "identity.role-missing",
            "interaction.not-your-office",
            "letters.not-found",
        }


@pytest.mark.parametrize(
    "path", ["/api/v1/notices", "/api/v1/notices/categories", "/api/v1/consultations", "/api/v1/letter-boxes", "/api/v1/public-letters"]
)  # fmt: skip
async def test_what_is_public_is_so_for_everybody_and_has_a_tag(client, world, path):
    first = await client.get(f"{path}?regionCode=620102")
    again = await client.get(f"{path}?regionCode=620102", headers={"if-none-match": first.headers["etag"]})

    assert (first.status_code, again.status_code) == (200, 304)


@pytest.mark.parametrize("path", ["/api/v1/desk/notices", "/api/v1/desk/consultations", "/api/v1/desk/letters"])
async def test_desks_are_for_officers(client, world, path):
    _, headers = world

    assert (await client.get(path)).status_code == 401
    assert (await client.get(path, headers=headers["writer"])).status_code == 403
    assert (await client.get(path, headers=headers["other department"])).json()["items"] == []
    assert (await client.get(path, headers=headers["officer"])).status_code == 200


async def test_officers_are_told_their_own_offices(client, world):
    _, headers = world

    assert (await client.get("/api/v1/desk/offices")).status_code == 401
    assert (await client.get("/api/v1/desk/offices", headers=headers["writer"])).status_code == 403
    told = (await client.get("/api/v1/desk/offices", headers=headers["other department"])).json()
    assert told == {"offices": [{"department": "完全别的局", "regionCode": "620100"}]}


class TestWriteOverHttp:
    async def test_anonymous_is_refused(self, client):
        assert (await client.post("/api/v1/letters", json={})).status_code == 401

    async def test_a_letter_and_its_repetition_are_one(self, client, sign_in):
        head = await sign_in("herder") | {"idempotency-key": str(uuid4())}
        boxes = (await client.get("/api/v1/letter-boxes?regionCode=620100")).json()["boxes"]
        body = {"boxId": boxes[0]["id"], "kind": "plea", "subject": "x", "text": "第一行\n第二行", "publishable": False}

        first = await client.post("/api/v1/letters", json=body, headers=head)
        again = await client.post("/api/v1/letters", json=body, headers=head)

        assert first.status_code == 201, first.text
        assert first.json()["id"] == again.json()["id"]
        assert first.json()["text"] == "第一行\n第二行"

    @pytest.mark.parametrize(
        ("path", "body"),
        [
            ("notices", {"department": "甲", "regionCode": "620100", "category": "policy", "title": "x", "body": "y"}),
            ("consultations", DRAFT | {"department": "甲", "regionCode": "620100"}),
        ],
    )
    async def test_a_draft_for_another_office_is_refused(self, client, world, path, body):
        _, headers = world

        assert (await client.post(f"/api/v1/desk/{path}", json=body)).status_code == 401
        answer = await client.post(f"/api/v1/desk/{path}", json=body, headers=headers["officer"])
        assert answer.json()["code"] == "interaction.not-your-office"
