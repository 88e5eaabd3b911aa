"""Applications through the whole house: the phone's doors, a real guest in the real sandbox, gesture, consents, quota."""

import asyncio
from uuid import uuid4

import pytest

from backend.core import database
from backend.demo.personas import BY_ID
from backend.host.runs.handed import files_in
from tests.host.runs.test_controllers import act, app_with, draw
from tests.supports.files.test_files import hand_in

ITEM, PLACE = "002011001000", "620302"  # 老年人优待证（电子）申领
VALUES = {
    "applicantName": "张桂兰", "applicantId": {"type": "111", "number": "620302195102080062"},
    "applicantPhone": "13800000003", "applicantAddress": "新华路 1 号",
}  # fmt: skip
SUBMIT = app_with(
    'told = ctx.case.submit("002011001000", purpose="test", region="620302", **data)\n'
    "    if told.case is None: return done(receipt('0', '缺：' + ' '.join(one['key'] for one in told.missing)))\n"
    "    return done(receipt(told.case.number, told.case.state))",
    "cases = ctx.case.status(purpose='test'); "
    "return ui.screen(' '.join(one.number + ' ' + one.state for one in cases) or '无', ui.button('好', action='act'))",
)
WANTED = {
    "capabilities": ("case.submit", "case.status"), "fields": ("cases",), "department": "甘肃省民政厅",
    "items": (ITEM,), "quotas": {"cases_per_person_per_day": 20},
}  # fmt: skip
WHOLE = {"prefill": False, "values": VALUES}


@pytest.fixture
async def elder(client, sign_in):
    yield await sign_in("elder")
    await database.execute(
        "update identity_consent set withdrawn_at = now() where person_id = $1", BY_ID["elder"].person_id
    )


async def agree(client, headers, sheet):
    body = {name: sheet[name] for name in ("recipient", "purpose", "textVersion")}
    body["fields"] = [one["name"] for one in sheet["fields"]]
    answer = await client.post("/api/v1/me/consents", json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def agree_to_cases(client, headers, app_id):
    sheet = {"recipient": app_id, "purpose": "test", "textVersion": "1", "fields": [{"name": "cases"}]}
    return await agree(client, headers, sheet)


async def cases_of(app_id):
    return await database.fetch("select number, applicant_id, channel from cases_case where app_id = $1", app_id)


class TestAnonymous:
    async def test_hands_nothing_in(self, client, publish):
        app_id = await publish(SUBMIT, **WANTED)

        answer = await client.post(f"/api/v1/mini-apps/{app_id}/actions/act", json={"data": WHOLE})

        assert (answer.status_code, answer.json()["code"]) == (401, "identity.not-signed-in")


class TestConsent:
    async def test_the_person_is_asked_for_both_consents_by_the_shell_and_then_one_case_is_made(
        self, client, elder, publish
    ):
        app_id = await publish(SUBMIT, **WANTED)
        first = await draw(client, elder, app_id)
        assert first.json()["code"] == "host.consent-needed"
        sheet = first.json()["params"]["consent"]
        assert (sheet["recipient"], [one["label"] for one in sheet["fields"]]) == (
            app_id, ["通过本应用提交的办件和进度"],
        )  # fmt: skip
        await agree(client, elder, sheet)

        gesture = (await draw(client, elder, app_id)).json()["gesture"]
        data = {name: VALUES[name] for name in ("applicantPhone", "applicantAddress")}
        body = {"data": {"values": data}, "gesture": gesture}
        path, key = f"/api/v1/mini-apps/{app_id}/actions/act", {"idempotency-key": str(uuid4())}
        asked = await client.post(path, json=body, headers=elder | key)
        assert asked.json()["code"] == "host.consent-needed"
        facts = asked.json()["params"]["consent"]
        assert facts["recipient"].startswith("item:")
        assert await cases_of(app_id) == []
        await agree(client, elder, facts)
        answers = [await client.post(path, json=body, headers=elder | key) for _ in range(2)]

        [case] = await cases_of(app_id)
        assert [one.json()["receipt"]["number"] for one in answers] == [case["number"]] * 2
        assert (case["applicant_id"], case["channel"]) == (BY_ID["elder"].person_id, "mini-app")
        assert (await draw(client, elder, app_id)).json()["screen"]["title"] == f"{case['number']} submitted"

    async def test_without_it_neither_is_answered_and_taking_it_back_is_enough(self, client, elder, publish):
        app_id = await publish(SUBMIT, **WANTED)
        consent_id = await agree_to_cases(client, elder, app_id)
        drawn = (await draw(client, elder, app_id)).json()
        assert (await client.delete(f"/api/v1/me/consents/{consent_id}", headers=elder)).status_code < 300

        acted = await client.post(
            f"/api/v1/mini-apps/{app_id}/actions/act",
            json={"data": WHOLE, "gesture": drawn["gesture"]},
            headers=elder,
        )

        assert acted.json()["code"] == "host.consent-needed"
        assert (await draw(client, elder, app_id)).json()["code"] == "host.consent-needed"
        assert await cases_of(app_id) == []


class TestGesture:
    async def test_a_replayed_one_hands_in_once(self, client, elder, publish):
        app_id = await publish(SUBMIT, **WANTED)
        await agree_to_cases(client, elder, app_id)
        gesture = (await draw(client, elder, app_id)).json()["gesture"]
        body, path = {"data": WHOLE, "gesture": gesture}, f"/api/v1/mini-apps/{app_id}/actions/act"

        answers = await asyncio.gather(
            *(client.post(path, json=body, headers=elder | {"idempotency-key": str(uuid4())}) for _ in range(4))
        )

        assert sorted(one.status_code for one in answers) == [200, 409, 409, 409]
        assert {one.json()["code"] for one in answers if one.status_code == 409} == {"host.gesture-spent"}
        assert len(await cases_of(app_id)) == 1

    async def test_without_one_nothing_is_handed_in(self, client, elder, publish):
        app_id = await publish(SUBMIT, **WANTED)

        answer = await client.post(f"/api/v1/mini-apps/{app_id}/actions/act", json={"data": WHOLE}, headers=elder)

        assert answer.json()["code"] == "host.gesture-missing"

    async def test_a_screen_hands_nothing_in(self, client, elder, publish):
        screen = (
            "\n    try: ctx.case.submit('002011001000', purpose='test', region='620302', prefill=False)"
            "\n    except CapabilityRefused as refused: return ui.screen(refused.code)"
        )
        app_id = await publish(app_with("return done()", screen), **WANTED)
        await agree_to_cases(client, elder, app_id)

        assert (await draw(client, elder, app_id)).json()["screen"]["title"] == "cases.needs-tap"


class TestRefusals:
    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"items": ()}, "cases.item-not-declared"),
            ({"department": "甘肃省公安厅"}, "cases.other-departments-item"),
            ({"capabilities": ("case.status",)}, "host.not-granted"),
            ({"quotas": {"cases_per_person_per_day": 0}}, "host.quota-used"),
        ],
        ids=["another-item", "another-department", "not-declared", "no-quota"],
    )
    async def test_are_told_to_the_mini_app_by_name(self, client, elder, publish, changed, code):
        source = app_with(
            'try: ctx.case.submit("002011001000", purpose="test", region="620302", **data)\n'
            "    except CapabilityRefused as refused: return done(receipt('0', refused.code))"
        )
        app_id = await publish(source, **WANTED | changed)
        await agree_to_cases(client, elder, app_id)

        answer = await act(client, elder, app_id, WHOLE)

        assert answer.json()["receipt"]["title"] == code
        assert await cases_of(app_id) == []

    async def test_what_is_missing_is_an_answer_and_uses_no_quota(self, client, elder, publish):
        app_id = await publish(SUBMIT, **WANTED | {"quotas": {"cases_per_person_per_day": 1}})
        await agree_to_cases(client, elder, app_id)

        missing = [await act(client, elder, app_id, {"prefill": False}) for _ in range(2)]
        made = await act(client, elder, app_id, WHOLE)

        assert {one.json()["receipt"]["title"] for one in missing} == {f"缺：{' '.join(VALUES)}"}
        assert made.json()["receipt"]["title"] == "submitted"

    async def test_a_case_too_many_in_a_day_is_refused(self, client, elder, publish):
        app_id = await publish(SUBMIT, **WANTED | {"quotas": {"cases_per_person_per_day": 1}})
        await agree_to_cases(client, elder, app_id)

        first, second = [await act(client, elder, app_id, WHOLE) for _ in range(2)]

        assert first.json()["receipt"]["title"] == "submitted"
        assert "host.quota-used" in second.text
        assert len(await cases_of(app_id)) == 1

    async def test_an_action_that_fails_afterwards_has_handed_nothing_in(self, client, elder, publish):
        source = app_with(
            'ctx.case.submit("002011001000", purpose="test", region="620302", **data)\n    raise ValueError'
        )
        app_id = await publish(source, **WANTED)
        await agree_to_cases(client, elder, app_id)

        assert (await act(client, elder, app_id, WHOLE)).json()["code"] == "host.guest-failed"
        assert await cases_of(app_id) == []


