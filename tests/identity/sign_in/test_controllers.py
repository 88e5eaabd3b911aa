"""The ways in over HTTP: codes, passwords, personas, and the password one sets."""

import asyncio
import dataclasses
import hashlib
import re
import statistics
import time
from uuid import uuid4

import pytest

from backend.core import database
from backend.core.errors import Away
from backend.core.ground import ground
from backend.core.settings import Settings
from backend.core.web import guards
from backend.identity.people import service as people
from backend.identity.sign_in import ports
from backend.identity.sign_in.structs import Persona
from tests.identity.conftest import new_person, new_phone, signed

PASSWORD = "四个月亮在唱歌呢"


def device(name: str = "我的手机") -> dict[str, str]:
    return {"id": str(uuid4()), "name": name}


@pytest.fixture
async def known(database_url):
    """The phone of somebody who is enrolled."""
    person = new_person()
    await people.enrol(person)
    return person.phone


async def ask(phone, number):
    return await phone.post("/api/v1/auth/phone-codes", json={"phone": number})


async def read_code(phone, number):
    outbox = (await phone.get("/api/v1/auth/development-outbox", params={"phone": number})).json()["items"]
    return re.search(r"[0-9]{6}", outbox[0]["text"])[0]


async def enter(phone, number, code):
    body = {"phone": number, "code": code, "device": device()}
    return await phone.post("/api/v1/auth/sign-in/phone", json=body)


async def try_password(phone, number, password):
    body = {"phone": number, "password": password, "device": device()}
    return await phone.post("/api/v1/auth/sign-in/password", json=body)


async def forget_minute(number):
    """As if the minute between two codes had passed."""
    await database.execute("update core_rate set window_ends = now() where bucket like 'identity.code.phone.0:%'")
    assert number


