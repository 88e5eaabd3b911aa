"""Delegations over HTTP."""

from datetime import timedelta
from uuid import uuid4

import pytest

from backend.reference.calendar import service as calendar
from tests.identity.conftest import signed
from tests.identity.delegations.conftest import ITEM, somebody

PATH = "/api/v1/me/delegations"
FIELDS = {
    "id", "principal", "agent", "actions", "basicCodes", "fromDate", "toDate", "givenAt", "state", "endedAt", "endedBy",
}  # fmt: skip


def body(agent, **changes):
    today = calendar.today()
    usual = {
        "agentName": agent.new.name, "agentPhone": agent.new.phone, "actions": ["apply", "follow", "collect"],
        "fromDate": today.isoformat(), "toDate": (today + timedelta(365)).isoformat(),
    }  # fmt: skip
    return usual | changes


@pytest.fixture
async def pair(database_url, start_session):
    """An elder and a helper: each with their headers."""
    elder, helper = await somebody(name="张桂兰"), await somebody(name="张建国")
    return (elder, signed(await start_session(elder.id))), (helper, signed(await start_session(helper.id)))


class TestAnonymous:
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", PATH),
            ("GET", f"{PATH}/received"),
            ("POST", PATH),
            ("DELETE", f"{PATH}/{uuid4()}"),
            ("GET", "/api/v1/me/acting"),
        ],
    )
    async def test_is_refused(self, phone, method, path):
        answer = await phone.request(method, path, json={} if method == "POST" else None)

        assert (answer.status_code, answer.json()["code"]) == (401, "identity.not-signed-in")


class TestGive:
    async def test_answers_the_delegation_and_both_see_it(self, phone, pair):
        (_, mine), (helper, theirs) = pair

        answer = await phone.post(PATH, json=body(helper, basicCodes=[ITEM]), headers=mine)

        assert answer.status_code == 201
        given = answer.json()
        assert set(given) == FIELDS
        assert (given["state"], given["basicCodes"], given["agent"]["name"]) == ("in-force", [ITEM], "张建国")
        assert (await phone.get(PATH, headers=mine)).json()["items"] == [given]
        assert (await phone.get(f"{PATH}/received", headers=theirs)).json()["items"] == [given]

    async def test_a_repeat_with_the_same_key_is_the_same_delegation(self, phone, pair):
        (_, mine), (helper, _) = pair
        headers = mine | {"idempotency-key": str(uuid4())}

        first, again = [await phone.post(PATH, json=body(helper), headers=headers) for _ in range(2)]

        assert (first.status_code, first.json()) == (201, again.json())
        other = await phone.post(PATH, json=body(helper, actions=["follow"]), headers=headers)
        assert other.json()["code"] == "core.idempotency-key-reused"

    async def test_needs_a_proved_name(self, phone, pair, start_session):
        unproved = await somebody(trust_level=1)

        answer = await phone.post(PATH, json=body(pair[1][0]), headers=signed(await start_session(unproved.id)))

        assert (answer.status_code, answer.json()["code"]) == (403, "identity.trust-level-too-low")

    @pytest.mark.parametrize(
        ("change", "status", "code"),
        [
            ({"agentName": "李四"}, 422, "identity.delegate-unknown"),
            ({"fromDate": "2020-01-01"}, 422, "identity.delegation-dates"),
            ({"onBehalfOf": str(uuid4())}, 403, "identity.delegation-not-yours-to-give"),
        ],
    )
    async def test_what_the_rules_refuse_is_refused_by_name(self, phone, pair, change, status, code):
        (_, mine), (helper, _) = pair

        answer = await phone.post(PATH, json=body(helper, **change), headers=mine)

        assert (answer.status_code, answer.json()["code"]) == (status, code)

    @pytest.mark.parametrize(
        "change",
        [
            {"actions": []},
            {"actions": ["apply"] * 4},
            {"actions": ["sell"]},
            {"basicCodes": ["short"]},
            {"basicCodes": [ITEM] * 51},
            {"agentPhone": "931"},
            {"agentName": ""},
            {"toDate": "soon"},
            {"principalId": str(uuid4())},
        ],
    )
    async def test_what_cannot_be_read_is_refused(self, phone, pair, change):
        (_, mine), (helper, _) = pair

        assert (await phone.post(PATH, json=body(helper, **change), headers=mine)).status_code == 400


class TestEnd:
    @pytest.mark.parametrize("side", [0, 1])
    async def test_either_side_ends_it(self, phone, pair, side):
        (_, mine), (helper, _) = pair
        given = (await phone.post(PATH, json=body(helper), headers=mine)).json()

        answer = await phone.delete(f"{PATH}/{given['id']}", headers=pair[side][1])

        assert (answer.status_code, answer.content) == (204, b"")
        (shown,) = (await phone.get(PATH, headers=mine)).json()["items"]
        assert (shown["state"], shown["endedBy"]) == ("ended", ["principal", "agent"][side])

    async def test_of_other_people_is_unknown(self, phone, pair, start_session):
        (_, mine), (helper, _) = pair
        given = (await phone.post(PATH, json=body(helper), headers=mine)).json()
        other = await somebody()

        answer = await phone.delete(f"{PATH}/{given['id']}", headers=signed(await start_session(other.id)))

        assert (answer.status_code, answer.json()["code"]) == (404, "identity.delegation-unknown")


class TestActing:
    async def test_shows_for_whom_and_with_what_scope(self, phone, pair):
        (elder, mine), (helper, theirs) = pair
        given = (await phone.post(PATH, json=body(helper, actions=["collect"]), headers=mine)).json()

        acting = (await phone.get("/api/v1/me/acting", headers=theirs)).json()

        assert acting["choices"][1] == {
            "subject": {"kind": "person", "id": str(elder.id)}, "name": "张桂兰", "kind": "delegation",
            "actions": ["collect"], "basicCodes": [], "until": given["toDate"], "delegationId": given["id"],
        }  # fmt: skip
        assert acting["choices"][0]["kind"] == "self"
        assert (acting["missing"], acting["nextCursor"]) == ([], None)

    async def test_a_cursor_of_another_list_is_refused(self, phone, pair):
        answer = await phone.get("/api/v1/me/acting", params={"cursor": "AAAAAAAAAAAAAAAA"}, headers=pair[0][1])

        assert (answer.status_code, answer.json()["code"]) == (400, "core.bad-cursor")

    @pytest.mark.parametrize("limit", [0, 101])
    @pytest.mark.parametrize("path", [PATH, f"{PATH}/received", "/api/v1/me/acting"])
    async def test_a_page_has_bounds(self, phone, pair, path, limit):
        assert (await phone.get(path, params={"limit": limit}, headers=pair[0][1])).status_code == 400
