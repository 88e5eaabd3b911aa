from uuid import uuid4

import pytest

from profiles.ranking.structs import Place
from tests.profiles.attributes.conftest import start_session
from tests.profiles.ranking.conftest import CARDS, home_of, show

__all__ = ("start_session",)  # a fixture
SEEN, HIDDEN, DESK = "/api/v1/me/home/seen", "/api/v1/me/home/not-interested", "/api/v1/desk/ranking"


def key():
    return {"idempotency-key": str(uuid4())}


@pytest.fixture
def phone_of(client, start_session):
    """The headers of somebody's session."""

    async def of(person_id):
        session = await start_session(person_id)
        return {"authorization": f"Bearer {session.access_token}"}

    return of


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", SEEN),
        ("GET", HIDDEN),
        ("PUT", f"{HIDDEN}/card/item:1"),
        ("DELETE", f"{HIDDEN}/card/item:1"),
        ("GET", f"{DESK}/weights"),
        ("GET", f"{DESK}/weights/0"),
        ("POST", f"{DESK}/weights/0/bind"),
        ("GET", f"{DESK}/features"),
        ("GET", f"{DESK}/experiments"),
        ("GET", f"{DESK}/seasons"),
        ("GET", f"{DESK}/figures"),
        ("GET", f"{DESK}/offline"),
    ],
)
async def test_anonymous_is_refused(client, method, path):
    answer = await client.request(method, path, json={} if method in {"PUT", "POST"} else None)

    assert answer.status_code == 401, answer.text


class TestSeen:
    async def test_a_phone_tells_what_was_shown(self, client, phone_of, make_reader):
        someone = await make_reader()
        _, text = await home_of(someone, CARDS)
        body = {
            "seen": text,
            "cards": [{"card": "item:1", "position": 0, "outcome": "open"}, {"card": "item:2", "position": 1}],
        }

        answer = await client.post(SEEN, json=body, headers=await phone_of(someone) | key())

        assert (answer.status_code, answer.json()) == (200, {"kept": 2})

    async def test_of_whoever_does_not_agree_nothing_is_kept(self, client, phone_of, make_person):
        someone = await make_person()

        answer = await client.post(
            SEEN,
            json={"seen": "made up", "cards": [{"card": "item:1", "position": 0}]},
            headers=await phone_of(someone),
        )

        assert (answer.status_code, answer.json()["code"]) == (422, "profiles.not-this-home")

    @pytest.mark.parametrize(
        "card",
        [
            {"card": "item:1", "position": -1},
            {"card": "item:1", "position": 1000},
            {"card": "no card", "position": 0},
            {"card": "item:1", "position": 0, "outcome": "not-interested"},
        ],
    )
    async def test_what_cannot_be_is_not_read(self, client, phone_of, make_reader, card):
        answer = await client.post(
            SEEN, json={"seen": "x", "cards": [card]}, headers=await phone_of(await make_reader())
        )

        assert answer.status_code == 400

    async def test_more_than_a_screenful_is_not_read(self, client, phone_of, make_reader):
        cards = [{"card": "item:1", "position": 0}] * 51

        answer = await client.post(
            SEEN, json={"seen": "x", "cards": cards}, headers=await phone_of(await make_reader())
        )

        assert answer.status_code == 400


class TestNotInterested:
    async def test_is_kept_listed_and_taken_back(self, client, phone_of, make_reader):
        someone = await make_reader()
        phone = await phone_of(someone)

        hidden = await client.put(f"{HIDDEN}/topic/养老", headers=phone | key())
        listed = await client.get(HIDDEN, headers=phone)
        gone = await client.delete(f"{HIDDEN}/topic/养老", headers=phone | key())

        assert hidden.status_code == 200, hidden.text
        assert [(one["kind"], one["name"]) for one in listed.json()["items"]] == [("topic", "养老")]
        assert hidden.json() == listed.json()["items"][0]
        assert gone.status_code == 204
        assert (await client.get(HIDDEN, headers=phone)).json() == {"items": [], "nextCursor": None}

    async def test_a_card_by_its_id(self, client, phone_of, make_reader):
        someone = await make_reader()

        answer = await client.put(f"{HIDDEN}/card/item:1", headers=await phone_of(someone) | key())

        result, _ = await home_of(someone, CARDS)
        assert answer.json()["name"] == "item:1"
        assert [one.id for one in result.cards if one.place is Place.UNWANTED] == ["item:1"]

    @pytest.mark.parametrize(
        ("what", "status", "code"),
        [
            ("topic/宗教", 404, "profiles.unknown-topic"),
            ("card/nothing", 422, "profiles.unknown-card"),
        ],
    )
    async def test_what_there_is_not_is_refused(self, client, phone_of, make_reader, what, status, code):
        answer = await client.put(f"{HIDDEN}/{what}", headers=await phone_of(await make_reader()) | key())

        assert (answer.status_code, answer.json()["code"]) == (status, code)

    async def test_taking_back_what_no_name_can_be_changes_nothing(self, client, phone_of, make_reader):
        answer = await client.delete(f"{HIDDEN}/card/item%00", headers=await phone_of(await make_reader()) | key())

        assert answer.status_code in {204, 400}

    async def test_another_kind_is_not_read(self, client, phone_of, make_reader):
        answer = await client.put(f"{HIDDEN}/person/x", headers=await phone_of(await make_reader()) | key())

        assert answer.status_code in {400, 404}

    async def test_without_the_consent_it_is_refused(self, client, phone_of, make_person):
        answer = await client.put(f"{HIDDEN}/card/item:1", headers=await phone_of(await make_person()) | key())

        assert (answer.status_code, answer.json()["code"]) == (422, "profiles.personalisation-off")


