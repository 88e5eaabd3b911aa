"""一窗受理: an officer takes in an item of the catalogue for somebody who is present."""

from uuid import uuid4

import msgspec
import pytest

from backend.core import database
from backend.core.identifiers import Document
from backend.demo.firms import credit_code
from backend.identity.people import service as people
from backend.identity.people.structs import Capacity, NewOrganisation, OrganisationKind
from backend.services.cases.desk import service as counter
from backend.services.cases.flow import service as flow
from backend.services.cases.forms import service as forms
from backend.services.items import service as items
from backend.services.items.structs import CrossPlace, Material
from backend.services.windows import desk as window_desk
from backend.services.windows.ticket_structs import SitDown
from tests.identity.conftest import new_number
from tests.services.cases.conftest import attempt, make_officer, make_person, now, signed

REGION, AWAY = "620102", "620500"


@pytest.fixture(scope="module")
async def catalogue(database_url):
    """Some items of the seeded catalogue as they are in one place, by code."""
    page = await items.listed(sector=None, audience="1", region_code=REGION, limit=60)
    return [await items.at_place(one.basic_code, region_code=REGION) for one in page.items]


@pytest.fixture
def item(catalogue):
    """One that other places may take in."""
    return next(one for one in catalogue if CrossPlace.ON_BEHALF in one.cross_place)


def settled(item):
    """Answers to the scenario questions, whatever they are."""
    answers, narrowed = {}, items.narrow(item, {})
    while narrowed.next_question is not None:
        answers[narrowed.next_question.id] = narrowed.next_question.choices[0].value
        narrowed = items.narrow(item, answers)
    return answers, narrowed


def intake(item, **what_matters):
    scenario, narrowed = settled(item)
    answers = {one.name: one.choices[0].value if one.choices else "张掖路" for one in narrowed.fields if one.required}
    usual = {
        "basicCode": item.basic_code, "regionCode": REGION, "person": {"name": "王在场", "number": new_number()},
        "scenario": scenario, "answers": answers,
        "materials": [{"code": one.code, "held": "counter"} for one in narrowed.materials],
    }  # fmt: skip
    return usual | what_matters


async def decider(item):
    return await make_officer(item.department.name, item.region_code)


async def elsewhere():
    return await make_officer(f"别处政务大厅{uuid4().hex[:6]}", AWAY)


async def sit(officer, number=1):
    """Sit down in the hall of the other place; the window as it is called there."""
    command = SitDown(window_number=number, take_over=True)
    return await window_desk.sit(f"h{AWAY}", command, staff=officer, attempt=attempt(), at=now())


async def make_firm(name):
    code = credit_code(prefix="91", county="620102", sequence=uuid4().int % 10**5)
    made = NewOrganisation(credit_code=code, name=name, kind=OrganisationKind.ENTERPRISE, region_code=REGION)
    return await people.enrol_organisation(made)


async def take_in(client, officer, body, key=None):
    headers = await signed(officer) | ({"idempotency-key": key} if key else {})
    return await client.post("/api/v1/desk/intake", json=body, headers=headers)


