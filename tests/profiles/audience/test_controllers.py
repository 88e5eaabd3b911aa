"""The doors: anonymous first, then residents, then what staff and people see over HTTP."""

from uuid import uuid4

import msgspec
import pytest

from backend.core import database
from profiles.attributes import conditions as c
from profiles.audience import service
from tests.profiles.audience.conftest import DEPARTMENT, HERE, both, finished, within, working

AUDIENCES, CAMPAIGNS = "/api/v1/desk/audiences", "/api/v1/desk/campaigns"
MESSAGES, SWITCHES = "/api/v1/me/campaign-messages", "/api/v1/me/campaign-switches"
SOMETHING = uuid4()
JOBLESS = both(within(HERE), working("失业"))
DESK = [
    ("GET", AUDIENCES),
    ("GET", f"{AUDIENCES}/vocabulary"),
    ("POST", AUDIENCES),
    ("GET", f"{AUDIENCES}/{SOMETHING}"),
    ("PUT", f"{AUDIENCES}/{SOMETHING}"),
    ("POST", f"{AUDIENCES}/{SOMETHING}/estimate"),
    ("GET", CAMPAIGNS),
    ("POST", CAMPAIGNS),
    ("GET", f"{CAMPAIGNS}/{SOMETHING}"),
    ("POST", f"{CAMPAIGNS}/{SOMETHING}/propose"),
    ("POST", f"{CAMPAIGNS}/{SOMETHING}/approve"),
    ("POST", f"{CAMPAIGNS}/{SOMETHING}/stop"),
    ("GET", f"{CAMPAIGNS}/{SOMETHING}/effect"),
]
MINE = [("POST", f"{MESSAGES}/{SOMETHING}/open"), ("GET", SWITCHES), ("PUT", f"{SWITCHES}/consultation")]


def key():
    return {"idempotency-key": str(uuid4())}


def segment(condition=JOBLESS, **more):
    return {
        "title": "待业人员", "kind": "person", "purpose": "service-notice", "ground": "条款", "department": DEPARTMENT,
        "condition": msgspec.to_builtins(condition),
    } | more  # fmt: skip


@pytest.mark.parametrize(("method", "path"), [*DESK, *MINE])
async def test_anonymous_is_refused(client, method, path):
    answer = await client.request(method, path, json={} if method in {"PUT", "POST"} else None)

    assert answer.status_code == 401, answer.text


@pytest.mark.parametrize("persona", ["young-parent", "case-officer", "department-developer"])
@pytest.mark.parametrize(("method", "path"), DESK)
async def test_who_is_not_of_these_staff_is_refused(client, sign_in, method, path, persona):
    answer = await client.request(
        method, path, json={} if method in {"PUT", "POST"} else None, headers=await sign_in(persona)
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "identity.role-missing")


