"""The register over HTTP: for everybody to find, for keepers to keep."""

import csv
import io
from uuid import uuid4

import pytest

from backend.host.outside.service import figures, listed
from backend.host.outside.structs import MigrationState

DEVELOPERS = "兰州市民政局（演示）"


def entry(**what_matters):
    usual = {"name": f"应用{uuid4().hex[:8]}", "department": DEVELOPERS, "regionCode": "620100", "kind": "h5"}
    return usual | what_matters


async def register(client, headers, **what_matters):
    return await client.post("/api/v1/desk/outside-apps", json=entry(**what_matters), headers=headers)


async def change(client, headers, app, **what_matters):
    body = {name: app[name] for name in app.keys() & entry().keys()} | {"version": app["version"]} | what_matters
    return await client.put(f"/api/v1/desk/outside-apps/{app['id']}", json=body, headers=headers)


class TestKeep:
    async def test_anonymous_and_residents_are_refused(self, client, sign_in):
        assert (await register(client, {})).status_code == 401
        for persona in ("student", "case-officer"):
            assert (await register(client, await sign_in(persona))).status_code == 403
        put = await client.put(f"/api/v1/desk/outside-apps/{uuid4()}", json=entry(version=1))
        assert put.status_code == 401

    async def test_a_developer_keeps_what_is_the_departments_and_nothing_else(self, client, sign_in):
        head = await sign_in("department-developer")

        own = await register(client, head)
        other = await register(client, head, department="别的局")

        assert own.status_code == 201, own.text
        assert other.json()["code"] == "outside.not-your-application"
        foreign = (await register(client, await sign_in("operator"), department="别的局")).json()
        assert (await change(client, head, foreign)).json()["code"] == "outside.not-your-application"

    async def test_it_goes_its_way_step_by_step_and_the_history_stays(self, client, sign_in):
        head = await sign_in("operator")
        app = (await register(client, head)).json()
        jumped = await change(client, head, app, state="merged", mergedInto="heating_subsidy")
        assert jumped.json()["code"] == "outside.step-impossible"
        for state in ("planned", "migrating"):
            app = (await change(client, head, app, state=state, plannedOn="2030-01-01")).json()
        nowhere = await change(client, head, app, state="merged", mergedInto="no_such_app")
        assert nowhere.json()["code"] == "outside.entry-incomplete"
        app = (await change(client, head, app, state="merged", mergedInto="heating_subsidy")).json()

        shown = (await client.get(f"/api/v1/outside-apps/{app['id']}")).json()

        assert [one["state"] for one in shown["history"]] == ["merged", "migrating", "planned", "registered"]

    async def test_a_lost_update_is_told(self, client, sign_in):
        head = await sign_in("operator")
        app = (await register(client, head)).json()
        await change(client, head, app, services="甲")

        assert (await change(client, head, app, services="乙")).json()["code"] == "outside.changed-meanwhile"

    async def test_what_is_not_there_and_what_is_incomplete(self, client, sign_in):
        head = await sign_in("operator")

        assert (await client.get(f"/api/v1/outside-apps/{uuid4()}")).json()["code"] == "outside.not-found"
        for wrong in ({"regionCode": "629999"}, {"state": "planned"}, {"users": 3}):
            assert (await register(client, head, **wrong)).json()["code"] == "outside.entry-incomplete"


class TestFind:
    async def test_a_resident_learns_where_a_service_still_is(self, client):
        answer = await client.get("/api/v1/outside-apps?item=002082004000&regionCode=620102")

        [found] = answer.json()["items"]
        assert (found["name"], found["state"], found["overdue"]) == ("兰州公积金（演示）", "planned", True)
        again = await client.get(
            "/api/v1/outside-apps?item=002082004000&regionCode=620102",
            headers={"if-none-match": answer.headers["etag"]},
        )
        assert again.status_code == 304

    async def test_a_region_that_is_none_is_refused(self, client):
        assert (await client.get("/api/v1/outside-apps?regionCode=629999")).status_code == 422

    async def test_pages_join_without_gap_or_repetition(self, client):
        seen, cursor = [], ""
        while cursor is not None:
            page = (await client.get(f"/api/v1/outside-apps?limit=5{cursor}")).json()
            seen += [one["id"] for one in page["items"]]
            cursor = f"&cursor={page['nextCursor']}" if page["nextCursor"] else None

        assert len(seen) == len(set(seen)) == (await figures()).total

    async def test_figures_are_sums_of_the_list(self, client):
        told = (await client.get("/api/v1/outside-apps/figures")).json()
        all_of_them = (await listed(region_code=None, state=None, item=None, text=None, limit=1000, cursor=None)).items

        assert told["total"] == len(all_of_them)
        assert told["overdue"] == sum(one.overdue for one in all_of_them)
        for state in MigrationState:
            assert told["states"][state] == sum(one.state is state for one in all_of_them)


class TestExport:
    @pytest.mark.parametrize("persona", [None, "student"])
    async def test_it_is_the_keepers(self, client, sign_in, persona):
        head = await sign_in(persona) if persona else {}

        assert (await client.get("/api/v1/desk/outside-apps/table.csv", headers=head)).status_code == (
            403 if persona else 401
        )

    async def test_a_spreadsheet_reads_it_and_computes_nothing(self, client, sign_in):
        head = await sign_in("operator")
        await register(client, head, name="=1+1")

        answer = await client.get("/api/v1/desk/outside-apps/table.csv", headers=head)

        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert rows[0][0] == "名称"
        assert "'=1+1" in {row[0] for row in rows}
        assert {len(row) for row in rows} == {18}
