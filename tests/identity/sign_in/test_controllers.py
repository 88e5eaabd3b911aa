"""Asking for a code, and signing in with it."""

import asyncio
import hashlib
import re
from uuid import uuid4

import pytest

from backend.core import database
from backend.core.errors import Away
from backend.identity.sign_in import ports
from tests.identity.conftest import new_phone


def device(name: str = "我的手机") -> dict[str, str]:
    return {"id": str(uuid4()), "name": name}


async def ask(phone, number):
    return await phone.post("/api/v1/auth/phone-codes", json={"phone": number})


async def read_code(phone, number):
    outbox = (await phone.get("/api/v1/auth/development-outbox", params={"phone": number})).json()["items"]
    return re.search(r"[0-9]{6}", outbox[0]["text"])[0]


async def enter(phone, number, code):
    body = {"phone": number, "code": code, "device": device()}
    return await phone.post("/api/v1/auth/sign-in/phone", json=body)


async def forget_minute():
    """As if the minute between two codes had passed."""
    await database.execute("update core_rate set window_ends = now() where bucket like 'identity.code.phone.0:%'")


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
            await forget_minute()

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

    @pytest.mark.parametrize(
        "number", ["", "12345678901", "1380000000", "138000000000", "+8613800000000", "１３８００００００００"]
    )
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
        await forget_minute()
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
