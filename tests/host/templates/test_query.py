"""The query template before a department's server: an answer, none such, and a server that cannot be relied on."""

import gzip
import json

import pytest

from backend.host.broker import places
from backend.host.broker.places import Reach
from plugin_sdk.templates.query.department import CASES
from tests.host.broker.servers import answer
from tests.host.templates.conftest import HOST

NUMBER = "SL20260001"
AWAY, UNKNOWN = "部门的查询服务暂时没有回应", "没有查到这个编号"


@pytest.fixture
async def phone(copy, publish, department):
    return await (await publish(copy("query")))("student")


async def found(phone, number=NUMBER):
    await phone.open("search")
    return await phone.act("find", number=number)


class TestAnswered:
    async def test_a_case_is_shown_in_stations(self, phone, department):
        await found(phone, f" {NUMBER.lower()} ")

        [timeline] = phone.parts("StatusTimeline")
        assert [entry["state"] for entry in timeline["entries"]] == ["done", "current", "waiting"]

    async def test_the_server_is_asked_by_name_and_told_nothing_of_the_person(self, phone, department):
        await found(phone)

        [asked] = department.asked
        head = asked.decode().lower()
        assert department.names == [HOST]
        assert asked.startswith(f"GET {CASES.removeprefix(f'https://{HOST}')}?number={NUMBER} ".encode())
        assert "马小雨" not in head
        assert not {"cookie", "authorization"} & {line.split(":")[0] for line in head.splitlines()}

    async def test_what_was_looked_up_is_offered_again(self, phone, department):
        await found(phone)
        await phone.open("search")

        [items] = phone.parts("List")
        assert [item["title"] for item in items["items"]] == [NUMBER]

    async def test_an_unknown_number_is_said_to_be_unknown(self, phone, department):
        department.respond = lambda _: answer(b"{}", status="404 Not Found")

        await found(phone)

        assert UNKNOWN in phone.titles()

    async def test_what_is_no_number_never_reaches_the_server(self, phone, department):
        told = await found(phone, "SL2026000１")

        assert (told["outcome"], [error["field"] for error in told["errors"]]) == ("invalid", ["number"])
        assert department.connections == 0


class TestAway:
    @pytest.mark.parametrize(
        "said",
        [
            b"",
            answer(b"<html>", kind="text/html"),
            answer(b"<html>", status="502 Bad Gateway", kind="text/html"),
            answer(status="302 Found", kind=None, location="https://127.0.0.1/api/cases"),
            answer(gzip.compress(b"{}"), content_encoding="gzip"),
            answer(json.dumps({"stations": "x" * 65_536}).encode()),
            answer(b"{}"),
        ],
        ids=["silence", "page", "gateway", "redirect", "compressed", "large", "shapeless"],
    )
    async def test_a_server_that_cannot_be_relied_on_is_called_away(self, phone, department, said):
        department.respond = lambda _: said

        told = await found(phone)

        assert told["outcome"] == "screen"
        assert AWAY in phone.titles()
        assert len(department.asked) == 1

    async def test_a_server_that_does_not_listen(self, phone, department, monkeypatch):
        closed = Reach(port=1, resolve=places.REACH.resolve, allows=places.REACH.allows)
        monkeypatch.setattr(places, "REACH", closed)

        await found(phone)

        assert AWAY in phone.titles()

    async def test_a_certificate_that_nobody_knows_is_as_good_as_no_server(self, phone, department, monkeypatch):
        strict = Reach(port=department.port, resolve=places.REACH.resolve, allows=places.REACH.allows)
        monkeypatch.setattr(places, "REACH", strict)

        await found(phone)

        assert AWAY in phone.titles()
        assert department.asked == []

    async def test_a_private_address_is_refused(self, phone, department, monkeypatch):
        monkeypatch.setattr(places, "REACH", Reach(port=department.port, resolve=places.REACH.resolve))

        await found(phone)

        assert AWAY in phone.titles()
        assert department.connections == 0


class TestNamed:
    """What the page calls away, the department's developer reads by name in the record of the call."""

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            (b"", "host.fetch-failed"),
            (answer(b"x", kind="image/png"), "host.fetch-content-refused"),
            (answer(b"x" * 65_537, kind="text/plain"), "host.fetch-too-large"),
            (answer(status="302 Found", kind=None, location="https://127.0.0.1/"), None),
        ],
        ids=["silence", "picture", "large", "redirect"],
    )
    async def test_an_answer_that_is_refused(self, client, copy, publish, developer, department, said, code):
        department.respond = lambda _: said
        pick = await publish(copy("query"))

        phone = await pick("department-developer")
        await found(phone)

        [fetched] = await fetches(client, developer, phone.app_id)
        assert fetched.get("code") == code
        assert code or fetched["value"]["status"] == 302

    async def test_a_host_that_the_manifest_does_not_declare(self, client, copy, publish, developer, department):
        pick = await publish(copy("query", outbound_hosts=["other.example.gov.cn"]))

        phone = await pick("department-developer")
        await found(phone)

        assert AWAY in phone.titles()
        assert [one["code"] for one in await fetches(client, developer, phone.app_id)] == ["host.fetch-host-not-named"]
        assert department.connections == 0

    async def test_more_questions_in_a_minute_than_the_manifest_asked_for(
        self, client, copy, publish, developer, department
    ):
        quotas = {"store_keys_per_person": 2, "fetches_per_person_per_minute": 1}
        pick = await publish(copy("query", quotas=quotas))

        phone = await pick("department-developer")
        for _ in range(2):
            await found(phone)

        assert AWAY in phone.titles()
        assert {one.get("code") for one in await fetches(client, developer, phone.app_id)} == {None, "host.quota-used"}


async def fetches(client, developer, app_id):
    """What the calls of this mini-app were answered when they asked the department, as its developer reads it."""
    path = f"/api/v1/mini-apps/{app_id}/calls"
    listed = (await client.get(path, headers=developer)).json()["items"]
    records = [(await client.get(f"{path}/{one['id']}", headers=developer)).json() for one in listed]
    return [call["answer"] for record in records for call in record["hostCalls"] if call["capability"] == "http.fetch"]
