"""Consents and disclosures over HTTP."""

from uuid import uuid4

import pytest

from backend.identity.consents import service
from tests.identity.conftest import signed
from tests.identity.consents.conftest import PURPOSE, RECIPIENT

pytestmark = pytest.mark.usefixtures("purposes")
PATH = "/api/v1/me/consents"
BODY = {"recipient": RECIPIENT, "purpose": PURPOSE, "fields": ["name", "idNumber"], "textVersion": "1"}


@pytest.fixture
async def me(make_person, start_session):
    """Somebody signed in: their id and headers."""
    person = await make_person()
    return person, signed(await start_session(person))


async def give(phone, headers, **changes):
    return await phone.post(PATH, json=BODY | changes, headers=headers)


class TestAnonymous:
    @pytest.mark.parametrize(
        ("method", "path"),
        [("GET", PATH), ("POST", PATH), ("DELETE", f"{PATH}/{uuid4()}"), ("GET", "/api/v1/me/disclosures")],
    )
    async def test_is_refused(self, phone, method, path):
        answer = await phone.request(method, path, json=BODY if method == "POST" else None)

        assert (answer.status_code, answer.json()["code"]) == (401, "identity.not-signed-in")


class TestGive:
    async def test_answers_the_consent(self, phone, me, purposes):
        answer = await give(phone, me[1])

        assert answer.status_code == 201
        consent = answer.json()
        assert set(consent) == {
            "id", "recipient", "recipientName", "purpose", "purposeText", "fields", "legalBasis", "textVersion",
            "givenAt", "expiresAt", "withdrawnAt",
        }  # fmt: skip
        assert consent["recipientName"] == purposes.registered.recipient_name
        assert consent["purposeText"] == {"zh": purposes.registered.text_zh, "en": purposes.registered.text_en}

    async def test_a_repeat_with_the_same_key_is_the_same_consent(self, phone, me):
        headers = me[1] | {"idempotency-key": str(uuid4())}

        first, again = await give(phone, headers), await give(phone, headers)

        assert first.json() == again.json()
        assert (await give(phone, headers, fields=["name"])).json()["code"] == "core.idempotency-key-reused"

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"recipient": "unknown_app"}, "identity.purpose-unknown"),
            ({"purpose": "unknown-purpose"}, "identity.purpose-unknown"),
            ({"textVersion": "0"}, "identity.consent-text-changed"),
            ({"fields": ["name", "salary"]}, "identity.consent-beyond-purpose"),
        ],
    )
    async def test_what_is_not_registered_is_refused_by_name(self, phone, me, change, code):
        answer = await give(phone, me[1], **change)

        assert (answer.status_code, answer.json()["code"]) == (422, code)

    @pytest.mark.parametrize(
        "change",
        [
            {"fields": []},
            {"fields": ["name"] * 41},
            {"fields": ["../name"]},
            {"fields": "name"},
            {"recipient": "Heating Subsidy"},
            {"personId": str(uuid4())},
            {"termDays": 100_000},
            {"recipientName": "兰州市公安局"},
        ],
    )
    async def test_what_cannot_be_read_is_refused(self, phone, me, change):
        assert (await give(phone, me[1], **change)).status_code == 400


class TestList:
    async def test_shows_my_consents_and_nobody_elses(self, phone, me, make_person, start_session):
        other = signed(await start_session(await make_person()))
        mine = (await give(phone, me[1])).json()
        await give(phone, other)

        answer = await phone.get(PATH, params={"limit": 100}, headers=me[1])

        assert answer.json() == {"items": [mine], "nextCursor": None}

    async def test_pages_lose_and_repeat_nothing(self, phone, me):
        given = []
        for fields in (["name"], ["name", "phone"], ["phone"]):
            consent = (await give(phone, me[1], fields=fields)).json()
            await phone.delete(f"{PATH}/{consent['id']}", headers=me[1])
            given.insert(0, consent["id"])

        first = (await phone.get(PATH, params={"limit": 2}, headers=me[1])).json()
        second = (await phone.get(PATH, params={"limit": 2, "cursor": first["nextCursor"]}, headers=me[1])).json()

        assert [one["id"] for one in first["items"] + second["items"]] == given
        assert second["nextCursor"] is None
        assert all(one["withdrawnAt"] for one in first["items"])

    @pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "cursor=x", "cursor=" + "x" * 401])
    async def test_bounds_hold(self, phone, me, query):
        for path in (PATH, "/api/v1/me/disclosures"):
            assert (await phone.get(f"{path}?{query}", headers=me[1])).status_code == 400


class TestWithdraw:
    async def test_takes_one_request_as_giving_does(self, phone, me):
        consent = (await give(phone, me[1])).json()

        answer = await phone.delete(f"{PATH}/{consent['id']}", headers=me[1])

        assert answer.status_code == 204
        (listed,) = (await phone.get(PATH, headers=me[1])).json()["items"]
        assert listed["withdrawnAt"] is not None

    async def test_of_somebody_else_is_unknown_and_stays(self, phone, me, make_person, start_session):
        consent = (await give(phone, me[1])).json()
        other = signed(await start_session(await make_person()))

        answer = await phone.delete(f"{PATH}/{consent['id']}", headers=other)

        assert (answer.status_code, answer.json()["code"]) == (404, "identity.consent-unknown")
        assert (await phone.get(PATH, headers=me[1])).json()["items"][0]["withdrawnAt"] is None


class TestDisclosures:
    async def test_shows_who_saw_what_of_me_newest_first(self, phone, me, purposes):
        person, headers = me
        await give(phone, headers)
        for fields in (["name"], ["name", "idNumber"]):
            await service.disclose(person_id=person, recipient=RECIPIENT, purpose=PURPOSE, fields=fields)

        first = (await phone.get("/api/v1/me/disclosures", params={"limit": 1}, headers=headers)).json()
        second = (
            await phone.get("/api/v1/me/disclosures", params={"cursor": first["nextCursor"]}, headers=headers)
        ).json()

        seen = first["items"] + second["items"]
        assert [one["fields"] for one in seen] == [["idNumber", "name"], ["name"]]
        assert {one["recipientName"] for one in seen} == {purposes.registered.recipient_name}
        assert second["nextCursor"] is None

    async def test_shows_nothing_of_others(self, phone, me, make_person, start_session):
        await give(phone, me[1])
        await service.disclose(person_id=me[0], recipient=RECIPIENT, purpose=PURPOSE, fields=["name"])
        other = signed(await start_session(await make_person()))

        assert (await phone.get("/api/v1/me/disclosures", headers=other)).json()["items"] == []
