"""The first screen over HTTP."""

import pytest

from backend.demo.personas import BY_ID
from backend.reference.regions import service as regions
from backend.supports.messages import service as messages
from backend.supports.messages.structs import SendMessage

PATH = "/api/v1/home"


async def test_anonymous_is_refused(client):
    response = await client.get(PATH)

    assert (response.status_code, response.json()["code"]) == (401, "identity.not-signed-in")


async def test_shows_person_place_and_open_mini_apps(client, sign_in):
    headers = await sign_in("young-parent")
    lives_in = BY_ID["young-parent"].region

    home = (await client.get(PATH, headers=headers)).json()

    place = {"regionCode": lives_in, "regionName": await regions.name_of(lives_in)}
    assert home["person"] == {"name": "王小满", **place}
    assert home["person"]["regionName"].startswith("甘肃省")
    assert home["greeting"].endswith("好，王小满")
    assert home["miniApps"] == (await client.get("/api/v1/mini-apps")).json()["items"]


@pytest.mark.parametrize(("language", "word"), [("en-GB,en;q=0.9", "Good "), ("zh-CN", "好，"), ("", "好，")])
async def test_greets_in_the_readers_language(client, sign_in, language, word):
    headers = await sign_in("young-parent") | {"accept-language": language}

    home = (await client.get(PATH, headers=headers)).json()

    assert word in home["greeting"]


async def test_counts_what_is_unread(client, sign_in):
    headers = await sign_in("student")
    before = (await client.get(PATH, headers=headers)).json()["unreadMessages"]

    await messages.send(
        SendMessage(person_id=BY_ID["student"].person_id, sender="兰州市民政局", title="通知", body="内容")
    )

    assert (await client.get(PATH, headers=headers)).json()["unreadMessages"] == before + 1


async def test_two_people_see_their_own(client, sign_in):
    names = {
        (await client.get(PATH, headers=await sign_in(persona))).json()["person"]["name"]
        for persona in ("young-parent", "elder")
    }

    assert len(names) == 2


async def test_the_public_home_is_for_everybody(client):
    response = await client.get(f"{PATH}/public")

    home = response.json()
    assert response.status_code == 200
    assert home["greeting"]
    assert [part["id"] for part in home["sections"]] == ["for-you"]
    assert home["miniApps"] == (await client.get("/api/v1/mini-apps")).json()["items"]
