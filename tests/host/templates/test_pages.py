"""Every template on the platform itself: each page and action, for a resident, and what is left of it afterwards."""

import csv
import io

import msgspec
import pytest

from backend.host.runs.structs import DrawnScreen, TakenAction
from plugin_sdk.contract.manifest import Manifest
from plugin_sdk.tools.commands import new
from tests.host.templates.conftest import DEPARTMENT
from tests.host.templates.phone import Phone
from tests.host.templates.visits import VISITS

PEOPLE = ("student", "herder", "trader")


@pytest.fixture
async def visited(copy, publish, offer, department):
    """Pay a template its visit; the phones of everybody who took part."""

    async def paid(template: str) -> list[Phone]:
        folder = copy(template)
        pick = await publish(folder)
        if template == "booking":
            await offer(folder.name)
        phones = [await pick(persona) for persona in PEOPLE]
        await VISITS[template](*phones)
        return phones

    return paid


def test_every_template_has_a_visit():
    assert set(VISITS) == set(new.templates())


@pytest.mark.parametrize("template", list(VISITS))
async def test_every_page_and_action_works_for_a_resident(visited, template):
    manifest = msgspec.json.decode((new.TEMPLATES / template / "manifest.json").read_bytes(), type=Manifest)

    phones = await visited(template)

    told = [one for phone in phones for one in phone.told]
    good = {path for path, status, _ in told if status == 200}
    assert good >= {f"screens/{page}" for page in manifest.pages}
    assert good >= {f"actions/{action}" for action in manifest.gkb.actions}
    assert {(status, answer["code"]) for _, status, answer in told if status != 200} <= {(403, "host.consent-needed")}
    for path, status, answer in told:
        if status == 200:
            msgspec.convert(answer, DrawnScreen if path.startswith("screens") else TakenAction)


class TestForm:
    async def test_the_receipt_lies_in_the_inbox_in_the_departments_name(self, client, sign_in, visited):
        phone, *_ = await visited("form")

        headers = await sign_in("student")
        newest = (await client.get("/api/v1/messages", headers=headers)).json()["items"][0]
        message = (await client.get(f"/api/v1/messages/{newest['id']}", headers=headers)).json()
        receipt = next(told["receipt"] for _, _, told in phone.told if told.get("receipt"))
        assert (message["sender"], message["facts"]) == (DEPARTMENT, receipt["facts"])

    async def test_what_is_known_stands_in_the_form_with_where_it_comes_from(self, visited):
        phone, *_ = await visited("form")

        form = next(told["screen"] for path, status, told in phone.told if (path, status) == ("screens/apply", 200))
        assert form["data"] == {"name": "马小雨", "region": "甘肃省临夏回族自治州东乡族自治县"}

    async def test_wrong_answers_are_named_each(self, visited):
        phone, *_ = await visited("form")

        invalid = next(told for _, _, told in phone.told if told.get("outcome") == "invalid")
        assert {error["field"] for error in invalid["errors"]} == {"reason", "people", "agreed"}

    async def test_the_reading_stands_in_the_persons_own_access_history(self, client, sign_in, visited):
        phone, *_ = await visited("form")

        history = (await client.get("/api/v1/me/disclosures", headers=await sign_in("student"))).text
        assert phone.app_id in history


class TestCertificate:
    async def test_it_is_shown_with_the_name_and_the_number_of_its_receipt(self, visited):
        phone, *_ = await visited("certificate")

        [shown] = phone.parts("Certificate")
        issued = next(told["receipt"] for _, _, told in phone.told if told.get("receipt"))
        assert (shown["number"], shown["state"]) == (issued["number"], "valid")
        assert {"label": "姓名", "value": "马小雨"} in shown["facts"]


class TestSurvey:
    async def test_everybody_sees_the_counts(self, visited):
        phone, *_ = await visited("survey")

        [chart] = phone.parts("BarChart")
        assert [bar["value"] for bar in chart["bars"]] == [1, 0, 1]

    async def test_the_department_reads_the_answers_and_nobodys_name(self, client, developer, visited):
        phone, *_ = await visited("survey")
        path = f"/api/v1/mini-apps/{phone.app_id}/records/answers"

        listed = (await client.get(path, headers=developer)).json()["items"]
        table = (await client.get(f"{path}/export.csv", headers=developer)).text

        assert {(one["value"]["satisfied"], one["value"]["remark"]) for one in listed} == {
            ("very", "很快"),
            ("not", ""),
        }
        assert {row["satisfied"] for row in csv.DictReader(io.StringIO(table))} == {"very", "not"}
        assert not any(name in table for name in ("马小雨", "扎西"))


class TestListMap:
    async def test_every_entry_leads_to_the_page_of_its_place(self, visited):
        phone, *_ = await visited("list_map")
        await phone.open("map")

        for point in phone.parts("MapPoints")[0]["points"]:
            told = await phone.open(point["action"]["name"], **point["action"]["input"])
            assert told["screen"]["title"] == point["name"]
            await phone.open("map")


@pytest.mark.parametrize("template", list(VISITS))
async def test_it_speaks_english_to_whoever_reads_it(template, client, sign_in, copy, publish, department):
    folder = copy(template)
    phone = await (await publish(folder))("student")
    pages = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Manifest).pages
    english = await sign_in("student") | {"accept-language": "en"}

    for page in pages:
        await phone.open(page)  # agrees where consent is asked for
        path = f"/api/v1/mini-apps/{folder.name}/screens/{page}"
        told = (await client.post(path, json={}, headers=english)).json()
        assert told["screen"]["title"].isascii()
        assert told["screen"]["body"][0]["title"] == "Example"


async def test_no_template_speaks_when_nobody_is_signed_in(client, copy, publish):
    folder = copy("list_map")
    await publish(folder)

    answer = await client.post(f"/api/v1/mini-apps/{folder.name}/screens/places", json={})

    assert (answer.status_code, answer.json()["code"]) == (401, "identity.not-signed-in")
