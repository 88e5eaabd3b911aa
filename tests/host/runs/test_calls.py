"""Records of calls: what is kept, that nobody's data is in it, and who may read it."""

import re
from datetime import timedelta
from uuid import uuid4

import msgspec
import pytest

from backend.core import database
from backend.host.runs import calls
from plugin_sdk.contract.record import CallRecord

DEPARTMENT = "兰州市民政局（演示）"
ID_NUMBER, PHONE = "620102199505215127", "13912345678"
FAILS = """
from plugin_sdk.guest import MiniApp, done, ui
app = MiniApp()

@app.screen("home")
def home(ctx, data):
    return ui.screen("办", ui.button("好", action="act"), ui.button("成", action="well"))

@app.action("act")
def act(ctx, data):
    person = ctx.person.read(purpose="test", fields=["name", "idNumber", "phone"])
    print("step one of", person["name"], person["idNumber"])
    print("typed", data.get("id"), data.get("phone"))
    ctx.store.put("last", person["phone"])
    raise ValueError(f"no place for {person['idNumber']} called at {data.get('phone')}")

@app.action("well")
def well(ctx, data):
    print("all is well")
    return done()
"""


@pytest.fixture
async def app_id(publish):
    return await publish(
        FAILS, actions=("act", "well"), capabilities=("person.read", "store.put"), department=DEPARTMENT,
        fields=("name", "idNumber", "phone"),
    )  # fmt: skip


async def consented(person, app_id):
    consent = {
        "recipient": app_id, "purpose": "test", "fields": ["name", "idNumber", "phone"], "textVersion": "1",
    }  # fmt: skip
    await person.phone.post("/api/v1/me/consents", json=consent, headers=person.headers)


async def failed(person, app_id, **data):
    await consented(person, app_id)
    answer = await person.act(app_id, data=data, gesture=await person.gesture(app_id))
    assert answer.json()["code"] == "host.guest-failed"


async def listed(person, app_id, path="", **params):
    return await person.phone.get(f"/api/v1/mini-apps/{app_id}/calls{path}", headers=person.headers, params=params)


async def kept(app_id) -> list[str]:
    rows = await database.fetch("select record::text as record from host_call where app_id = $1 order by id", app_id)
    return [row["record"] for row in rows]


class TestAnonymous:
    @pytest.mark.parametrize("path", ["", f"/{uuid4()}"])
    async def test_may_read_nothing(self, client, path):
        answer = await client.get(f"/api/v1/mini-apps/heating_subsidy/calls{path}")

        assert (answer.status_code, answer.json()["code"]) == (401, "identity.not-signed-in")


class TestWhoMayRead:
    @pytest.mark.parametrize("persona", ["student", "case-officer", "reviewer", "leader", "community-worker"])
    async def test_neither_residents_nor_other_staff(self, hand, app_id, persona):
        answer = await listed(await hand(persona), app_id)

        assert (answer.status_code, answer.json()["code"]) == (403, "identity.role-missing")

    async def test_no_developer_of_another_department(self, hand, publish):
        foreign = await publish(FAILS, department="别的部门")
        developer = await hand("department-developer")

        for path in ("", f"/{uuid4()}"):
            answer = await listed(developer, foreign, path)
            assert (answer.status_code, answer.json()["code"]) == (403, "host.not-your-department")

    @pytest.mark.parametrize("persona", ["department-developer", "operator"])
    async def test_the_departments_developers_and_operators(self, hand, app_id, persona):
        await failed(await hand("student"), app_id)
        reader = await hand(persona)

        page = (await listed(reader, app_id)).json()
        record = await listed(reader, app_id, f"/{page['items'][0]['id']}")

        assert [(item["kind"], item["name"], item["failure"]) for item in page["items"]] == [
            ("action", "act", "host.guest-failed")
        ]
        assert record.status_code == 200

    async def test_reading_stands_in_the_audit_log(self, hand, app_id):
        await failed(await hand("student"), app_id)
        reader = await hand("operator")
        call_id = (await listed(reader, app_id)).json()["items"][0]["id"]

        await listed(reader, app_id, f"/{call_id}")

        leaves = await database.fetch(
            "select convert_from(leaf, 'utf8') as leaf from core_audit_leaf union all "
            "select convert_from(leaf, 'utf8') from core_audit_entry"
        )
        said = [row["leaf"] for row in leaves if call_id in row["leaf"]]
        assert any("mini-app.calls-read" in leaf for leaf in said)
        assert any("mini-app.call-kept" in leaf for leaf in said)

    async def test_what_is_not_there_is_not_found(self, hand, app_id):
        answer = await listed(await hand("operator"), app_id, f"/{uuid4()}")

        assert (answer.status_code, answer.json()["code"]) == (404, "host.unknown-call")

    async def test_a_record_of_another_mini_app_is_not_found(self, hand, app_id, publish):
        await failed(await hand("student"), app_id)
        operator, other = await hand("operator"), await publish(FAILS, department=DEPARTMENT)
        call_id = (await listed(operator, app_id)).json()["items"][0]["id"]

        assert (await listed(operator, other, f"/{call_id}")).status_code == 404