def another(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


class TestPhoneCodes:
    async def test_anybody_may_ask(self, phone, known):
        answer = await ask(phone, known)

        assert answer.status_code == 202
        assert answer.json() == {"expiresIn": 300, "resendAfter": 60}

    async def test_the_answer_does_not_say_whether_the_phone_is_known(self, phone, known):
        answers = [await ask(phone, known), await ask(phone, new_phone())]

        assert answers[0].content == answers[1].content
        assert answers[0].status_code == answers[1].status_code

    async def test_the_text_names_the_sender_and_warns(self, phone, known):
        await ask(phone, known)

        (sent,) = (await phone.get("/api/v1/auth/development-outbox", params={"phone": known})).json()["items"]

        assert sent["phone"] == known
        assert re.fullmatch(r"【甘快办】验证码 [0-9]{6}，5 分钟内有效。请勿告诉他人，.*", sent["text"])

    async def test_a_second_one_within_a_minute_is_refused(self, phone, known):
        await ask(phone, known)

        answer = await ask(phone, known)

        assert answer.status_code == 429
        assert answer.json()["code"] == "identity.too-many-codes"
        assert 0 < answer.json()["params"]["retryAfter"] <= 60
        assert answer.headers["retry-after"] == str(answer.json()["params"]["retryAfter"])
        assert known not in answer.text

    async def test_the_sixth_within_an_hour_is_refused(self, phone, known):
        statuses = []
        for _ in range(6):
            statuses.append((await ask(phone, known)).status_code)
            await forget_minute(known)

        assert statuses == [202] * 5 + [429]

    async def test_a_burst_for_one_phone_sends_one_code(self, phone, known):
        answers = await asyncio.gather(*(ask(phone, known) for _ in range(20)))

        outbox = (await phone.get("/api/v1/auth/development-outbox", params={"phone": known})).json()["items"]
        assert sorted(answer.status_code for answer in answers) == [202] + [429] * 19
        assert len(outbox) == 1

    async def test_one_address_cannot_bomb_many_phones(self, phone):
        forged = [{"x-forwarded-for": f"10.0.{n // 250}.{n % 250}", "x-real-ip": "1.1.1.1"} for n in range(110)]
        statuses = [
            (await phone.post("/api/v1/auth/phone-codes", json={"phone": new_phone()}, headers=headers)).status_code
            for headers in forged
        ]

        assert statuses == [202] * 100 + [429] * 10

    async def test_a_repeat_with_the_same_key_sends_nothing_more(self, phone, known):
        headers, body = {"idempotency-key": str(uuid4())}, {"phone": known}
        first = await phone.post("/api/v1/auth/phone-codes", json=body, headers=headers)

        again = await phone.post("/api/v1/auth/phone-codes", json=body, headers=headers)

        outbox = (await phone.get("/api/v1/auth/development-outbox", params={"phone": known})).json()["items"]
        assert again.status_code == 202
        assert again.content == first.content
        assert len(outbox) == 1

    async def test_no_guessable_hash_of_the_phone_is_kept(self, phone, known):
        body = f'{{"phone":"{known}"}}'.encode()
        key = str(uuid4())
        headers = {"idempotency-key": key, "content-type": "application/json"}
        await phone.post("/api/v1/auth/phone-codes", content=body, headers=headers)

        plain = hashlib.sha256(b"POST /api/v1/auth/phone-codes\n" + body).digest()
        row = await database.fetch_one("select request_hash from core_attempt where id like $1", f"%{key}")
        assert row is not None
        assert row["request_hash"] != plain

    async def test_when_nobody_can_send_no_code_is_made(self, phone, known, monkeypatch):
        class Broken:
            async def send(self, *, phone, text):
                raise Away(part="sms")

        monkeypatch.setattr(ports._Bound, "code_sender", Broken())
        refused = await ask(phone, known)
        monkeypatch.undo()

        assert refused.status_code == 503
        assert (await ask(phone, known)).status_code == 202

    @pytest.mark.parametrize("number", ["", "12345678901", "1380000000", "138000000000", "+8613800000000", "１３８００００００００"])
    async def test_what_is_no_phone_is_refused(self, phone, number):
        assert (await ask(phone, number)).status_code == 400


class TestSignInByPhone:
    async def test_the_code_opens_the_door_once(self, phone, known):
        await ask(phone, known)
        code = await read_code(phone, known)

        first, second = await enter(phone, known, code), await enter(phone, known, code)

        assert first.status_code == 201
        assert set(first.json()) == {"accessToken", "refreshToken", "expiresIn"}
        assert second.status_code == 401
        assert second.json()["code"] == "identity.wrong-code"
        me = await phone.get("/api/v1/me", headers={"authorization": f"Bearer {first.json()['accessToken']}"})
        assert me.json()["phoneMasked"] == f"{known[:3]}****{known[-4:]}"

    async def test_of_many_at_once_one_gets_in(self, phone, known):
        await ask(phone, known)
        code = await read_code(phone, known)

        answers = await asyncio.gather(*(enter(phone, known, code) for _ in range(5)))

        assert sorted(answer.status_code for answer in answers) == [201, 401, 401, 401, 401]

    async def test_a_wrong_code_is_refused_and_the_right_one_still_works(self, phone, known):
        await ask(phone, known)
        code = await read_code(phone, known)

        wrong, right = await enter(phone, known, another(code)), await enter(phone, known, code)

        assert (wrong.status_code, right.status_code) == (401, 201)
        assert code not in wrong.text

    async def test_after_five_wrong_tries_the_right_one_is_too_late(self, phone, known):
        await ask(phone, known)
        code = await read_code(phone, known)
        for _ in range(5):
            await enter(phone, known, another(code))

        assert (await enter(phone, known, code)).json()["code"] == "identity.wrong-code"

    async def test_five_tries_at_once_are_five_tries(self, phone, known):
        await ask(phone, known)
        code = await read_code(phone, known)
        await asyncio.gather(*(enter(phone, known, another(code)) for _ in range(5)))

        assert (await enter(phone, known, code)).status_code == 401

    async def test_after_five_minutes_it_is_too_late(self, phone, known):
        await ask(phone, known)
        code = await read_code(phone, known)
        await database.execute("update identity_phone_code set expires_at = now() where used_at is null")

        assert (await enter(phone, known, code)).status_code == 401

    async def test_only_the_newest_code_counts(self, phone, known):
        await ask(phone, known)
        old = await read_code(phone, known)
        await forget_minute(known)
        await ask(phone, known)
        new = await read_code(phone, known)

        if old != new:
            assert (await enter(phone, known, old)).status_code == 401
        assert (await enter(phone, known, new)).status_code == 201

    async def test_a_code_of_another_phone_is_wrong(self, phone, known):
        other = new_phone()
        await ask(phone, other)
        code = await read_code(phone, other)
        await ask(phone, known)
        if code == await read_code(phone, known):
            return

        assert (await enter(phone, known, code)).status_code == 401

    async def test_a_phone_nobody_has_is_told_so_only_after_the_proof(self, phone):
        stranger = new_phone()
        await ask(phone, stranger)
        code = await read_code(phone, stranger)

        wrong, right = await enter(phone, stranger, another(code)), await enter(phone, stranger, code)

        assert (wrong.status_code, wrong.json()["code"]) == (401, "identity.wrong-code")
        assert (right.status_code, right.json()["code"]) == (422, "identity.unknown-person")
        assert (await enter(phone, stranger, code)).json()["code"] == "identity.wrong-code"

    async def test_tries_are_limited_per_phone_and_address(self, phone, known):
        codes = [(await enter(phone, known, "000000")).json()["code"] for _ in range(11)]

        assert codes == ["identity.wrong-code"] * 10 + ["identity.too-many-tries"]

    async def test_nothing_of_the_code_or_phone_lies_in_clear(self, phone, known):
        await ask(phone, known)
        code = await read_code(phone, known)

        rows = await database.fetch("select c::text as everything from identity_phone_code c")
        rates = await database.fetch("select bucket from core_rate")

        assert not [row for row in rows if known in row["everything"]]
        assert not [row for row in rates if known in row["bucket"]]
        assert not [row for row in rows if code.encode().hex() in row["everything"]]

    @pytest.mark.parametrize(
        "change",
        [
            {"code": "12345"},
            {"code": "1234567"},
            {"code": "12345a"},
            {"code": 123456},
            {"code": "１２３４５６"},
            {"device": None},
            {"device": {"id": "x", "name": "y"}},
            {"device": {"id": str(uuid4()), "name": ""}},
            {"device": {"id": str(uuid4()), "name": "x" * 81}},
            {"trustLevel": 3},
            {"personId": str(uuid4())},
        ],
    )
    async def test_what_cannot_be_read_is_refused(self, phone, change):
        body = {"phone": new_phone(), "code": "123456", "device": device()} | change

        assert (await phone.post("/api/v1/auth/sign-in/phone", json=body)).status_code == 400


class TestSignInByPassword:
    @pytest.fixture
    async def with_password(self, database_url):
        person = new_person()
        await people.set_password(await people.enrol(person), password=PASSWORD, current=None)
        return person.phone

    async def test_the_password_opens_the_door(self, phone, with_password):
        answer = await try_password(phone, with_password, PASSWORD)

        assert answer.status_code == 201
        assert set(answer.json()) == {"accessToken", "refreshToken", "expiresIn"}

    async def test_the_refusal_does_not_say_what_is_wrong(self, phone, with_password, known):
        answers = [
            await try_password(phone, with_password, "wrong password"),
            await try_password(phone, known, PASSWORD),
            await try_password(phone, new_phone(), PASSWORD),
        ]

        told = [{key: value for key, value in answer.json().items() if key != "traceId"} for answer in answers]
        assert told[0] == told[1] == told[2]
        assert told[0]["code"] == "identity.wrong-password"
        assert {answer.status_code for answer in answers} == {401}
        assert PASSWORD not in answers[0].text

    @pytest.mark.slow
    async def test_an_unknown_phone_takes_as_long_as_a_known_one(self, phone, with_password):
        times: dict[bool, list[float]] = {True: [], False: []}
        for _ in range(8):
            for is_known in (True, False):
                began = time.perf_counter()
                await try_password(phone, with_password if is_known else new_phone(), "wrong password")
                times[is_known].append(time.perf_counter() - began)

        known, unknown = statistics.median(times[True]), statistics.median(times[False])
        assert 0.5 < known / unknown < 2

    async def test_tries_are_limited(self, phone, with_password):
        codes = [(await try_password(phone, with_password, f"wrong {n}")).json()["code"] for n in range(11)]

        assert codes == ["identity.wrong-password"] * 10 + ["identity.too-many-tries"]
        assert (await try_password(phone, with_password, PASSWORD)).status_code == 429


class TestSetPassword:
    async def test_anonymous_is_refused(self, phone):
        assert (await phone.put("/api/v1/me/password", json={"password": PASSWORD})).status_code == 401

    async def put(self, phone, tokens, **body):
        return await phone.put("/api/v1/me/password", json=body, headers=signed(tokens))

    async def test_sets_the_first_one_and_signs_out_everywhere_else(self, phone, make_person, start_session):
        person = await make_person()
        here, elsewhere = await start_session(person), await start_session(person)

        answer = await self.put(phone, here, password=PASSWORD)

        assert answer.status_code == 204
        assert (await phone.get("/api/v1/me", headers=signed(here))).json()["hasPassword"] is True
        assert (await phone.get("/api/v1/me", headers=signed(elsewhere))).status_code == 401

    async def test_changing_it_needs_the_present_one(self, phone, make_person, start_session):
        tokens = await start_session(await make_person())
        await self.put(phone, tokens, password=PASSWORD)

        for current in ({}, {"current": "wrong password"}):
            answer = await self.put(phone, tokens, password="another good one", **current)
            assert (answer.status_code, answer.json()["code"]) == (422, "identity.wrong-current-password")
        assert (await self.put(phone, tokens, password="another good one", current=PASSWORD)).status_code == 204

    async def test_a_repeat_with_the_same_key_is_answered_again(self, phone, make_person, start_session):
        tokens = await start_session(await make_person())
        headers, body = signed(tokens) | {"idempotency-key": "same"}, {"password": PASSWORD}
        await phone.put("/api/v1/me/password", json=body, headers=headers)

        assert (await phone.put("/api/v1/me/password", json=body, headers=headers)).status_code == 204

    async def test_a_guessable_one_is_refused_with_its_reason(self, phone, start_session):
        person = new_person(name="王小满")
        tokens = await start_session(await people.enrol(person))

        for password, reason in (("password123", "common"), (f"x{person.phone}", "phone"), ("王小满王小满好", "name")):
            answer = await self.put(phone, tokens, password=password + ("啊" if len(password) < 8 else ""))
            assert (answer.status_code, answer.json()["code"]) == (422, "identity.weak-password")
            assert answer.json()["params"] == {"reason": reason}
            assert password not in answer.text

    @pytest.mark.parametrize("password", ["", "1234567", "x" * 129, "a\u0000bcdefgh"])
    async def test_length_and_characters_have_bounds(self, phone, make_person, start_session, password):
        tokens = await start_session(await make_person())

        assert (await self.put(phone, tokens, password=password)).status_code == 400

    async def test_tries_at_the_present_one_are_limited(self, phone, make_person, start_session):
        tokens = await start_session(await make_person())
        await self.put(phone, tokens, password=PASSWORD)
        codes = [(await self.put(phone, tokens, password=PASSWORD, current=f"wrong {n}")).json()["code"] for n in range(10)]

        assert codes == ["identity.wrong-current-password"] * 9 + ["identity.too-many-tries"]


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
            ]
        }

    async def test_the_outbox_shows_one_phone_only(self, phone, known):
        await ask(phone, known)

        assert (await phone.get("/api/v1/auth/development-outbox", params={"phone": new_phone()})).json() == {"items": []}
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
