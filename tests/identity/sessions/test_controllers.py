"""The signed-in person over HTTP: me, devices, refresh, sign-out."""

from uuid import uuid4

import pytest

from backend.core import database
from backend.identity.people import service as people
from backend.identity.people.structs import Role
from tests.identity.conftest import claims_of, new_person, signed


class TestMe:
    async def test_anonymous_is_refused(self, phone):
        answer = await phone.get("/api/v1/me")

        assert answer.status_code == 401
        assert answer.json()["code"] == "identity.not-signed-in"

    async def test_says_who_i_am_masked_for_others_eyes(self, phone, start_session):
        person = new_person(name="王小满", phone=None)
        person_id = await people.enrol(person)
        await people.appoint(person_id, department="甲局", region_code="620102", roles=[Role.OPERATOR])

        answer = await phone.get("/api/v1/me", headers=signed(await start_session(person_id)))

        assert answer.json() == {
            "id": str(person_id),
            "name": "王*满",
            "fullName": "王小满",
            "phoneMasked": "",
            "regionCode": "620102",
            "regionName": "甘肃省兰州市城关区",
            "trustLevel": 2,
            "roles": ["operator"],
            "hasPassword": False,
        }

    async def test_shows_of_the_phone_only_its_ends(self, phone, start_session):
        person = new_person()
        tokens = await start_session(await people.enrol(person))

        answer = await phone.get("/api/v1/me", headers=signed(tokens))

        number = person.phone or ""
        assert answer.json()["phoneMasked"] == f"{number[:3]}****{number[-4:]}"
        assert number not in answer.text
        assert person.number not in answer.text


class TestDevices:
    async def test_anonymous_is_refused(self, phone):
        assert (await phone.get("/api/v1/me/devices")).status_code == 401

    async def test_lists_where_i_am_signed_in_newest_first(self, phone, make_person, start_session):
        person = await make_person()
        old, here = await start_session(person), await start_session(person)

        answer = await phone.get("/api/v1/me/devices", headers=signed(here))

        assert [(one["id"], one["current"]) for one in answer.json()["items"]] == [
            (str(claims_of(here).sid), True),
            (str(claims_of(old).sid), False),
        ]
        assert answer.json()["nextCursor"] is None

    async def test_pages_lose_and_repeat_nothing(self, phone, make_person, start_session):
        person = await make_person()
        sessions = {str(claims_of(await start_session(person)).sid) for _ in range(5)}
        here, seen, cursor = signed(await start_session(person)), [], None
        while True:
            query = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
            page = (await phone.get("/api/v1/me/devices", params=query, headers=here)).json()
            seen += [one["id"] for one in page["items"]]
            cursor = page["nextCursor"]
            if cursor is None:
                break

        assert len(seen) == len(set(seen)) == 6
        assert sessions < set(seen)

    async def test_a_cursor_of_another_person_is_refused(self, phone, make_person, start_session):
        mine, other = await make_person(), await make_person()
        tokens = [await start_session(mine) for _ in range(2)]
        cursor = (await phone.get("/api/v1/me/devices?limit=1", headers=signed(tokens[0]))).json()["nextCursor"]

        answer = await phone.get(f"/api/v1/me/devices?cursor={cursor}", headers=signed(await start_session(other)))

        assert answer.json()["code"] == "core.bad-cursor"

    async def test_shows_nothing_of_others_and_nothing_that_is_over(self, phone, make_person, start_session):
        person = await make_person()
        await start_session(await make_person())
        idle, here = await start_session(person), await start_session(person)
        await database.execute(
            "update identity_session set last_used_at = now() - interval '31 days' where id = $1", claims_of(idle).sid
        )

        answer = await phone.get("/api/v1/me/devices", headers=signed(here))

        assert [one["id"] for one in answer.json()["items"]] == [str(claims_of(here).sid)]


