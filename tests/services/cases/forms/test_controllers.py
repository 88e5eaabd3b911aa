"""Drafts over HTTP: one's own and nobody else's, filled from registers with consent, saved from any device."""

from uuid import uuid4

import pytest

from plugin_sdk.contract.form import Form, require_drawable
from tests.services.cases.forms.conftest import HOUSEHOLD, PATH, PLACE

SCENARIO = {"certificate": "yes", "follow": "mother", "married": "yes", "ethnicDiffers": "no"}


class TestAnonymous:
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("POST", PATH),
            ("GET", PATH),
            ("GET", f"{PATH}/{uuid4()}"),
            ("PUT", f"{PATH}/{uuid4()}"),
            ("POST", f"{PATH}/{uuid4()}/consent"),
            ("DELETE", f"{PATH}/{uuid4()}"),
        ],
    )
    async def test_is_refused(self, client, method, path):
        response = await client.request(method, path, json={})

        assert (response.status_code, response.json()["code"]) == (401, "identity.not-signed-in")


class TestStart:
    async def test_asks_the_first_question_and_says_what_would_be_read(self, parent, start):
        draft = await start(parent)

        assert (draft["kind"], draft["code"], draft["version"], draft["step"]) == ("item", HOUSEHOLD, 1, "questions")
        assert draft["question"]["id"] == "certificate"
        assert draft["consent"]["decided"] is False
        assert {one["name"] for one in draft["consent"]["registers"]} >= {"人口库"}
        assert draft["count"]["known"] == 0
        assert (draft["actingFor"], draft["ready"], draft["data"]) == (None, False, {})

    async def test_takes_what_was_answered_on_the_guides_page(self, parent, start):
        draft = await start(parent, scenario=SCENARIO)

        assert (draft["question"], draft["step"], draft["scenario"]) == (None, "consent", SCENARIO)

    async def test_an_item_that_is_not_handled_here_is_refused(self, client, parent):
        response = await client.post(PATH, json={"basicCode": "000000000000", "regionCode": PLACE}, headers=parent)

        assert (response.status_code, response.json()["code"]) == (404, "items.unknown-item")

    @pytest.mark.parametrize(
        ("changes", "status", "code"),
        [
            ({"scenario": {"married": "perhaps"}}, 422, "items.no-such-answer"),
            ({"scenario": {"weather": "fine"}}, 422, "items.no-such-answer"),
            ({"answers": {"shoeSize": "42"}}, 422, "forms.unknown-field"),
            ({"answers": {"childName": 7}}, 422, "forms.wrong-type"),
            ({"regionCode": "110000"}, 400, "core.unreadable"),
            ({"actingFor": {"kind": "person", "id": str(uuid4())}}, 403, "identity.may-not-act-for"),
            ({"price": 1}, 400, "core.unreadable"),
        ],
    )
    async def test_what_it_cannot_be_is_refused(self, client, parent, changes, status, code):
        body = {"basicCode": HOUSEHOLD, "regionCode": PLACE} | changes

        response = await client.post(PATH, json=body, headers=parent)

        assert (response.status_code, response.json()["code"]) == (status, code)

    async def test_the_same_key_begins_one_draft(self, client, parent):
        key, body = {"idempotency-key": str(uuid4())}, {"basicCode": HOUSEHOLD, "regionCode": PLACE}

        answers = [await client.post(PATH, json=body, headers=parent | key) for _ in range(2)]

        assert len({answer.json()["id"] for answer in answers}) == 1

    async def test_nobody_keeps_more_drafts_than_twenty(self, client, parent, start):
        for _ in range(20):
            await start(parent)

        response = await client.post(PATH, json={"basicCode": HOUSEHOLD, "regionCode": PLACE}, headers=parent)

        assert (response.status_code, response.json()["code"]) == (429, "forms.too-many-drafts")


