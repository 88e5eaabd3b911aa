"""The senior citizen's card, from the tap to the officer's desk: the bundled mini-app in the whole house."""

from pathlib import Path
from uuid import uuid4

import msgspec
import pytest

from backend.core import database
from backend.demo.personas import BY_ID
from miniapps.elder_card.app import ITEM, app
from plugin_sdk.contract.manifest import Manifest
from plugin_sdk.guest.testing import FakeHost
from tests.host.runs.test_cases import agree
from tests.services.cases.conftest import make_officer, signed

FOLDER = Path(__file__).resolve().parents[2] / "miniapps" / "elder_card"
BASE = "/api/v1/mini-apps/elder_card"


@pytest.fixture
def manifest():
    return msgspec.json.decode((FOLDER / "manifest.json").read_bytes(), type=Manifest)


@pytest.fixture
async def elder(client, sign_in):
    """The elder as on the first day: no consent, no card applied for."""
    forget = (
        "update identity_consent set withdrawn_at = now() where person_id = $1",
        "update cases_case set app_id = 'earlier_test' where applicant_id = $1 and app_id = 'elder_card'",
    )
    for statement in forget:
        await database.execute(statement, BY_ID["elder"].person_id)
    return await sign_in("elder")


async def asking(client, headers, work):
    """Do it as the shell does: each time a consent is needed, the person agrees, and it is done again."""
    for _ in range(3):
        answer = await work()
        if answer.json().get("code") != "host.consent-needed":
            return answer
        await agree(client, headers, answer.json()["params"]["consent"])
    raise AssertionError(answer.text)


def parts(screen, kind):
    return [one for one in screen["body"] if one["component"] == kind]


async def test_one_tap_makes_a_true_case_that_the_department_accepts_and_the_elder_follows(client, elder):
    drawn = (await asking(client, elder, lambda: client.post(f"{BASE}/screens/apply", json={}, headers=elder))).json()
    assert parts(drawn["screen"], "Form")[0]["schema"]["required"] == ["agreed"]
    key = {"idempotency-key": str(uuid4())}
    body = {"data": {"agreed": True}, "gesture": drawn["gesture"]}

    taken = await asking(client, elder, lambda: client.post(f"{BASE}/actions/submit", json=body, headers=elder | key))

    assert taken.json()["outcome"] == "done", taken.text
    number = taken.json()["receipt"]["number"]
    [case] = (await client.get("/api/v1/cases?limit=1", headers=elder)).json()["items"]
    assert (case["number"], case["channel"], case["department"]) == (number, "mini-app", "金川区民政局")

    officer = await signed(await make_officer("金川区民政局", "620302"))
    seen = await client.get(f"/api/v1/desk/cases/{case['id']}", headers=officer)
    assert seen.json()["appId"] == "elder_card", seen.text
    accepted = await client.post(f"/api/v1/desk/cases/{case['id']}/acceptance", json={}, headers=officer)
    assert accepted.status_code < 300, accepted.text

    status = (await client.post(f"{BASE}/screens/status", json={}, headers=elder)).json()["screen"]
    facts = {one["label"]: one["value"] for one in parts(status, "Card")[0]["children"][0]["facts"]}
    assert (facts["办件编号"], facts["办理状态"]) == (number, "已受理")
    again = (await client.post(f"{BASE}/screens/apply", json={}, headers=elder)).json()["screen"]
    assert parts(again, "Form") == []


async def test_who_is_not_sixty_sees_no_form(client, sign_in):
    student = await sign_in("student")

    drawn = await asking(client, student, lambda: client.post(f"{BASE}/screens/apply", json={}, headers=student))

    assert parts(drawn.json()["screen"], "Notice")[0]["title"] == "还不到申领年龄"


def test_the_manifest_names_what_the_code_has(manifest):
    assert manifest.app_id == FOLDER.name
    assert set(manifest.pages) == set(app.screens)
    assert set(manifest.gkb.actions) == set(app.actions)
    assert manifest.gkb.items == [ITEM]


def test_the_manifest_declares_exactly_the_capabilities_that_are_used(manifest):
    host = FakeHost(person={"birthDate": "1951-02-08", "regionCode": "620302"})
    host.items.give(ITEM, name="优待证")
    host.cases.give(ITEM, name="优待证")
    host.draw(app, "apply")
    host.take(app, "submit", {"agreed": True})
    host.draw(app, "status")

    assert {wanted.name for wanted in manifest.gkb.capabilities} == {capability for capability, _ in host.calls}
