"""Bringing files in over HTTP, on codes of its own: all or nothing, and nobody sees a draft."""

import pytest

from backend.core import database
from tests.services.items.keeping import IMPORTS, act, difference, files, item, new_code, versions

pytestmark = pytest.mark.usefixtures("catalogue")


class TestImport:
    async def test_anonymous_is_refused(self, client):
        assert (await client.post(IMPORTS, json=files(items=[]))).status_code == 401

    async def test_residents_are_refused(self, client, sign_in):
        answer = await client.post(IMPORTS, json=files(items=[]), headers=await sign_in("young-parent"))

        assert answer.status_code == 403

    async def test_makes_drafts_that_nobody_sees_yet(self, client, keep, editor):
        code = new_code()

        answer = await keep(items=[item(code)], publish=False)

        assert [(one["kind"], one["code"], one["version"]) for one in answer["created"]] == [("item", code, 1)]
        (version,) = await versions(client, editor, code=code)
        assert (version["state"], version["stateTitle"]) == ("draft", "待提交")
        assert (await client.get(f"/api/v1/items/{code}?regionCode=620102")).status_code == 404

    async def test_names_every_fault_with_its_place_and_takes_nothing(self, client, editor):
        code = new_code()
        wrong = "basic_code,question,answer\n" + f"{code},问,\n,问,答\n"
        body = {"files": [*files(items=[item(code)])["files"], {"name": "faq.csv", "content": wrong}]}

        answer = await client.post(IMPORTS, json=body, headers=editor)

        assert (answer.status_code, answer.json()["code"]) == (422, "items.import-refused")
        found = answer.json()["params"]["faults"]
        assert [(one["file"], one["line"], one["column"], one["name"], one["code"]) for one in found] == [
            ("faq.csv", 2, 3, "answer", "empty"),
            ("faq.csv", 3, 1, "basic_code", "empty"),
        ]
        assert found[0]["fixZh"] == "填写内容"
        assert "faq.csv:2:3" in answer.json()["detail"]
        assert await versions(client, editor, code=code) == []

    async def test_a_dry_run_writes_nothing(self, client, editor):
        code = new_code()

        answer = await client.post(IMPORTS, json=files(items=[item(code)]) | {"dryRun": True}, headers=editor)

        assert answer.json()["created"][0]["code"] == code
        assert answer.json()["batch"] is None
        assert await versions(client, editor, code=code) == []

    async def test_what_is_the_same_is_not_drafted_again(self, client, keep, editor):
        code = new_code()
        await keep(items=[item(code)])

        answer = await client.post(IMPORTS, json=files(items=[item(code)]), headers=editor)

        assert (answer.json()["created"], answer.json()["unchanged"]) == ([], 1)

    async def test_a_draft_is_rewritten_and_one_that_waits_is_not(self, client, keep, editor):
        code = new_code()
        await keep(items=[item(code)], publish=False)
        answer = await keep(items=[item(code, name="改过的名")], publish=False)
        (version,) = await versions(client, editor, code=code)
        assert (version["version"], version["name"], version["batch"]) == (1, "改过的名", answer["batch"])

        await act(client, editor, "submit", version["id"])
        refused = await client.post(IMPORTS, json=files(items=[item(code, name="又改")]), headers=editor)

        assert refused.json()["params"]["faults"][0]["code"] == "waiting"

    async def test_what_the_files_do_not_speak_about_stays_as_it_is(self, client, keep, editor):
        code = new_code()
        asks = [{"id": "kind", "text": "？", "choices": [{"value": "a", "title": "a"}, {"value": "b", "title": "b"}]}]
        paper = {
            "code": "TEST-PAPER",
            "name": "测试材料",
            "kind": "original",
            "form": "either",
            "necessity": "required",
        }
        papers = [paper | {"when": [{"question": "kind", "oneOf": ["a"]}]}]
        await keep(items=[item(code, questions=asks, materials=papers, conditions=[{"text": "条件"}])])

        rows = f"basic_code,name,about\n{code},受理,窗口\n{code},发证,\n"
        body = {"files": [{"name": "steps.csv", "content": rows}]}
        answer = await client.post(IMPORTS, json=body, headers=editor)

        assert answer.status_code == 201, answer.text
        row = await database.fetch_one("select body from items_version where code = $1 and version = 2", code)
        kept = row["body"]
        assert [one["name"] for one in kept["steps"]] == ["受理", "发证"]
        assert [one["code"] for one in kept["materials"]] == ["TEST-PAPER"]
        assert [one["id"] for one in kept["questions"]] == ["kind"]
        assert kept["conditions"][0]["text"] == "条件"

    async def test_a_file_that_is_there_speaks_for_every_item_of_its_own(self, client, keep, editor):
        code = new_code()
        await keep(items=[item(code, faq=[{"question": "问", "answer": "答"}], conditions=[{"text": "条件"}])])
        exported = (
            await client.get("/api/v1/item-catalogue/exports/items.csv?after=" + code[:-1], headers=editor)
        ).text
        rows = [row for row in exported.splitlines() if row.startswith(("basic_code", code))]
        names = {
            "items.csv": "\n".join(rows).replace(f"事项 {code}", "新名"),
            "faq.csv": "basic_code,question,answer\n",
        }
        files_ = [{"name": name, "content": text} for name, text in names.items()]

        answer = await client.post(IMPORTS, json={"files": files_}, headers=editor)

        assert answer.status_code == 201, answer.text
        row = await database.fetch_one("select body from items_version where code = $1 and version = 2", code)
        assert (row["body"]["name"], row["body"]["faq"]) == ("新名", [])
        assert row["body"]["conditions"][0]["text"] == "条件"

    async def test_the_same_key_imports_once(self, client, editor):
        code, key = new_code(), {"idempotency-key": f"import-{new_code()}"}

        first = await client.post(IMPORTS, json=files(items=[item(code)]), headers=editor | key)
        again = await client.post(IMPORTS, json=files(items=[item(code)]), headers=editor | key)

        assert first.json() == again.json()
        assert len(await versions(client, editor, code=code)) == 1

    async def test_a_department_says_only_what_differs_in_its_own_place(self, client, keep, county, editor):
        own, other = new_code("11"), new_code("23")
        await keep(items=[item(own), item(other)])

        fine = await client.post(IMPORTS, json=files(overrides=[difference(own, "620102")]), headers=county)
        standard = await client.post(IMPORTS, json=files(items=[item(own, name="新名")]), headers=county)
        health = await client.post(IMPORTS, json=files(overrides=[difference(other, "620102")]), headers=county)
        tianshui = await client.post(IMPORTS, json=files(overrides=[difference(own, "620500")]), headers=county)
        nothing = await client.post(IMPORTS, json=files(overrides=[difference(new_code(), "620102")]), headers=county)

        assert fine.status_code == 201
        for refused in (standard, health, tianshui, nothing):
            assert (refused.status_code, refused.json()["code"]) == (403, "items.not-your-place")
