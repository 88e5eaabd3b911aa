"""What exists in the demo world only."""

import dataclasses

import pytest

from backend.core.ground import ground
from backend.core.settings import Settings
from backend.core.web import guards
from backend.identity.sign_in import ports
from backend.identity.sign_in.structs import Persona
from tests.identity.conftest import new_phone


async def ask(phone, number):
    return await phone.post("/api/v1/auth/phone-codes", json={"phone": number})


class TestDemo:
    @pytest.fixture
    async def personas(self, database_url, make_person, monkeypatch):
        """A demo world with one person."""
        person = await make_person(name="王小满")

        class One:
            async def find(self, persona):
                return person if persona == "young-parent" else None

            async def all(self):
                return [
                    Persona(
                        id="young-parent", name="王小满", title="年轻家长", region_name="兰州市城关区", kind="resident"
                    )
                ]

        monkeypatch.setattr(ports._Bound, "personas", One())
        return person

    async def test_one_may_be_a_persona_without_a_device(self, phone, personas):
        answer = await phone.post("/api/v1/auth/demo-sign-in", json={"persona": "young-parent"})

        assert answer.status_code == 201
        assert set(answer.json()) == {"accessToken", "refreshToken", "expiresIn"}
        me = await phone.get("/api/v1/me", headers={"authorization": f"Bearer {answer.json()['accessToken']}"})
        assert me.json()["id"] == str(personas)

    async def test_signing_in_again_ends_nobody_elses_session(self, phone, personas):
        first, _ = [
            (await phone.post("/api/v1/auth/demo-sign-in", json={"persona": "young-parent"})).json() for _ in range(2)
        ]

        me = await phone.get("/api/v1/me", headers={"authorization": f"Bearer {first['accessToken']}"})
        assert me.status_code == 200

    async def test_an_unknown_persona_is_refused(self, phone, personas):
        answer = await phone.post("/api/v1/auth/demo-sign-in", json={"persona": "emperor"})

        assert (answer.status_code, answer.json()["code"]) == (404, "identity.unknown-persona")

    async def test_lists_whom_one_can_be(self, phone, personas):
        answer = await phone.get("/api/v1/auth/demo-personas")

        assert answer.json() == {
            "items": [
                {
                    "id": "young-parent",
                    "name": "王小满",
                    "title": "年轻家长",
                    "regionName": "兰州市城关区",
                    "kind": "resident",
                }
            ],
            "codeNeeded": False,
        }

    async def test_the_outbox_shows_one_phone_only(self, phone, known):
        await ask(phone, known)

        assert (await phone.get("/api/v1/auth/development-outbox", params={"phone": new_phone()})).json() == {
            "items": []
        }
        assert (await phone.get("/api/v1/auth/development-outbox")).status_code == 400

    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            ("POST", "/api/v1/auth/demo-sign-in", {"persona": "young-parent"}),
            ("GET", "/api/v1/auth/demo-personas", None),
            ("GET", "/api/v1/auth/development-outbox?phone=13800000000", None),
        ],
    )
    async def test_outside_the_demo_there_is_nothing_here(self, phone, personas, monkeypatch, method, path, body):
        monkeypatch.setattr(guards, "ground", lambda: dataclasses.replace(ground(), settings=Settings(demo=False)))

        answer = await phone.request(method, path, json=body)

        assert (answer.status_code, answer.json()["code"]) == (404, "core.not-found")
