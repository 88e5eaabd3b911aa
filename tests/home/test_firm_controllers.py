"""The home of a firm over HTTP."""

from datetime import timedelta
from uuid import uuid4

import pytest

from backend.demo.personas import BY_ID
from backend.reference.regions import service as regions

FIRM = "兰州新区启明食品有限公司（演示）"
SEAL, INSURANCE = "001009001000", "002014002000"


def keyed(headers):
    return headers | {"idempotency-key": str(uuid4())}


@pytest.fixture
async def owner(sign_in):
    """赵启明, who leads a firm."""
    return await sign_in("firm-owner")


@pytest.fixture
async def path(client, owner):
    """Of the firm's home."""
    choices = (await client.get("/api/v1/me/acting", headers=owner)).json()["choices"]
    firm = next(one["subject"]["id"] for one in choices if one["name"] == FIRM)
    return f"/api/v1/home/firms/{firm}"


@pytest.fixture
def appoint(client, owner, path):
    """Let a persona act for the firm; the id of the delegation."""

    async def appointed(persona, *, actions=("apply", "follow"), codes=()):
        agent, today = BY_ID[persona], regions.today()
        asked = {
            "agentName": agent.name, "agentPhone": agent.phone, "actions": list(actions), "basicCodes": list(codes),
            "fromDate": str(today), "toDate": str(today + timedelta(30)), "onBehalfOf": path.rpartition("/")[2],
        }  # fmt: skip
        given = await client.post("/api/v1/me/delegations", json=asked, headers=keyed(owner))
        assert given.status_code == 201, given.text
        return given.json()["id"]

    return appointed


async def test_anonymous_is_refused(client):
    for tail in ("", "/stages/found/things"):
        response = await client.get(f"/api/v1/home/firms/{uuid4()}{tail}")

        assert (response.status_code, response.json()["code"]) == (401, "identity.not-signed-in")


async def test_a_strangers_firm_looks_like_none(client, path, sign_in):
    headers = await sign_in("student")

    for tail in ("", "/stages/found/things"):
        answers = [await client.get(f"{one}{tail}", headers=headers) for one in (path, f"/api/v1/home/firms/{uuid4()}")]

        assert [one.status_code for one in answers] == [404, 404]
        assert answers[0].json()["code"] == answers[1].json()["code"] == "profiles.firm-not-yours"
        assert answers[0].json()["detail"] == answers[1].json()["detail"]


async def test_says_for_whom_in_which_role_and_the_whole_zone(client, owner, path):
    home = (await client.get(path, headers=owner)).json()

    assert home["greeting"].endswith(f"好，{FIRM}")
    assert home["firm"]["name"] == FIRM
    assert home["firm"]["regionName"].startswith("甘肃省")
    assert home["acting"] == {
        "authority": "legal-person", "until": None, "actions": ["apply", "follow", "collect"], "items": None,
    }  # fmt: skip
    assert [one["code"] for one in home["stages"]] == ["found", "operate", "change", "staff", "support", "end"]
    assert all(one["source"] and one["evidence"] for one in home["stages"])
    assert {"for-you", "policies"} <= {one["id"] for one in home["sections"]}


async def test_every_address_goes_on_in_the_firms_name(client, owner, path):
    home = (await client.get(path, headers=owner)).json()
    tail = f"?firm={home['firm']['id']}"

    cards = [card for one in home["sections"] for card in one["cards"] if card["kind"] not in {"case", "draft"}]
    things = [thing for one in home["stages"] for thing in (*one["things"], *one["guides"])]

    assert cards
    assert things
    assert all(one["to"].endswith(tail) for one in (*cards, *things))


async def test_registers_say_why_and_what_is_done_already(client, owner, path):
    home = (await client.get(path, headers=owner)).json()
    page = (await client.get(f"{path}/stages/found/things?limit=100", headers=owner)).json()

    for_you = next(one["cards"] for one in home["sections"] if one["id"] == "for-you")
    assert home["personalised"]
    assert all(card["score"] == sum(one["contribution"] for one in card["reasons"]) for card in for_you)
    founded = next(one for one in page["items"] if one["id"] == "item:000131001000")
    assert (founded["state"], bool(founded["since"]), bool(founded["source"])) == ("done", True, True)
    assert founded["id"] not in [card["id"] for card in for_you]


async def test_speaks_the_readers_language(client, owner, path):
    home = (await client.get(path, headers=owner | {"accept-language": "en"})).json()

    assert home["greeting"].startswith("Good ")
    assert home["stages"][0]["title"] == "Setting up"


async def test_an_agent_of_a_few_items_is_shown_those_and_nothing_that_registers_say(client, path, appoint, sign_in):
    await appoint("job-seeker", codes=[SEAL])
    headers = await sign_in("job-seeker")

    home = (await client.get(path, headers=headers)).json()

    assert (home["acting"]["authority"], home["acting"]["items"]) == ("delegation", 1)
    assert home["acting"]["until"] == str(regions.today() + timedelta(30))
    assert not home["personalised"]
    assert [(one["code"], [thing["id"] for thing in one["things"]]) for one in home["stages"]] == [
        ("found", [f"item:{SEAL}"])
    ]
    assert not any(one["guides"] for one in home["stages"])
    assert {one["id"] for one in home["sections"]} <= {"to-do", "continue", "for-you"}
    every = (await client.get(f"{path}/stages/staff/things", headers=headers)).json()
    assert every["items"] == []


async def test_the_end_of_a_delegation_counts_at_once(client, owner, path, appoint, sign_in):
    given = await appoint("herder")
    headers = await sign_in("herder")
    before = await client.get(path, headers=headers)

    await client.delete(f"/api/v1/me/delegations/{given}", headers=keyed(owner))
    after = await client.get(path, headers=headers)

    assert (before.status_code, after.status_code) == (200, 404)


async def test_a_draft_for_the_firm_stands_under_continue_of_who_began_it(client, owner, path, appoint, sign_in):
    firm = path.rpartition("/")[2]
    begun = {
        "basicCode": INSURANCE, "regionCode": "620171", "actingFor": {"kind": "organisation", "id": firm},
    }  # fmt: skip
    draft = (await client.post("/api/v1/applications", json=begun, headers=keyed(owner))).json()

    mine = (await client.get(path, headers=owner)).json()
    await appoint("elders-helper", codes=[INSURANCE])
    theirs = (await client.get(path, headers=await sign_in("elders-helper"))).json()

    going_on = [card["id"] for one in mine["sections"] if one["id"] == "continue" for card in one["cards"]]
    assert f"draft:{draft['id']}" in going_on
    assert f"draft:{draft['id']}" not in str(theirs)


async def test_a_stage_is_read_page_by_page(client, owner, path):
    whole = (await client.get(f"{path}/stages/operate/things?limit=100", headers=owner)).json()["items"]
    found, cursor = [], ""
    while cursor is not None:
        page = (await client.get(f"{path}/stages/operate/things?limit=7{cursor}", headers=owner)).json()
        found += page["items"]
        cursor = f"&cursor={page['nextCursor']}" if page.get("nextCursor") else None

    home = (await client.get(path, headers=owner)).json()
    assert [one["id"] for one in found][: len(whole)] == [one["id"] for one in whole]
    assert len(found) == next(one["total"] for one in home["stages"] if one["code"] == "operate")
    assert len({one["id"] for one in found}) == len(found)


@pytest.mark.parametrize("stage", ["nowhere", "FOUND", "found%00"])
async def test_a_stage_that_there_is_not_is_refused(client, owner, path, stage):
    assert (await client.get(f"{path}/stages/{stage}/things", headers=owner)).status_code in {400, 404}