class TestWhatIsKept:
    async def test_a_failed_call_with_the_authors_log_and_exception(self, hand, app_id):
        await failed(await hand("student"), app_id)
        operator = await hand("operator")
        call_id = (await listed(operator, app_id)).json()["items"][0]["id"]

        record = msgspec.convert((await listed(operator, app_id, f"/{call_id}")).json(), CallRecord)

        assert record.failure == "host.guest-failed"
        assert record.figures is not None
        assert record.figures.host_calls == 2
        assert (record.request.kind, record.request.name) == ("action", "act")
        assert [call.capability for call in record.host_calls] == ["person.read", "store.put"]
        assert record.answer is not None
        assert (record.answer["type"], record.answer["file"]) == ("ValueError", f"{app_id}/app.py")
        assert record.answer["log"][0].startswith("step one of")

    async def test_nobodys_number_name_or_phone_is_in_it(self, hand, app_id):
        student = await hand("student")
        me = (await student.phone.get("/api/v1/me", headers=student.headers)).json()

        await failed(student, app_id, id=ID_NUMBER, phone=PHONE, note=f"call {PHONE}, 证件 {ID_NUMBER}")

        (record,) = await kept(app_id)
        for secret in (ID_NUMBER, PHONE, me["fullName"], me["id"]):
            assert secret not in record
        # What still looks like such a number is an invented one, of regions and a number range that do not exist.
        assert {found[:6] for found in re.findall(r"(?<!\d)\d{17}[\dX](?!\d)", record)} <= {"999999", "000000"}
        assert {found[:7] for found in re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", record)} <= {"1990000"}

    async def test_parameters_of_a_launch_are_masked_too(self, hand, app_id, publish):
        source = f"""
from plugin_sdk.guest import MiniApp, done, ui
app = MiniApp()

@app.screen("home")
def home(ctx, data):
    if ctx.launch:
        raise ValueError("no")
    return ui.screen("来", ui.button("去", to=ui.to_launch(data["to"], "open", phone="{PHONE}")) if data else ui.divider())

@app.action("act")
def act(ctx, data):
    return done()
"""
        intent = {"name": "open", "screen": "home", "params": {"phone": "string"}}
        target = await publish(source, intents=[intent], department=DEPARTMENT)
        opener = await publish(source, launches=[(target, "open")])
        student = await hand("student")
        gesture = (await student.draw(opener, input={"to": target})).json()["gesture"]
        launched = await student.launch(opener, app=target, intent="open", params={"phone": PHONE}, gesture=gesture)

        answer = await student.draw(target, intent=launched.json()["intent"])

        (record,) = await kept(target)
        assert answer.json()["code"] == "host.guest-failed"
        assert PHONE not in record

    async def test_a_call_that_went_well_is_kept_for_the_departments_developer_only(self, hand, app_id):
        student, developer = await hand("student"), await hand("department-developer")
        await student.act(app_id, "well", gesture=await student.gesture(app_id))
        assert await kept(app_id) == []

        await developer.act(app_id, "well", gesture=await developer.gesture(app_id))

        page = (await listed(developer, app_id)).json()
        assert [(item["name"], item["failure"]) for item in page["items"]] == [("well", ""), ("home", "")]
        record = (await listed(developer, app_id, f"/{page['items'][0]['id']}")).json()
        assert record["answer"]["log"] == ["all is well"]

    async def test_a_missing_consent_is_nobodys_failure(self, hand, app_id):
        herder = await hand("herder")

        answer = await herder.act(app_id, gesture=await herder.gesture(app_id))

        assert answer.json()["code"] == "host.consent-needed"
        assert await kept(app_id) == []

    async def test_only_the_newest_are_kept(self, hand, app_id, monkeypatch):
        monkeypatch.setattr(calls, "MOST_KEPT", 3)
        student = await hand("student")

        for number in range(5):
            await failed(student, app_id, number=number)

        numbers = [msgspec.json.decode(record)["request"]["input"]["number"] for record in await kept(app_id)]
        assert numbers == [2, 3, 4]

    async def test_old_ones_are_forgotten(self, hand, app_id):
        await failed(await hand("student"), app_id)
        await database.execute(
            "update host_call set at = at - $2::interval where app_id = $1", app_id, timedelta(days=7, minutes=1)
        )

        await calls.forget_old()

        assert await kept(app_id) == []

    async def test_pages_go_on_where_the_one_before_ended(self, hand, app_id):
        student, operator = await hand("student"), await hand("operator")
        for _ in range(3):
            await failed(student, app_id)

        first = (await listed(operator, app_id, limit=2)).json()
        second = (await listed(operator, app_id, limit=2, cursor=first["nextCursor"])).json()

        ids = [item["id"] for item in first["items"] + second["items"]]
        assert len(set(ids)) == 3
        assert second["nextCursor"] is None
