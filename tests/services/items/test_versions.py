import pytest

from tests.services.items.making import BIRTH, FIXTURE, HOUSEHOLD, LICENCE, MARRIAGE, as_json

pytestmark = pytest.mark.usefixtures("catalogue")
DESK = "/api/v1/item-catalogue"
OURS = {MARRIAGE, HOUSEHOLD, LICENCE, BIRTH}


@pytest.fixture
async def leader(sign_in):
    return await sign_in("leader")


@pytest.mark.parametrize("path", ["versions", "exports/items.csv", "drift?regionCode=620102", "drift/overview"])
class TestWhoMayLook:
    async def test_anonymous_is_refused(self, client, path):
        assert (await client.get(f"{DESK}/{path}")).status_code == 401

    async def test_residents_are_refused(self, client, sign_in, path):
        assert (await client.get(f"{DESK}/{path}", headers=await sign_in("student"))).status_code == 403

    async def test_leaders_may(self, client, leader, path):
        assert (await client.get(f"{DESK}/{path}", headers=leader)).status_code == 200


async def test_leaders_may_not_change_anything(client, leader):
    for path in ("imports", "versions/actions"):
        assert (await client.post(f"{DESK}/{path}", json={}, headers=leader)).status_code == 403


class TestVersions:
    async def test_are_listed_page_by_page(self, client, leader):
        found, cursor = [], None
        while True:
            query = {"kind": "override", "code": MARRIAGE, "limit": 1} | ({"cursor": cursor} if cursor else {})
            page = (await client.get(f"{DESK}/versions", params=query, headers=leader)).json()
            found += [(one["regionCode"], one["state"], one["evidence"]) for one in page["items"]]
            cursor = page["nextCursor"]
            if cursor is None:
                break

        assert sorted(found) == [("620100", "published", "invented"), ("620102", "published", "invented")]

    async def test_of_one_place(self, client, leader):
        query = {"code": MARRIAGE, "regionCode": "620102"}
        page = (await client.get(f"{DESK}/versions", params=query, headers=leader)).json()

        assert [one["kind"] for one in page["items"]] == ["override"]


class TestExport:
    async def test_a_sheet_has_the_rows_of_the_seed(self, client, leader):
        answer = await client.get(f"{DESK}/exports/materials.csv", headers=leader)

        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert "materials.csv" in answer.headers["content-disposition"]
        rows = answer.text.splitlines()
        assert set((FIXTURE / "materials.csv").read_text("utf-8").splitlines()) <= set(rows)

    async def test_what_is_exported_can_be_imported_and_changes_nothing(self, client, sign_in):
        operator = await sign_in("operator")
        whole = (await client.get(f"{DESK}/exports/catalogue.json", headers=operator)).json()
        ours = {
            "items": [one for one in whole["items"] if one["basicCode"] in OURS],
            "overrides": [one for one in whole["overrides"] if one["basicCode"] in OURS],
            "bundles": [one for one in whole["bundles"] if one["code"] == "test-newborn"],
        }
        files = [{"name": "catalogue.json", "content": as_json(ours)}]

        answer = await client.post(f"{DESK}/imports", json={"files": files, "dryRun": True}, headers=operator)

        assert answer.json() == {"batch": None, "created": [], "unchanged": 8, "dryRun": True}

    async def test_differences_of_one_place_only(self, client, leader):
        answer = await client.get(f"{DESK}/exports/overrides.csv?regionCode=620102", headers=leader)

        regions = {row.split(",")[1] for row in answer.text.splitlines()[1:]}
        assert "620102" in regions
        assert all(region.startswith("620102") for region in regions)

    async def test_goes_on_after_a_code(self, client, leader):
        answer = await client.get(f"{DESK}/exports/items.csv?after={HOUSEHOLD}", headers=leader)

        codes = [row.split(",")[0] for row in answer.text.splitlines()[1:]]
        assert codes
        assert min(codes) > HOUSEHOLD

    async def test_refuses_a_file_that_is_none(self, client, leader):
        answer = await client.get(f"{DESK}/exports/prices.csv", headers=leader)

        assert (answer.status_code, answer.json()["code"]) == (404, "items.unknown-export")