class TestDesk:
    @pytest.mark.usefixtures("no_weights")
    async def test_staff_see_weights_with_their_bounds(self, client, sign_in):
        officer = await sign_in("case-officer")

        body = (await client.get(f"{DESK}/weights", headers=officer)).json()
        one = (await client.get(f"{DESK}/weights/0", headers=officer)).json()

        assert body["items"] == [one]
        assert (one["inForce"], one["fromVersion"]) == (True, None)
        assert all(each["low"] <= each["weight"] <= each["high"] for each in one["weights"])

    async def test_residents_do_not(self, client, sign_in):
        answer = await client.get(f"{DESK}/weights", headers=await sign_in("student"))

        assert answer.status_code == 403

    @pytest.mark.parametrize("version", [999, 2**40])
    async def test_weights_that_there_are_not(self, client, sign_in, version):
        answer = await client.get(f"{DESK}/weights/{version}", headers=await sign_in("operator"))

        assert (answer.status_code, answer.json()["code"]) == (404, "profiles.weights-unknown")

    async def test_features_say_what_they_look_at(self, client, sign_in):
        body = (await client.get(f"{DESK}/features", headers=await sign_in("leader"))).json()

        looks = {one["name"]: one["ofPerson"] for one in body["items"]}
        assert looks["interest"] == ["preference.interests"]
        assert "person.ethnicGroup" not in looks["tag"]

    @pytest.mark.parametrize(("path", "code"), [("experiments", "explore-2026"), ("seasons", "heating")])
    async def test_experiments_and_seasons_say_their_source(self, client, sign_in, path, code):
        body = (await client.get(f"{DESK}/{path}", headers=await sign_in("reviewer"))).json()

        assert code in {one["code"] for one in body["items"]}
        assert all(one["source"] and one["evidence"] for one in body["items"])

    @pytest.mark.usefixtures("no_weights")
    async def test_figures_come_page_by_page(self, client, sign_in):
        from profiles.ranking import service

        for arm in ("usual", "curious", "unlearned"):
            await show(people=1, opened=("1",), arm=arm)
        await service.count()
        officer = await sign_in("operator")

        first = (await client.get(f"{DESK}/figures?limit=2", headers=officer)).json()
        second = (await client.get(f"{DESK}/figures?limit=2&cursor={first['nextCursor']}", headers=officer)).json()

        assert [one["arm"] for one in first["items"] + second["items"]] == ["usual", "unlearned", "curious"]
        assert first["items"][0]["openRate"] == 500_000
        assert second["nextCursor"] is None


@pytest.mark.usefixtures("no_weights")
class TestBind:
    async def test_the_operator_says_which_weights_count(self, client, sign_in):
        body = {"reason": "试点结束，恢复初始权重"}

        answer = await client.post(f"{DESK}/weights/0/bind", json=body, headers=await sign_in("operator") | key())

        assert answer.status_code == 201, answer.text
        assert (answer.json()["version"], answer.json()["reason"]) == (0, body["reason"])

    async def test_others_do_not(self, client, sign_in):
        answer = await client.post(
            f"{DESK}/weights/0/bind", json={"reason": "x"}, headers=await sign_in("case-officer") | key()
        )

        assert answer.status_code == 403

    async def test_twice_is_refused(self, client, sign_in):
        operator = await sign_in("operator")
        await client.post(f"{DESK}/weights/0/bind", json={"reason": "x"}, headers=operator | key())

        answer = await client.post(f"{DESK}/weights/0/bind", json={"reason": "x"}, headers=operator | key())

        assert (answer.status_code, answer.json()["code"]) == (409, "profiles.weights-in-force")

    async def test_what_there_is_not_cannot_count(self, client, sign_in):
        answer = await client.post(
            f"{DESK}/weights/77/bind", json={"reason": "x"}, headers=await sign_in("operator") | key()
        )

        assert (answer.status_code, answer.json()["code"]) == (404, "profiles.weights-unknown")


async def test_staff_read_what_the_simulation_measured_and_of_how_many(client, sign_in):
    found = (await client.get(f"{DESK}/offline", headers=await sign_in("leader"))).json()

    assert found["learnedFrom"] >= 10_000
    assert found["heldOut"] >= 1_000
    assert len(found["models"]) == 3
    for one in found["models"]:
        assert one["random"] < one["popularity"] < one["ours"] < one["oracle"] == 10_000