class TestDesk:
    async def test_from_the_segment_to_the_effect(self, client, sign_in, snapshot, fresh_weeks, crowd):
        officer, leader = await sign_in("operator"), await sign_in("leader")

        made = await client.post(AUDIENCES, headers=officer | key(), json=segment())
        audience = made.json()["id"]
        estimate = await client.post(f"{AUDIENCES}/{audience}/estimate", headers=officer | key())
        text = {"titleZh": "招聘会", "bodyZh": "周六有招聘会。"}
        draft = await client.post(
            CAMPAIGNS,
            headers=officer | key(),
            json={
                "segmentId": audience,
                "message": text,
                "cap": 1000,
                "link": {"kind": "scenario", "code": "lost-job"},
            },
        )
        campaign = f"{CAMPAIGNS}/{draft.json()['id']}"
        proposed = await client.post(f"{campaign}/propose", headers=officer | key())
        own = await client.post(f"{campaign}/approve", headers=officer | key())
        approved = await client.post(f"{campaign}/approve", headers=leader | key())
        early = await client.get(f"{campaign}/effect", headers=leader)
        await service.send()
        effect = await client.get(f"{campaign}/effect", headers=leader)

        assert (made.status_code, made.json()["version"]) == (201, 1)
        assert estimate.json()["members"] == {"atLeast": 80, "fewerThan": None}
        assert (draft.status_code, draft.json()["state"]) == (201, "draft")
        assert (proposed.status_code, proposed.json()["state"]) == (200, "proposed")
        assert (own.status_code, own.json()["code"]) == (403, "audience.not-by-proposer")
        assert (approved.status_code, approved.json()["state"]) == (200, "sending")
        assert (early.status_code, early.json()["code"]) == (409, "audience.campaign-elsewhere")
        assert effect.json()["sent"]["members"] == {"atLeast": 80, "fewerThan": None}
        assert effect.json()["sent"]["read"] == {"atLeast": None, "fewerThan": 50}

    async def test_a_revealing_estimate_is_a_conflict_in_both_languages(self, client, sign_in, snapshot):
        officer = await sign_in("operator")
        young = c.Age(attribute="person.birthDate", at_most=29)
        answers = []
        for condition in (within(HERE), both(within(HERE), c.Not(of=young))):
            made = await client.post(AUDIENCES, headers=officer | key(), json=segment(condition))
            answers.append(await client.post(f"{AUDIENCES}/{made.json()['id']}/estimate", headers=officer | key()))

        body = answers[1].json()
        assert [one.status_code for one in answers] == [200, 409]
        assert body["code"] == "audience.too-revealing"
        assert "50" in str(body)

    async def test_reads_lists_revises_and_stops(self, client, sign_in, snapshot):
        officer = await sign_in("operator")
        made = (await client.post(AUDIENCES, headers=officer | key(), json=segment())).json()
        revision = {"version": 1, "title": "新", "ground": "条款", "condition": made["condition"]}

        revised = await client.put(f"{AUDIENCES}/{made['id']}", headers=officer | key(), json=revision)
        late = await client.put(f"{AUDIENCES}/{made['id']}", headers=officer | key(), json=revision)
        listed = (await client.get(f"{AUDIENCES}?limit=1", headers=officer)).json()
        words = (await client.get(f"{AUDIENCES}/vocabulary?kind=firm", headers=officer)).json()
        text = {"titleZh": "题", "bodyZh": "文"}
        draft = await client.post(
            CAMPAIGNS, headers=officer | key(), json={"segmentId": made["id"], "message": text, "cap": 50}
        )
        stopped = await client.post(
            f"{CAMPAIGNS}/{draft.json()['id']}/stop", headers=officer | key(), json={"reason": "不发了"}
        )
        drafts = (await client.get(f"{CAMPAIGNS}?state=stopped&limit=1", headers=officer)).json()
        read = await client.get(f"{CAMPAIGNS}/{draft.json()['id']}", headers=officer)

        assert (revised.status_code, revised.json()["version"]) == (200, 2)
        assert (late.status_code, late.json()["code"]) == (409, "audience.moved")
        assert [one["id"] for one in listed["items"]] == [made["id"]]
        assert (await client.get(f"{AUDIENCES}/{made['id']}", headers=officer)).json() == revised.json()
        assert "tag.trader" in {one["name"] for one in words["items"]}
        assert stopped.json()["state"] == "stopped"
        assert [one["id"] for one in drafts["items"]] == [draft.json()["id"]]
        assert read.json() == stopped.json()

    async def test_an_unfit_condition_says_where_and_why(self, client, sign_in):
        condition = both(within(HERE), c.Present(attribute="household.childBirthDates"))

        answer = await client.post(AUDIENCES, headers=await sign_in("operator") | key(), json=segment(condition))

        assert (answer.status_code, answer.json()["code"]) == (422, "audience.unfit")
        assert "of[1]" in answer.text

    async def test_a_cap_below_the_smallest_group_cannot_be_asked_for(self, client, sign_in):
        command = {"segmentId": str(SOMETHING), "message": {"titleZh": "题", "bodyZh": "文"}, "cap": 49}

        answer = await client.post(CAMPAIGNS, headers=await sign_in("operator") | key(), json=command)

        assert answer.status_code == 400


class TestMine:
    async def test_opens_the_link_of_a_message(self, client, start_session, snapshot, fresh_weeks, crowd):
        campaign = await finished(JOBLESS, link=("scenario", "lost-job"))
        one = crowd.jobless[0]
        headers = {"authorization": f"Bearer {(await start_session(one)).access_token}"}
        row = await database.fetch_one(
            "select id from profiles_audience_delivery where campaign_id = $1 and person_id = $2", campaign.id, one
        )

        opened = await client.post(f"{MESSAGES}/{row['id']}/open", headers=headers | key())
        unknown = await client.post(f"{MESSAGES}/{SOMETHING}/open", headers=headers | key())

        assert opened.json()["link"] == {"kind": "scenario", "code": "lost-job"}
        assert (unknown.status_code, unknown.json()["code"]) == (404, "audience.message-not-found")

    async def test_turns_a_kind_of_messages_off(self, client, sign_in):
        headers = await sign_in("student")

        changed = await client.put(f"{SWITCHES}/consultation", headers=headers | key(), json={"on": False})
        listed = (await client.get(SWITCHES, headers=headers)).json()["items"]
        await client.put(f"{SWITCHES}/consultation", headers=headers | key(), json={"on": True})
        unknown = await client.put(f"{SWITCHES}/advertising", headers=headers | key(), json={"on": False})

        assert changed.json()["on"] is False
        assert [one["purpose"] for one in listed if not one["on"]] == ["consultation"]
        assert (unknown.status_code, unknown.json()["code"]) == (422, "audience.purpose-unknown")
