"""The bundled mini-app on the real runtime: same answers as on plain CPython."""

import msgspec
import pytest

from backend.host.sandbox.client import SandboxClient
from backend.host.sandbox.server import SandboxServer
from miniapps.heating_subsidy.app import app
from plugin_sdk.contract.capabilities import CAPABILITIES
from plugin_sdk.contract.manifest import Manifest
from plugin_sdk.contract.request import CallContext, CallRequest, PackageSources
from plugin_sdk.contract.screen import Screen
from plugin_sdk.guest.testing import FakeHost
from tests.built import HOUSE, KEY
from tests.host.sandbox.conftest import image

__all__ = ["image"]

FOLDER = HOUSE / "miniapps" / "heating_subsidy"
PERSON = {"name": "王小满", "idNumber": "620102199001011232", "regionName": "兰州市城关区", "phone": "13800000000"}
GOOD = {"area": 80, "heating": "central", "household": "low-income", "agreed": True}


@pytest.fixture(scope="module")
async def client(image, tmp_path_factory):
    socket = tmp_path_factory.mktemp("s") / "s.sock"
    async with SandboxServer(socket, image_path=image, key=KEY, workers=1), SandboxClient(socket) as made:
        yield made


@pytest.fixture(scope="module")
async def package(client):
    files = {file.name: file.read_text("utf-8") for file in FOLDER.glob("*.py")}
    return (await client.compile_package(PackageSources(app="heating_subsidy", files=files))).package


@pytest.fixture
def manifest():
    return msgspec.json.decode((FOLDER / "manifest.json").read_bytes(), type=Manifest)


def make_request(kind, name, given=None):
    context = CallContext(now="2026-01-15T09:30:00+08:00", entropy=f"{1:064x}")
    return CallRequest(app="heating_subsidy", kind=kind, name=name, input=given or {}, context=context)


def asked_of(host):
    async def on_host_call(capability, payload):
        msgspec.json.decode(payload, type=CAPABILITIES[capability])
        return host.host_call(capability, payload)

    return on_host_call


@pytest.mark.parametrize("screen", ["apply", "status"])
async def test_screens_are_the_same_as_on_plain_cpython(screen, client, package):
    host = FakeHost(person=PERSON)

    answer = await client.call(package, make_request("screen", screen), on_host_call=asked_of(host))

    assert answer.screen == msgspec.convert(FakeHost(person=PERSON).draw(app, screen), Screen)


async def test_applying_twice_gives_one_application_one_message_and_one_receipt(client, package):
    host = FakeHost(person=PERSON)

    answers = [
        (await client.call(package, make_request("action", "submit", GOOD), on_host_call=asked_of(host))).action
        for _ in range(2)
    ]

    assert answers[0].receipt == answers[1].receipt
    assert answers[0].receipt.message_id == "message-1"
    assert list(host.stored) == ["application.2025-2026"]
    assert len(host.messages) == 1


async def test_a_wrong_form_is_answered_with_its_errors(client, package):
    request = make_request("action", "submit", {**GOOD, "area": 501})

    answer = await client.call(package, request, on_host_call=asked_of(FakeHost(person=PERSON)))

    assert [error.field for error in answer.action.errors] == ["area"]


def test_the_manifest_names_what_the_code_has(manifest):
    assert manifest.app_id == FOLDER.name
    assert set(manifest.pages) == set(app.screens)
    assert set(manifest.gkb.actions) == set(app.actions)


def test_the_manifest_declares_exactly_the_capabilities_that_are_used(manifest):
    host = FakeHost(person=PERSON)
    host.draw(app, "apply")
    host.take(app, "submit", GOOD)
    host.draw(app, "status")

    assert {wanted.name for wanted in manifest.gkb.capabilities} == {capability for capability, _ in host.calls}


def test_the_person_is_read_for_a_declared_purpose_and_its_fields(manifest):
    host = FakeHost(person=PERSON)
    host.draw(app, "apply")
    asked = dict(host.calls)["person.read"]

    assert asked["fields"] == manifest.purpose(asked["purpose"]).fields