class TestFiles:
    def test_only_whole_references_of_files_count(self):
        file_id, other = uuid4(), uuid4()
        whole = {"id": str(file_id), "name": "a.pdf", "mediaType": "application/pdf", "bytes": 9}

        assert files_in({"a": [whole], "b": {"c": [whole]}}) == {file_id}
        assert files_in({"a": str(other), "b": [{"id": str(other)}], "c": whole | {"id": 7}}) == frozenset()
        assert files_in({"a": whole | {"id": "no id"}, "b": whole | {"more": 1}}) == frozenset()

    async def test_the_one_that_came_with_the_tap_goes_into_the_case(self, client, elder, publish):
        source = app_with(
            'told = ctx.case.submit("002011001000", purpose="test", region="620302", prefill=False, '
            'values=data["values"], materials={"ID-CARD": {"files": [data["file"][0]["id"]]}})\n'
            "    return done(receipt(told.case.number, told.case.state))"
        )
        app_id = await publish(source, **WANTED)
        await agree_to_cases(client, elder, app_id)
        kept = await hand_in(client, elder)
        assert kept.status_code == 201, kept.text

        answer = await act(client, elder, app_id, {"values": VALUES, "file": [kept.json()]})

        assert answer.json()["receipt"]["title"] == "submitted", answer.text
        row = await database.fetch_one(
            "select t.materials from cases_content t join cases_case c on c.id = t.id where c.app_id = $1", app_id
        )
        assert row["materials"][0]["files"] == [kept.json()["id"]]


class TestOthers:
    async def test_another_app_and_another_person_see_nothing(self, client, elder, sign_in, publish):
        mine, others = await publish(SUBMIT, **WANTED), await publish(SUBMIT, **WANTED)
        student = await sign_in("student")
        for headers, app_id in ((elder, mine), (elder, others), (student, mine)):
            await agree_to_cases(client, headers, app_id)
        number = (await act(client, elder, mine, WHOLE)).json()["receipt"]["number"]

        assert (await draw(client, elder, mine)).json()["screen"]["title"] == f"{number} submitted"
        assert (await draw(client, elder, others)).json()["screen"]["title"] == "无"
        assert (await draw(client, student, mine)).json()["screen"]["title"] == "无"