class TestConsent:
    async def test_fills_in_what_registers_know_with_its_source(self, parent, start, decide):
        draft = await start(parent, scenario=SCENARIO)

        filled = (await decide(parent, draft)).json()

        assert filled["count"]["share"] >= 70, filled["count"]
        properties = filled["form"]["schema"]["properties"]
        assert properties["childName"]["readOnly"] is True
        assert properties["childName"]["x-source"]
        assert "childName" not in filled["form"]["schema"]["required"]
        assert filled["data"]["motherName"]
        assert "*" in filled["data"]["motherId"]
        assert filled["consent"]["decided"] is True
        require_drawable(Form(**{name: filled["form"][name] for name in ("schema", "uischema")}, submit=None))

    async def test_stands_in_the_list_of_consents_and_in_the_access_history(self, client, parent, start, decide):
        draft = await start(parent, scenario=SCENARIO)

        await decide(parent, draft)

        consents = (await client.get("/api/v1/me/consents", headers=parent)).json()["items"]
        history = (await client.get("/api/v1/me/access-history", headers=parent)).json()["items"]
        assert f"item:{draft['itemCode']}" in {one["recipient"] for one in consents}
        assert (history[0]["purpose"], history[0]["outcome"]) == (HOUSEHOLD, "read")

    async def test_what_is_not_agreed_to_is_asked(self, parent, start, decide):
        draft = await start(parent, scenario=SCENARIO)

        filled = (await decide(parent, draft, facts=["person.name"])).json()

        assert [one["fact"] for one in filled["known"]] == ["person.name"]
        assert "childName" in filled["form"]["schema"]["required"]

    async def test_refusing_everything_asks_everything(self, parent, start, decide):
        draft = await start(parent, scenario=SCENARIO)

        filled = (await decide(parent, draft, facts=[])).json()

        assert (filled["count"]["known"], filled["step"], filled["consent"]["decided"]) == (0, "fill", True)

    async def test_other_words_must_be_read_again(self, client, parent, start):
        draft = await start(parent, scenario=SCENARIO)
        body = {"version": 1, "facts": ["person.name"], "textVersion": "older"}

        response = await client.post(f"{PATH}/{draft['id']}/consent", json=body, headers=parent)

        assert (response.status_code, response.json()["code"]) == (422, "identity.consent-text-changed")

    async def test_facts_that_the_form_does_not_need_are_not_read(self, parent, start, decide):
        draft = await start(parent, scenario=SCENARIO)

        response = await decide(parent, draft, facts=["person.disabilityGrade"])

        assert (response.status_code, response.json()["code"]) == (422, "forms.unknown-field")

    async def test_another_version_is_refused(self, parent, start, decide):
        draft = await start(parent, scenario=SCENARIO)

        response = await decide(parent, draft | {"version": 2})

        assert (response.status_code, response.json()["code"]) == (409, "forms.stale-version")

    async def test_a_new_answer_that_needs_more_facts_asks_again(self, parent, start, decide, save):
        draft = await start(parent, scenario=SCENARIO | {"certificate": "no"})
        agreed = (await decide(parent, draft)).json()

        changed = (await save(parent, agreed, scenario={"certificate": "yes"})).json()

        assert (agreed["consent"]["decided"], changed["consent"]["decided"]) == (True, False)
        assert changed["step"] == "consent"


