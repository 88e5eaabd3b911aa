"""The whole life of versions over HTTP, on codes of its own: drafts, two pairs of eyes, and what follows below."""

import asyncio
import itertools

import pytest

from backend.core import database
from backend.services.items import service
from tests.services.items.making import as_json

pytestmark = pytest.mark.usefixtures("catalogue")
IMPORTS, ACTIONS, VERSIONS = (
    "/api/v1/item-catalogue/imports",
    "/api/v1/item-catalogue/versions/actions",
    "/api/v1/item-catalogue/versions",
)
_numbers = itertools.count(920)


def new_code(department="11"):
    return f"6207{department}{next(_numbers)}000"


def item(code, **changed):
    plain = {
        "basicCode": code, "name": f"事项 {code}", "itemType": "07", "sector": "演练", "department": code[4:6],
        "audiences": ["1"], "levels": ["3", "4"], "caseKind": "2",
        "promisedLimit": {"amount": 10, "unit": "working-days"}, "result": {"name": "证书"},
        "legalBasis": "《测试法》第一条", "source": "written for the tests", "evidence": "invented",
    }  # fmt: skip
    return plain | changed


def difference(code, region, days=5, **changed):
    plain = {
        "basicCode": code, "regionCode": region, "promisedLimit": {"amount": days, "unit": "working-days"},
        "source": "written for the tests", "evidence": "invented",
    }  # fmt: skip
    return plain | changed


def files(**whole):
    return {"files": [{"name": "catalogue.json", "content": as_json(whole)}]}


@pytest.fixture
async def editor(sign_in):
    return await sign_in("operator")


@pytest.fixture
async def approver(sign_in):
    return await sign_in("reviewer")


@pytest.fixture
async def county(sign_in):
    """A member of 兰州市民政局, at work in 城关区."""
    return await sign_in("case-officer")


@pytest.fixture
def keep(client, editor, approver):
    """Bring files in and, with `publish`, through both pairs of eyes."""

    async def keeping(*, publish=True, headers=None, valid_from=None, **whole):
        answer = await client.post(IMPORTS, json=files(**whole), headers=headers or editor)
        assert answer.status_code == 201, answer.text
        batch = answer.json()["batch"]
        if publish:
            for who, action in ((headers or editor, "submit"), (approver, "approve")):
                more = {"validFrom": valid_from} if action == "approve" and valid_from else {}
                answer = await client.post(ACTIONS, json={"action": action, "batch": batch} | more, headers=who)
                assert answer.status_code == 200, answer.text
        return answer.json()

    return keeping


async def act(client, headers, action, *ids, **more):
    answer = await client.post(ACTIONS, json={"action": action, "ids": list(ids)} | more, headers=headers)
    return answer.status_code, answer.json()


async def versions(client, headers, **wanted):
    return (await client.get(VERSIONS, params=wanted, headers=headers)).json()["items"]


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


