"""Signing in by password, and setting one."""

import statistics
import time
from uuid import uuid4

import pytest

from backend.identity.people import service as people
from tests.identity.conftest import new_person, new_phone, signed

PASSWORD = "四个月亮在唱歌呢"


async def try_password(phone, number, password):
    body = {"phone": number, "password": password, "device": {"id": str(uuid4()), "name": "我的手机"}}
    return await phone.post("/api/v1/auth/sign-in/password", json=body)


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
        codes = [
            (await self.put(phone, tokens, password=PASSWORD, current=f"wrong {n}")).json()["code"] for n in range(10)
        ]

        assert codes == ["identity.wrong-current-password"] * 9 + ["identity.too-many-tries"]
