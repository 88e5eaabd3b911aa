from uuid import uuid4

import pytest

from backend.core import database
from backend.reference.regions import service as regions
from profiles.scenarios import library
from tests.profiles.attributes.conftest import firm_of

SCENARIOS, EVENTS, MINE = "/api/v1/scenarios", "/api/v1/me/life-events", "/api/v1/me/scenarios"
SOMEBODY = uuid4()
FIRM = f"/api/v1/me/firms/{SOMEBODY}"


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
        ("GET", EVENTS),
        ("POST", EVENTS),
        ("DELETE", f"{EVENTS}/{SOMEBODY}"),
        ("GET", MINE),
        ("GET", f"{MINE}/{SOMEBODY}"),
        ("PUT", f"{MINE}/{SOMEBODY}/answers"),
        ("GET", f"{FIRM}/life-events"),
        ("POST", f"{FIRM}/life-events"),
        ("DELETE", f"{FIRM}/life-events/{SOMEBODY}"),
        ("GET", f"{FIRM}/scenarios"),
        ("GET", f"{FIRM}/scenarios/{SOMEBODY}"),
        ("PUT", f"{FIRM}/scenarios/{SOMEBODY}/answers"),
    ],
)
async def test_anonymous_is_refused(client, method, path):
    answer = await client.request(method, path, json={} if method in {"PUT", "POST"} else None)

    assert answer.status_code == 401, answer.text


class TestSignedOut:
    async def test_lists_every_guide_page_by_page(self, client):
        found, cursor = [], None
        while True:
            query = f"&cursor={cursor}" if cursor else ""
            body = (await client.get(f"{SCENARIOS}?limit=15{query}")).json()
            found += [one["code"] for one in body["items"]]
            cursor = body["nextCursor"]
            if cursor is None:
                break

        assert found == sorted(library.in_force(regions.today()))

    async def test_lists_those_for_firms(self, client):
        body = (await client.get(f"{SCENARIOS}?subject=firm&limit=100")).json()

        assert {one["subject"] for one in body["items"]} == {"firm"}
        assert len(body["items"]) >= 10

    async def test_reads_one(self, client):
        body = (await client.get(f"{SCENARIOS}/lost-job")).json()

        assert body["title"]["zh"] == "没工作了"
        assert body["nextQuestion"]
        step = next(one for one in body["steps"] if one["id"] == "register")
        assert step["doneBy"] == {"kind": "item", "code": "002014004000"}
        assert (step["source"] != "", step["evidence"]) == (True, "recalled")

    async def test_tries_one(self, client):
        day = regions.today().isoformat()
        command = {"answers": {"why": "dismissed", "year": "yes", "owed": "no"}, "done": ["register"], "day": day}

        body = (await client.post(f"{SCENARIOS}/lost-job/steps", json=command)).json()

        states = {one["id"]: one["state"] for one in body["steps"]}
        assert (states["register"], states["benefit"], states["complain"]) == ("done", "missing", "not-applicable")
        assert next(one for one in body["steps"] if one["id"] == "benefit")["due"]["day"] > day

    async def test_nothing_asked_nothing_answered(self, client):
        body = (await client.post(f"{SCENARIOS}/lost-job/steps", json={})).json()

        assert all(one["due"] is None for one in body["steps"])

    @pytest.mark.parametrize(
        ("command", "code"),
        [
            ({"answers": {"nothing": "yes"}}, "profiles.unknown-question"),
            ({"answers": {"why": "perhaps"}}, "profiles.unknown-answer"),
            ({"done": ["nothing"]}, "profiles.unknown-step"),
        ],
    )
    async def test_what_the_guide_does_not_ask_is_refused(self, client, command, code):
        answer = await client.post(f"{SCENARIOS}/lost-job/steps", json=command)

        assert (answer.status_code, answer.json()["code"]) == (422, code)

    async def test_an_unknown_guide_is_refused(self, client):
        answers = [await client.get(f"{SCENARIOS}/nothing"), await client.post(f"{SCENARIOS}/nothing/steps", json={})]

        assert [(one.status_code, one.json()["code"]) for one in answers] == [(404, "profiles.unknown-scenario")] * 2