class TestEndDevice:
    async def test_anonymous_is_refused(self, phone):
        assert (await phone.delete(f"/api/v1/me/devices/{uuid4()}")).status_code == 401

    async def test_signs_out_there(self, phone, make_person, start_session):
        person = await make_person()
        lost, here = await start_session(person), await start_session(person)

        answer = await phone.delete(f"/api/v1/me/devices/{claims_of(lost).sid}", headers=signed(here))

        assert answer.status_code == 204
        assert (await phone.get("/api/v1/me", headers=signed(here))).status_code == 200
        refreshed = await phone.post("/api/v1/auth/refresh", json={"refreshToken": lost.refresh_token})
        assert refreshed.json()["code"] == "identity.session-ended"

    async def test_repeating_it_with_its_key_is_answered_again(self, phone, make_person, start_session):
        person = await make_person()
        lost, here = await start_session(person), await start_session(person)
        headers, path = signed(here) | {"idempotency-key": str(uuid4())}, f"/api/v1/me/devices/{claims_of(lost).sid}"
        await phone.delete(path, headers=headers)

        assert (await phone.delete(path, headers=headers)).status_code == 204
        assert (await phone.delete(path, headers=signed(here))).json()["code"] == "identity.device-unknown"

    async def test_a_device_of_somebody_else_is_unknown_and_stays(self, phone, make_person, start_session):
        theirs, mine = await start_session(await make_person()), await start_session(await make_person())

        answer = await phone.delete(f"/api/v1/me/devices/{claims_of(theirs).sid}", headers=signed(mine))

        assert answer.status_code == 404
        assert answer.json()["code"] == "identity.device-unknown"
        assert (await phone.post("/api/v1/auth/refresh", json={"refreshToken": theirs.refresh_token})).is_success

    @pytest.mark.parametrize("written", ["1", "{1}", "not-a-uuid", "%2e%2e"])
    async def test_what_is_no_id_is_no_device(self, phone, make_person, start_session, written):
        mine = await start_session(await make_person())

        answer = await phone.delete(f"/api/v1/me/devices/{written}", headers=signed(mine))

        assert answer.status_code in {400, 404, 405}


class TestRefresh:
    async def test_needs_no_access_token_and_gives_new_ones(self, phone, make_person, start_session):
        tokens = await start_session(await make_person())

        answer = await phone.post("/api/v1/auth/refresh", json={"refreshToken": tokens.refresh_token})

        assert answer.status_code == 201
        assert set(answer.json()) == {"accessToken", "refreshToken", "expiresIn"}
        assert answer.json()["expiresIn"] == 600
        assert answer.headers.get("cache-control", "no-store") == "no-store"

    async def test_a_repeat_with_the_same_key_is_an_honest_retry(self, phone, make_person, start_session):
        tokens = await start_session(await make_person())
        body, headers = {"refreshToken": tokens.refresh_token}, {"idempotency-key": str(uuid4())}
        first = await phone.post("/api/v1/auth/refresh", json=body, headers=headers)

        again = await phone.post("/api/v1/auth/refresh", json=body, headers=headers)

        assert again.json()["refreshToken"] == first.json()["refreshToken"]

    async def test_a_replay_is_refused_by_name_and_ends_the_session_everywhere(self, phone, make_person, start_session):
        tokens = await start_session(await make_person())
        body = {"refreshToken": tokens.refresh_token}
        renewed = (await phone.post("/api/v1/auth/refresh", json=body)).json()

        replay = await phone.post("/api/v1/auth/refresh", json=body)

        assert replay.status_code == 401
        assert replay.json()["code"] == "identity.refresh-token-replayed"
        assert tokens.refresh_token not in replay.text
        for access in (tokens.access_token, renewed["accessToken"]):
            answer = await phone.get("/api/v1/me", headers={"authorization": f"Bearer {access}"})
            assert answer.json()["code"] == "identity.session-ended"

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            ({}, 400),
            ({"refreshToken": ""}, 400),
            ({"refreshToken": "x" * 42}, 400),
            ({"refreshToken": "x" * 43 + "\n"}, 400),
            ({"refreshToken": "x" * 43, "sub": "1"}, 400),
            ({"refreshToken": 1}, 400),
            ({"refreshToken": "x" * 43}, 401),
        ],
    )
    async def test_what_is_no_refresh_token_is_refused(self, phone, body, status):
        assert (await phone.post("/api/v1/auth/refresh", json=body)).status_code == status

    async def test_an_access_token_is_no_refresh_token(self, phone, make_person, start_session):
        tokens = await start_session(await make_person())

        answer = await phone.post("/api/v1/auth/refresh", json={"refreshToken": tokens.access_token})

        assert answer.status_code == 400


class TestSignOut:
    async def test_anonymous_is_refused(self, phone):
        assert (await phone.post("/api/v1/auth/sign-out")).status_code == 401

    async def test_ends_this_session_and_no_other(self, phone, make_person, start_session):
        person = await make_person()
        here, other = await start_session(person), await start_session(person)

        answer = await phone.post("/api/v1/auth/sign-out", headers=signed(here))

        assert answer.status_code == 204
        assert (await phone.get("/api/v1/me", headers=signed(here))).json()["code"] == "identity.session-ended"
        assert (await phone.get("/api/v1/me", headers=signed(other))).status_code == 200
