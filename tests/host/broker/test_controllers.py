"""The department's view: who may look, what is shown, that a spreadsheet computes nothing, and that looking is kept."""

import csv
import io
import json
from datetime import timedelta
from uuid import uuid4

import pytest

from backend.core import database
from backend.demo.personas import BY_ID
from backend.host.broker import record_queries as queries
from backend.host.broker import record_view
from backend.reference.regions import service as regions

OURS = BY_ID["department-developer"].department
COLLECTIONS = (
    {"name": "notes", "department_view": True},
    {"name": "drafts", "department_view": False},
)


def at(app_id, collection="notes", rest=""):
    return f"/api/v1/mini-apps/{app_id}/records/{collection}{rest}"


async def fill(app_id, *values, collection="notes"):
    for value in values:
        await queries.insert(uuid4(), app_id=app_id, collection=collection, value=value, created_on=regions.today())


async def looked(app_id):
    rows = await database.fetch("select leaf from core_audit_leaf union all select leaf from core_audit_entry")
    told = [json.loads(bytes(row["leaf"])) for row in rows]
    return [(one["action"], one["actor"]) for one in told if one["subject"].startswith(f"mini-app:{app_id}/")]


@pytest.fixture
async def app_id(release):
    return await release("records.create", department=OURS, collections=COLLECTIONS)


@pytest.mark.parametrize("rest", ["", "/export.csv"])
class TestDoor:
    async def test_the_anonymous_are_refused(self, client, app_id, rest):
        told = await client.get(at(app_id, rest=rest))

        assert (told.status_code, told.json()["code"]) == (401, "identity.not-signed-in")

    @pytest.mark.parametrize("persona", ["student", "case-officer", "reviewer", "operator", "leader"])
    async def test_who_is_no_developer_is_refused_in_the_same_department_too(
        self, client, sign_in, app_id, rest, persona
    ):
        told = await client.get(at(app_id, rest=rest), headers=await sign_in(persona))

        assert (told.status_code, told.json()["code"]) == (403, "identity.role-missing")

    async def test_a_developer_of_another_department_is_refused(self, client, sign_in, release, rest):
        app_id = await release("records.create", department="别的部门", collections=COLLECTIONS)

        told = await client.get(at(app_id, rest=rest), headers=await sign_in("department-developer"))

        assert (told.status_code, told.json()["code"]) == (403, "host.not-your-department")
        assert await looked(app_id) == []

    @pytest.mark.parametrize(
        ("other", "collection", "status", "code"),
        [
            (None, "drafts", 403, "host.collection-closed"),
            (None, "others", 404, "host.collection-unknown"),
            ("nobodys", "notes", 404, "host.unknown-mini-app"),
        ],
    )
    async def test_what_is_closed_or_not_there_is_refused_by_name(
        self, client, sign_in, app_id, rest, other, collection, status, code
    ):
        headers = await sign_in("department-developer")

        told = await client.get(at(other or app_id, collection, rest), headers=headers)

        assert (told.status_code, told.json()["code"]) == (status, code)


class TestList:
    async def test_shows_the_records_page_by_page_and_keeps_that_somebody_looked(self, client, sign_in, app_id):
        await fill(app_id, *({"n": n} for n in range(5)))
        headers, found, cursor = await sign_in("department-developer"), [], None

        while True:
            more = {"cursor": cursor} if cursor else {}
            told = (await client.get(at(app_id), params={"limit": 2} | more, headers=headers)).json()
            found += told["items"]
            if (cursor := told["nextCursor"]) is None:
                break

        assert sorted(one["value"]["n"] for one in found) == [0, 1, 2, 3, 4]
        assert found[0].keys() == {"id", "version", "createdOn", "value"}
        actor = f"person:{BY_ID['department-developer'].person_id}"
        assert await looked(app_id) == [("mini-app.records-read", actor)] * 3

    async def test_a_cursor_of_another_collection_is_refused(self, client, sign_in, release, app_id):
        other = await release("records.create", department=OURS, collections=COLLECTIONS)
        await fill(app_id, {}, {})
        headers = await sign_in("department-developer")
        cursor = (await client.get(at(app_id), params={"limit": 1}, headers=headers)).json()["nextCursor"]

        told = await client.get(at(other), params={"cursor": cursor}, headers=headers)

        assert (told.status_code, told.json()["code"]) == (400, "core.bad-cursor")


class TestExport:
    async def test_is_a_table_with_a_column_for_every_field(self, client, sign_in, app_id):
        await fill(app_id, {"名": '甘"肃,\n', "n": 1, "more": {"a": [1]}, "yes": True, "none": None})

        told = await client.get(at(app_id, rest="/export.csv"), headers=await sign_in("department-developer"))

        assert told.headers["content-type"] == "text/csv; charset=utf-8"
        assert told.headers["content-disposition"] == f'attachment; filename="{app_id}-notes.csv"'
        assert told.text.startswith("\ufeff")
        (row,) = csv.DictReader(io.StringIO(told.text[1:]))
        assert row["createdOn"] == regions.today().isoformat()
        assert {name: row[name] for name in ("名", "n", "more", "yes", "none")} == {
            "名": '甘"肃,\n', "n": "1", "more": '{"a":[1]}', "yes": "true", "none": "",
        }  # fmt: skip
        assert ("mini-app.records-exported", f"person:{BY_ID['department-developer'].person_id}") in await looked(
            app_id
        )

    @pytest.mark.parametrize(
        "text",
        [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            " =1",
            "　=1",
            "＝1",
            "＋1",
            "－1",
            "＠a",
            "=cmd|' /C calc'!A0",
        ],
    )
    async def test_no_cell_is_computed_in_a_value_or_in_a_fields_name(self, client, sign_in, app_id, text):
        await fill(app_id, {"a": text, text: 1})

        told = await client.get(at(app_id, rest="/export.csv"), headers=await sign_in("department-developer"))

        heads, cells = list(csv.reader(io.StringIO(told.text[1:], newline="")))
        assert cells[heads.index("a")] == f"'{text}"
        assert f"'{text}" in heads

    async def test_numbers_stay_numbers(self, client, sign_in, app_id):
        await fill(app_id, {"a": -5, "b": 0.5})

        told = await client.get(at(app_id, rest="/export.csv"), headers=await sign_in("department-developer"))

        (row,) = csv.DictReader(io.StringIO(told.text[1:]))
        assert (row["a"], row["b"]) == ("-5", "0.5")

    async def test_goes_on_past_one_step_and_puts_unexpected_fields_into_the_last_column(
        self, client, sign_in, app_id, monkeypatch
    ):
        monkeypatch.setattr(record_view, "AT_ONCE", 3)
        await fill(app_id, *({"n": n} for n in range(6)))
        await queries.insert(
            uuid4(), app_id=app_id, collection="notes", value={"n": 6, "old": "=1"},
            created_on=regions.today() - timedelta(days=9),
        )  # fmt: skip

        told = await client.get(at(app_id, rest="/export.csv"), headers=await sign_in("department-developer"))

        rows = list(csv.DictReader(io.StringIO(told.text[1:])))
        assert sorted(row["n"] for row in rows) == list("0123456")
        assert [row[record_view.REST] for row in rows if row["n"] == "6"] == ['{"old":"=1"}']

    async def test_an_empty_collection_is_a_table_without_rows(self, client, sign_in, app_id):
        told = await client.get(at(app_id, rest="/export.csv"), headers=await sign_in("department-developer"))

        assert told.text == f"\ufeffid,version,createdOn,{record_view.REST}\r\n"