class TestTakeIn:
    async def test_anonymous_is_refused(self, client, item):
        assert (await client.post("/api/v1/desk/intake", json=intake(item))).status_code == 401

    async def test_who_is_no_case_officer_is_refused(self, client, item):
        answer = await take_in(client, await make_person(), intake(item))

        assert answer.json()["code"] == "identity.role-missing"

    async def test_the_deciding_place_takes_in_straight(self, client, item):
        officer = await decider(item)

        answer = await take_in(client, officer, intake(item))

        case = answer.json()
        assert answer.status_code == 201, answer.text
        assert (case["state"], case["channel"], case["custody"]) == ("submitted", "counter", "decider")
        assert case["receiving"] is None
        assert len(case["queryCode"]) == 6

    async def test_another_place_takes_in_and_hands_over(self, client, item):
        receiver, officer = await elsewhere(), await decider(item)
        window = await sit(receiver)
        case = (await take_in(client, receiver, intake(item, window=window.name))).json()
        headers, desk = await signed(receiver), await signed(officer)

        sent = await client.post(f"/api/v1/desk/taken-in/{case['id']}/hand-over", json={}, headers=headers)
        received = await client.post(f"/api/v1/desk/cases/{case['id']}/take-over", json={}, headers=desk)
        accepted = await client.post(f"/api/v1/desk/cases/{case['id']}/acceptance", json={}, headers=desk)

        assert (case["custody"], case["receiving"]["window"]) == ("receiver", window.name)
        assert [one.json()["custody"] for one in (sent, received)] == ["in-transit", "decider"]
        assert accepted.json()["state"] == "accepted"

    async def test_an_item_of_one_place_is_not_taken_in_elsewhere(self, client, catalogue):
        own = next(one for one in catalogue if not {CrossPlace.ON_BEHALF, CrossPlace.JOINT} & set(one.cross_place))

        answer = await take_in(client, await elsewhere(), intake(own))

        assert answer.json()["code"] == "desk.not-across-places"

    async def test_a_repeated_attempt_is_the_same_case(self, client, item):
        officer, body = await decider(item), intake(item)

        first = await take_in(client, officer, body, key="k1")
        again = await take_in(client, officer, body, key="k1")

        assert first.json()["id"] == again.json()["id"]
        assert again.json()["queryCode"] is None

    async def test_the_person_sees_the_case_as_theirs(self, client, item):
        body = intake(item)
        case = (await take_in(client, await decider(item), body)).json()

        row = await database.fetch_one("select applicant_id from cases_case where id = $1", case["id"])
        mine = await flow.mine(row["applicant_id"], limit=5)
        assert [str(one.id) for one in mine.items] == [case["id"]]
        assert (await people.face(row["applicant_id"])).name == "王在场"

    async def test_a_number_under_another_name_is_refused(self, client, item):
        number = new_number()
        await make_person(number=number, name="李本人")

        answer = await take_in(client, await decider(item), intake(item, person={"name": "王冒名", "number": number}))

        assert answer.json()["code"] == "desk.person-mismatch"

    @pytest.mark.parametrize(
        ("wrong", "code"),
        [
            ({"person": {"name": "王", "number": "620102199003071234"}}, "desk.person-unreadable"),
            ({"answers": {"unheard-of": 1}}, "desk.fields-wrong"),
            ({"materials": [{"code": "unheard-of", "held": "counter"}]}, "desk.material-unknown"),
            ({"basicCode": "999999999999"}, "items.unknown-item"),
            ({"scenario": {"unheard-of": "x"}}, "items.no-such-answer"),
        ],
    )
    async def test_what_is_not_right_is_named(self, client, item, wrong, code):
        answer = await take_in(client, await decider(item), intake(item, **wrong))

        assert answer.json()["code"] == code, answer.text

    async def test_an_open_question_is_named(self, client, catalogue):
        asking = next(one for one in catalogue if items.narrow(one, {}).next_question)

        answer = await take_in(client, await decider(asking), intake(asking, scenario={}))

        assert answer.json()["code"] == "desk.question-open"

    async def test_nobody_is_taken_in_for_somebody_else_without_a_ground(self, client, item):
        other = {"kind": "person", "id": str(await make_person())}

        answer = await take_in(client, await decider(item), intake(item, actingFor=other))

        assert answer.json()["code"] == "identity.may-not-act-for"

    async def test_somebody_applies_for_their_firm_which_registers_name(self, client, item):
        number, firm = new_number(), await make_firm("甲测试厂")
        person = await make_person(number=number, name="王法人")
        await people.join(person, organisation_id=firm, capacity=Capacity.LEGAL_PERSON)
        acting_for = {"kind": "organisation", "id": str(firm)}
        body = intake(item, person={"name": "王法人", "number": number}, actingFor=acting_for)

        case = (await take_in(client, await decider(item), body)).json()

        assert (case["subjectName"], case["actedAs"]) == ("甲测试厂", "legal-person")
        assert case["applicantId"] == str(person)

    async def test_a_name_that_was_typed_for_them_is_not_even_read(self, client, item):
        acting_for = {"kind": "person", "id": str(uuid4()), "name": "随便填"}

        answer = await take_in(client, await decider(item), intake(item, actingFor=acting_for))

        assert answer.status_code == 400

    async def test_staff_without_a_post_take_in_nothing_for_others(self, client, item):
        former = await elsewhere()
        headers = await signed(former)
        await database.execute("delete from identity_staff where person_id = $1", former)

        answer = await client.post("/api/v1/desk/intake", json=intake(item), headers=headers)

        assert answer.json()["code"] == "desk.not-across-places"