class TestOneself:
    async def test_says_answers_and_takes_back(self, client, phone_of, make_person):
        headers = await phone_of(await make_person())

        said = (await client.post(EVENTS, headers=headers | key(), json={"kind": "home-purchase"})).json()
        scenario = said["scenarios"][0]["id"]
        answered = await client.put(
            f"{MINE}/{scenario}/answers",
            headers=headers | key(),
            json={"answers": {"kind": "used"}, "done": ["search"]},
        )
        seen = (await client.get(f"{MINE}/{scenario}", headers=headers)).json()
        listed = (await client.get(MINE, headers=headers)).json()["items"]
        gone = await client.delete(f"{EVENTS}/{said['event']['id']}", headers=headers | key())

        assert answered.status_code == 200, answered.text
        assert answered.json() == seen
        assert {one["id"]: one["state"] for one in seen["guide"]["steps"]}["search"] == "done"
        assert [one["id"] for one in seen["guide"]["steps"] if one["ticked"]] == ["search"]
        assert [(one["code"], one["counts"]["done"]) for one in listed] == [("buying-home", 1)]
        assert gone.status_code == 204
        assert (await client.get(MINE, headers=headers)).json()["items"] == []
        assert (await client.get(f"{MINE}/{scenario}", headers=headers)).json()["code"] == "profiles.scenario-not-found"

    async def test_lists_page_by_page(self, client, phone_of, make_person):
        headers = await phone_of(await make_person())
        for kind in ("marriage", "renting", "car-purchase"):
            await client.post(EVENTS, headers=headers | key(), json={"kind": kind})

        first = (await client.get(f"{EVENTS}?limit=2", headers=headers)).json()
        rest = (await client.get(f"{EVENTS}?limit=2&cursor={first['nextCursor']}", headers=headers)).json()
        guides = (await client.get(f"{MINE}?limit=2", headers=headers)).json()
        last = (await client.get(f"{MINE}?limit=2&cursor={guides['nextCursor']}", headers=headers)).json()

        assert [one["kind"] for one in [*first["items"], *rest["items"]]] == ["car-purchase", "renting", "marriage"]
        assert (len(guides["items"]), len(last["items"]), last["nextCursor"]) == (2, 1, None)

    @pytest.mark.parametrize(
        ("command", "status", "code"),
        [
            ({"kind": "no-such-kind"}, 404, "profiles.unknown-event-kind"),
            ({"kind": "firm-closing"}, 404, "profiles.unknown-event-kind"),
            ({"kind": "birth", "day": "2001-01-01"}, 422, "profiles.event-day-unlikely"),
        ],
    )
    async def test_what_cannot_be_is_refused(self, client, phone_of, make_person, command, status, code):
        headers = await phone_of(await make_person())

        answer = await client.post(EVENTS, headers=headers | key(), json=command)

        assert (answer.status_code, answer.json()["code"]) == (status, code)

    async def test_anothers_event_is_not_found(self, client, phone_of, make_person):
        one, other = await phone_of(await make_person()), await phone_of(await make_person())
        said = (await client.post(EVENTS, headers=one | key(), json={"kind": "marriage"})).json()

        answer = await client.delete(f"{EVENTS}/{said['event']['id']}", headers=other | key())

        assert (answer.status_code, answer.json()["code"]) == (404, "profiles.event-not-found")


class TestFirm:
    async def test_says_answers_and_takes_back(self, client, sign_in):
        firm, headers = await firm_of("trader"), await sign_in("trader")
        path = f"/api/v1/me/firms/{firm.id}"

        said = (
            await client.post(f"{path}/life-events", headers=headers | key(), json={"kind": "firm-opens-shop"})
        ).json()
        scenario = said["scenarios"][0]["id"]
        answered = await client.put(
            f"{path}/scenarios/{scenario}/answers", headers=headers | key(), json={"answers": {"tobacco": "yes"}}
        )
        seen = (await client.get(f"{path}/scenarios/{scenario}", headers=headers)).json()
        listed = (await client.get(f"{path}/scenarios", headers=headers)).json()["items"]
        told = (await client.get(f"{path}/life-events", headers=headers)).json()["items"]
        gone = await client.delete(f"{path}/life-events/{said['event']['id']}", headers=headers | key())

        assert answered.json() == seen
        assert {one["id"]: one["state"] for one in seen["guide"]["steps"]}["tobacco"] == "missing"
        assert "firm-shop" in {one["code"] for one in listed}
        assert "firm-opens-shop" in {one["kind"] for one in told}
        assert gone.status_code == 204

    async def test_what_comes_by_itself_is_not_said(self, client, sign_in):
        firm, headers = await firm_of("trader"), await sign_in("trader")

        answer = await client.post(
            f"/api/v1/me/firms/{firm.id}/life-events", headers=headers | key(), json={"kind": "annual-report"}
        )

        assert (answer.status_code, answer.json()["code"]) == (422, "profiles.event-not-sayable")

    async def test_of_others_looks_the_same_as_none(self, client, sign_in):
        firm, headers = await firm_of("firm-owner"), await sign_in("trader")

        answers = [
            await client.get(f"/api/v1/me/firms/{one}/{what}", headers=headers)
            for one in (firm.id, uuid4())
            for what in ("life-events", "scenarios", f"scenarios/{SOMEBODY}")
        ]

        assert {(one.status_code, one.json()["code"]) for one in answers} == {(404, "profiles.firm-not-yours")}


async def test_news_reaches_the_jobs_that_follow_it(client, phone_of, make_person):
    """The wiring: an event that is said is put into the queue for those who open and close."""
    headers = await phone_of(await make_person())
    before = await jobs_named("profiles.scenarios-open"), await jobs_named("profiles.scenarios-close")

    said = (await client.post(EVENTS, headers=headers | key(), json={"kind": "marriage"})).json()
    await client.delete(f"{EVENTS}/{said['event']['id']}", headers=headers | key())

    after = await jobs_named("profiles.scenarios-open"), await jobs_named("profiles.scenarios-close")
    assert [late - early for early, late in zip(before, after, strict=True)] == [1, 1]


async def jobs_named(name):
    row = await database.fetch_one("select count(*) as jobs from pgqueuer where entrypoint = $1", name)
    return row["jobs"]
