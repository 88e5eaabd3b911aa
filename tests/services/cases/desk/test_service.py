"""一窗受理: an officer takes in an item of the catalogue for somebody who is present."""

from uuid import uuid4

import pytest

from backend.core import database
from backend.identity.people import service as people
from backend.services.cases.flow import service as flow
from backend.services.items import service as items
from backend.services.items.structs import CrossPlace
from tests.identity.conftest import new_number
from tests.services.cases.conftest import make_officer, make_person, signed

REGION = "620102"


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
        "scenario": scenario, "answers": answers, "window": "3 号窗口",
        "materials": [{"code": one.code, "held": "counter"} for one in narrowed.materials],
    }  # fmt: skip
    return usual | what_matters


async def decider(item):
    return await make_officer(item.department.name, item.region_code)


async def elsewhere():
    return await make_officer(f"别处政务大厅{uuid4().hex[:6]}", "620500")


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
        case = (await take_in(client, receiver, intake(item))).json()
        headers, desk = await signed(receiver), await signed(officer)

        sent = await client.post(f"/api/v1/desk/taken-in/{case['id']}/hand-over", json={}, headers=headers)
        received = await client.post(f"/api/v1/desk/cases/{case['id']}/take-over", json={}, headers=desk)
        accepted = await client.post(f"/api/v1/desk/cases/{case['id']}/acceptance", json={}, headers=desk)

        assert (case["custody"], case["receiving"]["window"]) == ("receiver", "3 号窗口")
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
        other = {"kind": "person", "id": str(await make_person()), "name": "别人"}

        answer = await take_in(client, await decider(item), intake(item, actingFor=other))

        assert answer.json()["code"] == "identity.may-not-act-for"

    async def test_staff_without_a_post_take_in_nothing_for_others(self, client, item):
        former = await elsewhere()
        headers = await signed(former)
        await database.execute("delete from identity_staff where person_id = $1", former)

        answer = await client.post("/api/v1/desk/intake", json=intake(item), headers=headers)

        assert answer.json()["code"] == "desk.not-across-places"