class TestWindow:
    @pytest.mark.parametrize("seated", [False, True], ids=["at-none", "at-another"])
    async def test_nobody_takes_in_at_a_window_where_they_do_not_sit(self, client, item, seated):
        receiver = await elsewhere()
        if seated:
            await sit(receiver, 2)

        answer = await take_in(client, receiver, intake(item, window="九十九号窗口"))

        assert (answer.status_code, answer.json()["code"]) == (409, "desk.not-at-window")
        assert "九十九号窗口" in answer.json()["title"]

    async def test_who_got_up_takes_nothing_in_there_any_more(self, client, item):
        receiver = await elsewhere()
        window = await sit(receiver, 3)
        await window_desk.leave(f"h{AWAY}", hand_over=True, staff=receiver, attempt=attempt(), at=now())

        answer = await take_in(client, receiver, intake(item, window=window.name))

        assert answer.json()["code"] == "desk.not-at-window"

    async def test_the_deciding_place_is_asked_as_well(self, client, item):
        answer = await take_in(client, await decider(item), intake(item, window="九十九号窗口"))

        assert answer.json()["code"] == "desk.not-at-window"

    async def test_who_says_no_window_is_noted_under_their_department_alone(self, client, item):
        receiver = await elsewhere()
        await sit(receiver, 4)

        case = (await take_in(client, receiver, intake(item))).json()

        assert case["receiving"]["window"] == ""

    async def test_of_several_posts_the_one_of_the_hall_takes_in(self, client, item):
        receiver, hall = await make_officer("甲处综合窗口", "620300"), f"乙处大厅{uuid4().hex[:6]}"
        await people.appoint(receiver, department=hall, region_code=AWAY, roles=["case-officer"])
        window = await sit(receiver, 5)

        case = (await take_in(client, receiver, intake(item, window=window.name))).json()

        assert (case["receiving"]["department"], case["receiving"]["regionCode"]) == (hall, AWAY)

    async def test_a_repeated_attempt_is_answered_although_the_officer_got_up_meanwhile(self, client, item):
        receiver = await elsewhere()
        window = await sit(receiver, 6)
        body = intake(item, window=window.name)
        first = await take_in(client, receiver, body, key="k2")
        await window_desk.leave(f"h{AWAY}", hand_over=True, staff=receiver, attempt=attempt(), at=now())

        again = await take_in(client, receiver, body, key="k2")

        assert first.status_code == 201, first.text
        assert again.json()["id"] == first.json()["id"]


class TestCommitment:
    @pytest.fixture
    def promising(self, catalogue):
        """An item that is handled upon notice and commitment."""
        return next(one for one in catalogue if one.rules.notice_commitment)

    async def text(self, client, officer):
        return (await client.get("/api/v1/desk/intake/commitment", headers=await signed(officer))).json()

    async def test_anonymous_is_refused(self, client):
        assert (await client.get("/api/v1/desk/intake/commitment")).status_code == 401

    async def test_who_is_no_case_officer_is_refused(self, client, database_url):
        answer = await client.get("/api/v1/desk/intake/commitment", headers=await signed(await make_person()))

        assert answer.json()["code"] == "identity.role-missing"

    async def test_is_read_out_and_recorded(self, client, promising):
        officer = await decider(promising)
        told = await self.text(client, officer)

        body = intake(promising, commitmentTextVersion=told["textVersion"])
        case = (await take_in(client, officer, body)).json()

        assert "承诺" in told["text"]["zh"]
        assert "promise" in told["text"]["en"]
        seen = await client.get(f"/api/v1/desk/cases/{case['id']}", headers=await signed(officer))
        assert seen.json()["commitmentGivenAt"] is not None
        row = await database.fetch_one("select commitment from cases_content where id = $1", case["id"])
        assert row["commitment"]["textVersion"] == told["textVersion"]

    async def test_nothing_is_promised_where_the_item_takes_no_promises(self, client, catalogue):
        plain = next(one for one in catalogue if not one.rules.notice_commitment)
        officer = await decider(plain)
        told = await self.text(client, officer)

        answer = await take_in(client, officer, intake(plain, commitmentTextVersion=told["textVersion"]))

        assert answer.json()["code"] == "desk.no-commitment"

    async def test_an_older_text_is_read_again(self, client, promising):
        answer = await take_in(client, await decider(promising), intake(promising, commitmentTextVersion="1999-01"))

        assert (answer.status_code, answer.json()["code"]) == (409, "desk.commitment-outdated")

    @pytest.mark.parametrize(
        ("source", "necessity", "covered"),
        [("other", "required", True), ("applicant", "required", False), ("applicant", "later", True)],
    )
    def test_stands_for_what_others_would_have_to_issue(self, catalogue, source, necessity, covered):
        called = material_of(catalogue, source=source, necessity=necessity)

        assert counter._material(called, None, committed=True).covered is covered
        assert counter._material(called, None, committed=False).covered is False
        assert forms.commitment_covers(called) is covered