class TestPublication:
    async def test_anonymous_is_refused(self, client):
        assert (await client.post(ACTIONS, json={"action": "submit", "ids": []})).status_code in {400, 401}
        answer = await client.post(ACTIONS, json={"action": "submit", "batch": "0" * 32})
        assert answer.status_code == 401

    async def test_two_people_put_a_version_in_force_and_everybody_sees_it(self, client, keep):
        code = new_code()
        await keep(items=[item(code)])
        assert (await client.get(f"/api/v1/items/{code}?regionCode=620102")).json()["version"] == 1

        await keep(items=[item(code, promisedLimit={"amount": 6, "unit": "working-days"})])

        seen = (await client.get(f"/api/v1/items/{code}?regionCode=620102")).json()
        assert (seen["version"], seen["promisedLimit"]["amount"]) == (2, 6)

    async def test_who_edited_does_not_approve(self, client, keep, editor):
        code = new_code()
        await keep(items=[item(code)], publish=False)
        (version,) = await versions(client, editor, code=code)
        await act(client, editor, "submit", version["id"])

        assert (await act(client, editor, "approve", version["id"]))[1]["code"] == "items.own-work"
        assert (await act(client, editor, "reject", version["id"], reason="x"))[1]["code"] == "items.own-work"

    async def test_nor_does_who_submitted(self, client, keep, editor, approver):
        code = new_code()
        await keep(items=[item(code)], publish=False)
        (version,) = await versions(client, editor, code=code)
        await act(client, approver, "submit", version["id"])

        assert (await act(client, approver, "approve", version["id"]))[1]["code"] == "items.own-work"

    async def test_a_department_does_not_approve_at_all(self, client, keep, county, editor, approver):
        code = new_code()
        await keep(items=[item(code)])
        await keep(overrides=[difference(code, "620102")], publish=False)
        (version,) = await versions(client, editor, code=code, kind="override")
        await act(client, editor, "submit", version["id"])

        assert (await act(client, county, "approve", version["id"]))[1]["code"] == "items.not-your-place"
        assert (await act(client, approver, "approve", version["id"]))[0] == 200

    async def test_the_database_itself_refuses_one_pair_of_hands(self, client, keep, editor):
        code = new_code()
        await keep(items=[item(code)])

        with pytest.raises(Exception, match="items_version_other_hand"):
            await database.execute("update items_version set approved_by = edited_by where code = $1", code)

    async def test_a_rejected_draft_comes_back_with_its_reason(self, client, keep, editor, approver):
        code = new_code()
        await keep(items=[item(code)], publish=False)
        (version,) = await versions(client, editor, code=code)
        await act(client, editor, "submit", version["id"])

        assert (await act(client, approver, "reject", version["id"]))[1]["code"] == "items.reason-missing"
        status, answer = await act(client, approver, "reject", version["id"], reason="依据有误")

        assert (status, answer["changed"][0]["stateTitle"], answer["changed"][0]["reason"]) == (200, "驳回", "依据有误")
        assert (await act(client, editor, "submit", version["id"]))[0] == 200

    async def test_a_published_item_is_shown_as_changing_while_its_next_version_is_made(self, client, keep, editor):
        code = new_code()
        await keep(items=[item(code)])
        await keep(items=[item(code, name="新名")], publish=False)

        states = {one["version"]: one["stateTitle"] for one in await versions(client, editor, code=code)}
        assert states == {1: "变更中", 2: "待提交"}
        assert (await client.get(f"/api/v1/items/{code}?regionCode=620102")).json()["version"] == 1

        (draft,) = await versions(client, editor, code=code, state="draft")
        await act(client, editor, "cancel", draft["id"], reason="不改了")
        assert {one["version"]: one["state"] for one in await versions(client, editor, code=code)} == {
            1: "published",
            2: "cancelled",
        }

    async def test_a_cancelled_item_is_gone_from_today_and_was_there_before(
        self, client, keep, approver, editor, county
    ):
        code = new_code()
        await keep(items=[item(code)])
        (version,) = await versions(client, editor, code=code)

        assert (await act(client, county, "cancel", version["id"], reason="x"))[1]["code"] == "items.not-your-place"
        status, _ = await act(client, approver, "cancel", version["id"], reason="法律修订")

        assert status == 200
        assert (await client.get(f"/api/v1/items/{code}?regionCode=620102")).status_code == 404
        assert (await service.at_place(code, region_code="620102", on=service.date(2026, 1, 1))).version == 1

    async def test_a_version_may_wait_for_its_day_but_not_for_yesterday(self, client, keep, editor, approver):
        code = new_code()
        await keep(items=[item(code)])
        await keep(items=[item(code, name="明年的名")], valid_from="2027-06-01")

        assert (await service.at_place(code, region_code="620102")).version == 1
        assert (await service.at_place(code, region_code="620102", on=service.date(2027, 6, 1))).name == "明年的名"
        status, refused = await act(client, approver, "approve", "0" * 32, validFrom="2020-01-01")
        assert (status, refused["code"]) == (422, "items.validity-past")

    async def test_of_many_approvals_at_the_same_moment_one_counts(self, client, keep, editor, approver):
        code = new_code()
        await keep(items=[item(code)], publish=False)
        (version,) = await versions(client, editor, code=code)
        await act(client, editor, "submit", version["id"])

        answers = await asyncio.gather(*(act(client, approver, "approve", version["id"]) for _ in range(8)))

        assert sorted(status for status, _ in answers) == [200] + [409] * 7

    async def test_refuses_what_does_not_begin_there(self, client, keep, editor, approver):
        code = new_code()
        await keep(items=[item(code)], publish=False)
        (version,) = await versions(client, editor, code=code)

        status, refused = await act(client, approver, "approve", version["id"])

        assert (status, refused["code"]) == (409, "items.wrong-state")
        assert "待提交" in refused["detail"]

    async def test_refuses_what_is_not_there(self, client, approver):
        assert (await act(client, approver, "submit", "0" * 32))[1]["code"] == "items.unknown-version"
        neither = await client.post(ACTIONS, json={"action": "submit"}, headers=approver)
        assert neither.json()["code"] == "items.nothing-chosen"


