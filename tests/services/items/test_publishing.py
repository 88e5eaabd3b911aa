"""The life of versions over HTTP, on codes of its own: two pairs of eyes, and what follows below."""

import asyncio

import pytest

from backend.core import database
from backend.services.items import service
from tests.services.items.keeping import ACTIONS, act, difference, item, new_code, versions

pytestmark = pytest.mark.usefixtures("catalogue")


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