def material_of(catalogue, *, source, necessity) -> Material:
    """A material of the catalogue, come by and needed in this way."""
    some = next(one for item in catalogue for one in item.materials)
    plain = msgspec.to_builtins(some) | {"source": source, "necessity": necessity}
    return msgspec.convert(plain, Material)


class TestForWhom:
    async def ask(self, client, officer, *, name, number, item):
        body = {"person": {"name": name, "number": number}, "basicCode": item.basic_code}
        headers = await signed(officer) if officer else {}
        return await client.post("/api/v1/desk/intake/acting", json=body, headers=headers)

    async def test_anonymous_is_refused(self, client, item):
        assert (await self.ask(client, None, name="王", number=new_number(), item=item)).status_code == 401

    async def test_who_is_no_case_officer_is_refused(self, client, item):
        answer = await self.ask(client, await make_person(), name="王", number=new_number(), item=item)

        assert answer.json()["code"] == "identity.role-missing"

    @pytest.mark.parametrize("path", ["acting", ""])
    async def test_a_card_without_a_name_is_unreadable_although_a_dependency_is_called_person_too(
        self, client, item, path
    ):
        body = {"person": {"number": new_number()}, "basicCode": item.basic_code, "regionCode": "620102"}
        answer = await client.post(f"/api/v1/desk/intake/{path}", json=body, headers=await signed(await elsewhere()))

        assert (answer.status_code, answer.json()["code"]) == (400, "core.unreadable")
        assert [one["pointer"] for one in answer.json()["errors"]] == ["/person"]

    async def test_those_for_whom_the_person_may_apply_are_named_and_the_look_is_known(self, client, item):
        number, firm, officer = new_number(), await make_firm("乙测试厂"), await elsewhere()
        person = await make_person(number=number, name="李法人")
        await people.join(person, organisation_id=firm, capacity=Capacity.AGENT)

        answer = (await self.ask(client, officer, name="李法人", number=number, item=item)).json()

        assert answer["items"] == [
            {"subject": {"kind": "organisation", "id": str(firm)}, "name": "乙测试厂", "kind": "agent", "until": None}
        ]
        row = await database.fetch_one(
            "select convert_from(leaf, 'UTF8')::jsonb as leaf from core_audit_leaf where about = $1"
            " and convert_from(leaf, 'UTF8')::jsonb ->> 'action' = 'desk.acting-disclosed'",
            person,
        )
        assert row["leaf"]["actor"] == f"person:{officer}"

    async def test_nothing_is_said_of_somebody_whose_card_does_not_say_that_name(self, client, item):
        number, firm = new_number(), await make_firm("丙测试厂")
        person = await make_person(number=number, name="赵法人")
        await people.join(person, organisation_id=firm, capacity=Capacity.AGENT)

        other = await self.ask(client, await elsewhere(), name="钱冒名", number=number, item=item)
        unknown = await self.ask(client, await elsewhere(), name="孙未知", number=new_number(), item=item)

        assert other.json() == unknown.json() == {"items": [], "complete": True}

    async def test_asking_enrols_nobody(self, client, item):
        number = new_number()
        await self.ask(client, await elsewhere(), name="周路过", number=number, item=item)

        assert await people.find_by_number(number, document=Document.RESIDENT_ID_CARD) is None

    async def test_a_number_that_cannot_be_one_is_refused(self, client, item):
        answer = await self.ask(client, await elsewhere(), name="吴", number="620102199003071234", item=item)

        assert answer.json()["code"] == "desk.person-unreadable"