class TestDrift:
    async def test_says_what_differs_where_and_that_it_may(self, client, leader):
        found, cursor = [], None
        while True:
            query = {"regionCode": "620102", "limit": 50} | ({"cursor": cursor} if cursor else {})
            page = (await client.get(f"{DESK}/drift", params=query, headers=leader)).json()
            found += page["items"]
            cursor = page["nextCursor"]
            if cursor is None:
                break

        ours = {one["regionCode"]: one for one in found if one["basicCode"] == MARRIAGE}
        assert set(ours) == {"620100", "620102"}
        own = {one["element"]: (one["standard"], one["local"], one["allowed"]) for one in ours["620102"]["deviations"]}
        assert own == {
            "promisedLimit": ("8个工作日", "5个工作日", True),
            "phone": ("", "0931-1234567", True),
            "address": ("", "庆阳路 1 号", True),
            "opening": ("", "工作日 9:00-17:00", True),
            "windows": ("", "3 号窗口", True),
        }
        assert ours["620102"]["allowed"] is True
        assert ours["620102"]["regionName"] == "甘肃省兰州市城关区"
        assert [one["element"] for one in ours["620100"]["deviations"]] == ["promisedLimit", "handlingForms"]
        assert {one["regionCode"] for one in found if one["basicCode"] == HOUSEHOLD} == {"620102001"}

    async def test_refuses_a_place_that_is_none(self, client, leader):
        answer = await client.get(f"{DESK}/drift?regionCode=629999", headers=leader)

        assert answer.json()["code"] == "regions.unknown-region"

    async def test_the_overview_counts_counties(self, client, leader):
        overview = (await client.get(f"{DESK}/drift/overview", headers=leader)).json()

        places = {one["regionCode"]: one for one in overview["places"]}
        assert overview["standardItems"] >= 4
        assert places["620102"]["differing"] >= 2
        assert places["620102"]["regionName"] == "甘肃省兰州市城关区"


class TestCompare:
    HEADER, *ROWS = (FIXTURE / "items.csv").read_text("utf-8").splitlines()
    MATERIALS = (FIXTURE / "materials.csv").read_text("utf-8")

    async def compare(self, client, headers, *, items, **files):
        given = {"items.csv": "\n".join([self.HEADER, *items]) + "\n"} | {
            name.replace("_", "."): text for name, text in files.items()
        }
        body = {"regionCode": "620102", "files": [{"name": name, "content": text} for name, text in given.items()]}
        return await client.post(f"{DESK}/drift/compare", json=body, headers=headers)

    async def test_anonymous_is_refused(self, client):
        assert (await self.compare(client, {}, items=[])).status_code == 401

    async def test_more_papers_and_a_longer_promise_are_found_and_may_not_be(self, client, leader):
        slower = self.ROWS[2].replace("0 hours", "1 working-days")
        papers = (
            "basic_code,code,name,kind,form,necessity,source\n"
            f"{LICENCE},MORE,介绍信,original,paper,required,applicant\n"
        )

        found = (await self.compare(client, leader, items=[slower], materials_csv=papers)).json()

        (drift,) = found["differing"]
        assert (drift["basicCode"], drift["allowed"]) == (LICENCE, False)
        assert {(one["element"], one["local"], one["allowed"]) for one in drift["deviations"]} == {
            ("promisedLimit", "1个工作日", False),
            ("materials", "介绍信", False),
        }
        assert MARRIAGE in found["missing"]

    async def test_a_shorter_promise_may_be_and_what_the_standard_does_not_have_may_not(self, client, leader):
        faster = self.ROWS[1].replace("7 days", "5 days")
        own = self.ROWS[2].replace(LICENCE, "620714999000")
        materials = "\n".join(row for row in self.MATERIALS.splitlines() if not row.startswith(("620711", "620723")))

        found = (
            await self.compare(
                client,
                leader,
                items=[faster, own],
                materials_csv=materials.replace(" & lost=no", "").replace(",married=yes", ","),
            )
        ).json()

        drifts = {one["basicCode"]: one for one in found["differing"]}
        assert drifts["620714999000"]["deviations"][0]["en"] == "the standard has no such item"
        shorter = [one for one in drifts[HOUSEHOLD]["deviations"] if one["element"] == "promisedLimit"]
        assert [one["allowed"] for one in shorter] == [True]
        assert {one["element"] for one in drifts[HOUSEHOLD]["deviations"]} == {"promisedLimit"}

    async def test_refuses_files_that_cannot_be_read(self, client, leader):
        answer = await self.compare(client, leader, items=["620714903000,短"])

        assert (answer.status_code, answer.json()["code"]) == (422, "items.import-refused")