class TestSave:
    async def test_keeps_what_was_typed_even_when_it_is_not_right_yet(self, client, parent, start, save):
        draft = await start(parent, scenario=SCENARIO)

        saved = (await save(parent, draft, answers={"applicantPhone": "138"})).json()

        again = (await client.get(f"{PATH}/{draft['id']}", headers=parent)).json()
        assert (saved["version"], again["data"]["applicantPhone"]) == (2, "138")
        assert [one["field"] for one in again["troubles"]] == ["applicantPhone"]
        assert again["troubles"][0]["zh"] == "手机号码应为 11 位数字。"

    async def test_only_what_is_named_changes(self, parent, start, save):
        draft = await start(parent, scenario=SCENARIO)
        first = (await save(parent, draft, answers={"childName": "王小芽", "headName": "王建国"})).json()

        second = (await save(parent, first, answers={"headName": None})).json()

        assert second["data"] == {"childName": "王小芽"}

    async def test_nothing_new_makes_no_new_version(self, parent, start, save):
        draft = await start(parent, scenario=SCENARIO)

        assert (await save(parent, draft, answers={})).json()["version"] == 1

    async def test_questions_are_answered_step_by_step(self, parent, start, save):
        draft = await start(parent)
        asked = []
        while draft["question"]:
            question = draft["question"]
            asked.append(question["id"])
            draft = (await save(parent, draft, scenario={question["id"]: question["choices"][0]["value"]})).json()

        assert asked == ["certificate", "follow", "married", "ethnicDiffers"]
        assert draft["step"] == "consent"

    async def test_what_a_register_gave_is_not_changed_by_a_device(self, parent, start, decide, save):
        draft = (await decide(parent, await start(parent, scenario=SCENARIO))).json()

        saved = (await save(parent, draft, answers={"motherName": "别人"})).json()

        assert (saved["data"]["motherName"], saved["version"]) == (draft["data"]["motherName"], draft["version"])

    async def test_a_wrong_register_is_corrected_in_the_open(self, parent, start, decide, save):
        draft = (await decide(parent, await start(parent, scenario=SCENARIO))).json()

        changes = {"corrections": {"householdAddress": True}, "answers": {"householdAddress": "新地址"}}
        saved = (await save(parent, draft, **changes)).json()

        assert saved["corrected"] == ["householdAddress"]
        assert saved["data"]["householdAddress"] == "新地址"
        assert saved["count"]["known"] == draft["count"]["known"] - 1

    async def test_who_one_is_is_corrected_at_the_register(self, parent, start, decide, save):
        draft = (await decide(parent, await start(parent, scenario=SCENARIO))).json()

        response = await save(parent, draft, corrections={"motherName": True})

        assert (response.status_code, response.json()["code"]) == (422, "forms.not-correctable")
        assert response.json()["params"]["fields"] == ["motherName"]

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"answers": {"shoeSize": "42"}}, "forms.unknown-field"),
            ({"answers": {"childName": ["x"]}}, "forms.wrong-type"),
            ({"scenario": {"weather": "fine"}}, "items.no-such-answer"),
            ({"materials": {"GOLD": {"later": True}}}, "forms.unknown-material"),
            ({"materials": {"ID-CARD": {"later": True}}}, "forms.not-later"),
            ({"materials": {"ID-CARD": {"paper": True}}}, "forms.not-on-paper"),
            ({"materials": {"ID-CARD": {"files": [str(uuid4()) for _ in range(11)]}}}, "forms.too-many-files"),
            ({"committed": True}, "forms.no-commitment"),
        ],
    )
    async def test_what_the_form_does_not_have_is_refused_by_name(self, parent, start, save, changes, code):
        response = await save(parent, await start(parent, scenario=SCENARIO), **changes)

        assert (response.status_code, response.json()["code"]) == (422, code)

    async def test_a_version_of_the_future_is_refused(self, parent, start, save):
        response = await save(parent, await start(parent) | {"version": 9}, answers={})

        assert (response.status_code, response.json()["code"]) == (409, "forms.stale-version")

    async def test_a_draft_has_a_size(self, parent, start, save):
        draft = await start(parent, basicCode="000131001000", scenario={})
        names = [f"x{number}" for number in range(3)]

        response = await save(parent, draft, answers=dict.fromkeys(names, "字" * 1000))

        assert response.json()["code"] == "forms.unknown-field"

    async def test_two_devices_on_different_fields_are_merged(self, parent, start, save):
        draft = await start(parent, scenario=SCENARIO)
        await save(parent, draft, answers={"childName": "王小芽"})

        second = (await save(parent, draft, answers={"headName": "王建国"})).json()

        assert (second["version"], second["data"]) == (3, {"childName": "王小芽", "headName": "王建国"})

    async def test_two_devices_on_the_same_field_are_shown_both_values(self, client, parent, start, save):
        draft = await start(parent, scenario=SCENARIO)
        await save(parent, draft, answers={"childName": "王小芽"})

        response = await save(parent, draft, answers={"childName": "王小苗", "headName": "王建国"})

        problem = response.json()
        assert (response.status_code, problem["code"]) == (409, "forms.changed-elsewhere")
        assert problem["params"]["fields"] == [
            {"what": "answer", "key": "childName", "title": "孩子姓名", "yours": "王小苗", "theirs": "王小芽"}
        ]
        assert problem["params"]["version"] == 2
        again = (await client.get(f"{PATH}/{draft['id']}", headers=parent)).json()
        assert again["data"] == {"childName": "王小芽"}


