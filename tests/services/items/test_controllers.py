import pytest

from tests.services.items.making import HOUSEHOLD, MARRIAGE

pytestmark = pytest.mark.usefixtures("catalogue")
ITEMS, BUNDLES = "/api/v1/items", "/api/v1/bundles"


async def get(client, path, **query):
    return await client.get(path, params={name: value for name, value in query.items() if value is not None})


class TestListItems:
    async def test_anonymous_may_read(self, client):
        answer = await get(client, ITEMS, sector="测试", limit=3)

        assert answer.status_code == 200
        assert [one["basicCode"] for one in answer.json()["items"]][:2] == [HOUSEHOLD, MARRIAGE]
        assert answer.json()["nextCursor"]

    async def test_of_a_place_and_an_audience(self, client):
        answer = await get(client, ITEMS, sector="测试", audience="2", regionCode="620102")

        assert [one["name"] for one in answer.json()["items"]] == ["职业资格核发（测试）"]

    async def test_refuses_a_cursor_of_another_list(self, client):
        cursor = (await get(client, ITEMS, sector="测试", limit=1)).json()["nextCursor"]

        assert (await get(client, ITEMS, sector="别的", cursor=cursor)).json()["code"] == "core.bad-cursor"

    async def test_refuses_a_place_that_is_none(self, client):
        assert (await get(client, ITEMS, regionCode="62")).status_code == 400
        assert (await get(client, ITEMS, regionCode="629999")).json()["code"] == "regions.unknown-region"


class TestReadItem:
    async def test_anonymous_may_read(self, client):
        answer = await get(client, f"{ITEMS}/{MARRIAGE}", regionCode="620102001")

        assert answer.status_code == 200
        item = answer.json()
        assert item["itemCode"].endswith("4620711901000")
        assert item["promisedLimit"] == {"amount": 5, "unit": "working-days"}
        assert (item["evidence"], item["bodyEvidence"]) == ("invented", "invented")
        assert item["materials"][1]["when"] == [{"question": "kind", "oneOf": ["first"]}]

    async def test_what_one_has_is_not_sent_again(self, client):
        first = await get(client, f"{ITEMS}/{MARRIAGE}", regionCode="620102")

        again = await client.get(
            f"{ITEMS}/{MARRIAGE}?regionCode=620102", headers={"if-none-match": first.headers["etag"]}
        )

        assert again.status_code == 304
        assert again.content == b""
        assert first.headers["cache-control"] == "public, max-age=60"

    async def test_refuses_an_unknown_item(self, client):
        answer = await get(client, f"{ITEMS}/620711999000", regionCode="620102")

        assert (answer.status_code, answer.json()["code"]) == (404, "items.unknown-item")

    async def test_says_where_it_is_offered(self, client):
        answer = await get(client, f"{ITEMS}/620723904000", regionCode="620100")

        assert (answer.status_code, answer.json()["code"]) == (422, "items.not-offered-here")
        assert "县级" in answer.json()["detail"]

    async def test_asks_for_a_place(self, client):
        assert (await get(client, f"{ITEMS}/{MARRIAGE}")).status_code == 400


class TestNarrowItem:
    async def test_anonymous_is_asked_until_nothing_is_left(self, client):
        path = f"{ITEMS}/{MARRIAGE}/narrow"

        first = (await get(client, path, regionCode="620102")).json()
        assert first["nextQuestion"]["id"] == "kind"
        second = (await get(client, path, regionCode="620102", answer=["kind:again"])).json()
        assert second["nextQuestion"]["id"] == "lost"
        last = (await get(client, path, regionCode="620102", answer=["kind:again", "lost:yes"])).json()
        assert last["nextQuestion"] is None
        assert [one["code"] for one in last["materials"]] == ["TEST-ID-CARD", "TEST-LOSS"]
        assert [one["name"] for one in last["fields"]] == ["applicantName", "phone", "reason"]
        assert [one["name"] for one in last["steps"]] == ["受理", "审查", "核查遗失情况", "发证"]
        assert last["fees"][0]["amountFen"] == 900

    @pytest.mark.parametrize("answer", ["kind:third", "colour:red", "kind"])
    async def test_refuses_an_answer_that_does_not_exist(self, client, answer):
        refused = await get(client, f"{ITEMS}/{MARRIAGE}/narrow", regionCode="620102", answer=[answer])

        assert (refused.status_code, refused.json()["code"]) == (422, "items.no-such-answer")


class TestBundles:
    async def test_anonymous_may_list(self, client):
        found, cursor = [], None
        while True:
            page = (await get(client, BUNDLES, limit=5, cursor=cursor)).json()
            found += page["items"]
            cursor = page["nextCursor"]
            if cursor is None:
                break

        (ours,) = [one for one in found if one["code"] == "test-newborn"]
        assert (ours["name"], ours["members"]) == ("孩子出生（测试）", 3)

    async def test_anonymous_may_read_one(self, client):
        bundle = (await get(client, f"{BUNDLES}/test-newborn", regionCode="620102")).json()

        assert [one["group"] for one in bundle["members"]] == [1, 2, 2]
        assert [one["field"]["name"] for one in bundle["fields"]] == [
            "name",
            "phone",
            "reporter",
            "follow",
            "lossReason",
        ]
        assert len(bundle["items"]) == 3

    async def test_and_narrow_it(self, client):
        narrowed = (
            await get(client, f"{BUNDLES}/test-newborn/narrow", regionCode="620102", answer=["parents:yes"])
        ).json()

        assert narrowed["nextQuestion"] is None
        assert [one["code"] for one in narrowed["materials"]] == ["TEST-ID-CARD", "TEST-MARRIAGE"]

    async def test_refuses_one_that_is_not_there(self, client):
        answer = await get(client, f"{BUNDLES}/moving", regionCode="620102")

        assert (answer.status_code, answer.json()["code"]) == (404, "items.unknown-bundle")