class TestPush:
    """A change of the standard goes down to every place."""

    async def test_a_stricter_standard_flags_the_places_that_break_it_and_the_promise_there_is_the_standards(
        self, client, keep, editor
    ):
        code = new_code()
        await keep(items=[item(code)])
        await keep(overrides=[difference(code, "620102", 8), difference(code, "620103", 3)])

        answer = await keep(items=[item(code, promisedLimit={"amount": 5, "unit": "working-days"})])

        assert [(one["regionCode"], one["illegal"]) for one in answer["flagged"]] == [("620102", ["promisedLimit"])]
        promised = [
            (await service.at_place(code, region_code=region)).promised_limit.amount
            for region in ("620102", "620103", "620104")
        ]
        assert promised == [5, 3, 5]

    async def test_a_promise_of_the_city_binds_its_counties(self, client, keep):
        code = new_code()
        await keep(items=[item(code)])
        await keep(overrides=[difference(code, "620102", 8)])

        answer = await keep(overrides=[difference(code, "620100", 6)])

        assert [one["regionCode"] for one in answer["flagged"]] == ["620102"]
        again = await keep(overrides=[difference(code, "620102", 4)])
        assert again["flagged"] == []

    async def test_what_has_become_illegal_meanwhile_is_not_approved(self, client, keep, editor, approver):
        code = new_code()
        await keep(items=[item(code)])
        await keep(overrides=[difference(code, "620102", 8)], publish=False)
        await keep(items=[item(code, promisedLimit={"amount": 5, "unit": "working-days"})])
        (version,) = await versions(client, editor, code=code, kind="override")
        await act(client, editor, "submit", version["id"])

        status, refused = await act(client, approver, "approve", version["id"])

        assert (status, refused["code"]) == (422, "items.override-not-allowed")
        assert (await versions(client, editor, code=code, kind="override"))[0]["state"] == "submitted"

    async def test_a_bundle_that_no_longer_fits_its_member_is_flagged(self, client, keep):
        one, other = new_code(), new_code()
        asks = {
            "questions": [
                {"id": "kind", "text": "？", "choices": [{"value": "a", "title": "a"}, {"value": "b", "title": "b"}]}
            ],
            "conditions": [{"text": "条件", "when": [{"question": "kind", "oneOf": ["a"]}]}],
        }
        await keep(items=[item(one, **asks), item(other)])
        bundle = {
            "code": f"test-{one}", "name": "一件事", "audiences": ["1"],
            "members": [{"basicCode": one, "group": 1, "answers": {"kind": "a"}}, {"basicCode": other, "group": 1}],
            "source": "written for the tests", "evidence": "invented",
        }  # fmt: skip
        await keep(bundles=[bundle])

        answer = await keep(items=[item(one)])

        assert [(each["kind"], each["code"], each["illegal"]) for each in answer["flagged"]] == [
            ("bundle", f"test-{one}", ["unknown-question"])
        ]