class TestMaterials:
    @pytest.fixture
    async def file_id(self, client, parent):
        content = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
        response = await client.post("/api/v1/files", content=content, headers=parent | {"x-file-name": "a.pdf"})
        assert response.status_code == 201, response.text
        return response.json()["id"]

    async def test_one_file_is_handed_in_and_taken_back(self, parent, start, save, file_id):
        draft = await start(parent, scenario=SCENARIO)
        code = next(one["code"] for one in draft["materials"] if one["state"] == "needed")

        handed = (await save(parent, draft, materials={code: {"files": [file_id]}})).json()
        back = (await save(parent, handed, materials={code: None})).json()

        [held], [open_again] = ([one for one in had["materials"] if one["code"] == code] for had in (handed, back))
        assert (held["state"], [one["id"] for one in held["files"]]) == ("handed-in", [file_id])
        assert (open_again["state"], open_again["files"]) == ("needed", [])

    async def test_anothers_file_looks_like_none(self, elder, start, save, file_id):
        draft = await start(elder, scenario=SCENARIO)

        response = await save(elder, draft, materials={"ID-CARD": {"files": [file_id]}})

        assert (response.status_code, response.json()["code"]) == (404, "files.not-found")

    async def test_what_the_government_has_is_not_asked_for(self, parent, start):
        draft = await start(parent, scenario=SCENARIO)

        states = {one["code"]: one["state"] for one in draft["materials"]}
        assert states["ID-CARD"] == "government"
        assert [one["key"] for one in draft["missing"] if one["what"] == "material"] == ["FMSFSFMLHSM"]

    async def test_paper_is_promised_for_the_window(self, parent, start, save):
        draft = await start(parent, scenario=SCENARIO | {"married": "no", "follow": "father"})

        saved = (await save(parent, draft, materials={"QZJDZM": {"paper": True}})).json()

        assert {one["code"]: one["state"] for one in saved["materials"]}["QZJDZM"] == "paper"


class TestList:
    async def test_shows_the_last_saved_first_and_goes_on(self, client, parent, start, save):
        drafts = [await start(parent, scenario=SCENARIO) for _ in range(3)]
        await save(parent, drafts[0], answers={"childName": "王小芽"})

        first = (await client.get(PATH, params={"limit": 2}, headers=parent)).json()
        second = (await client.get(PATH, params={"cursor": first["nextCursor"]}, headers=parent)).json()

        assert [one["id"] for one in first["items"] + second["items"]] == [drafts[n]["id"] for n in (0, 2, 1)]
        assert first["items"][0]["step"] == "consent"
        assert "childName" not in str(first)

    async def test_an_altered_cursor_is_refused(self, client, parent):
        response = await client.get(PATH, params={"cursor": "AAAAAAAAAAAAAAAA"}, headers=parent)

        assert (response.status_code, response.json()["code"]) == (400, "core.bad-cursor")


class TestOthers:
    async def test_anothers_draft_looks_like_none(self, client, parent, elder, start, save, decide):
        draft = await start(parent, scenario=SCENARIO)

        answers = [
            await client.get(f"{PATH}/{draft['id']}", headers=elder),
            await save(elder, draft, answers={}),
            await decide(elder, draft),
            await client.delete(f"{PATH}/{draft['id']}", headers=elder),
            await client.get(f"{PATH}/{uuid4()}", headers=elder),
        ]

        assert {(one.status_code, one.json()["code"]) for one in answers} == {(404, "forms.draft-not-found")}
        assert (await client.get(PATH, headers=elder)).json()["items"] == []


class TestRemove:
    async def test_forgets_it_once_and_for_all(self, client, parent, start):
        draft = await start(parent)

        gone = await client.delete(f"{PATH}/{draft['id']}", headers=parent)
        again = await client.delete(f"{PATH}/{draft['id']}", headers=parent)

        assert (gone.status_code, again.status_code) == (204, 404)
