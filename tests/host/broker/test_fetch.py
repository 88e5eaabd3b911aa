"""`http.fetch` as a mini-app uses it: what is passed on, what is labelled and kept, what is refused by name."""

import asyncio
import gzip
import json
from ipaddress import ip_address

import pytest

from backend.core import database
from backend.demo.personas import BY_ID
from backend.host.broker import places
from backend.host.broker.places import Reach
from tests.host.broker.servers import answer, listening

HOST = "api.gansu.example"


@pytest.fixture
async def server(monkeypatch):
    """The department's server; the reach allows it alone."""

    async def resolve(_host, _port):
        return [ip_address("127.0.0.2")]

    async with listening("127.0.0.2") as running:
        reach = Reach(scheme="http", port=running.port, resolve=resolve, allows=lambda one: str(one) == "127.0.0.2")
        monkeypatch.setattr(places, "REACH", reach)
        yield running


@pytest.fixture
def fetching(release):
    async def released(per_minute=100, **wanted):
        return await release(
            "http.fetch", "person.read", hosts=[HOST], quotas={"fetches_per_person_per_minute": per_minute}, **wanted
        )

    return released


async def leaves(app_id):
    rows = await database.fetch(
        "select leaf from core_audit_leaf union all select leaf from core_audit_entry order by leaf"
    )
    told = [json.loads(bytes(row["leaf"])) for row in rows]
    return [one for one in told if one["action"] == "mini-app.fetched" and one["actor"] == f"mini-app:{app_id}"]


class TestGet:
    async def test_tells_status_three_headers_and_the_text(self, fetching, call, server):
        server.respond = lambda _: answer(
            '{"名": 1}'.encode(),
            etag='"1"',
            set_cookie="a=b",
            last_modified="Thu, 01 Jan 2026 00:00:00 GMT",
            x_inner="1",
        )
        one = await call(await fetching())

        told = await one.ask("http.fetch", url=f"http://{HOST}/a")

        assert told == {
            "status": 200,
            "headers": {
                "content-type": "application/json", "etag": '"1"', "last-modified": "Thu, 01 Jan 2026 00:00:00 GMT",
            },
            "body": '{"名": 1}',
        }  # fmt: skip

    @pytest.mark.parametrize(
        "status", ["204 No Content", "304 Not Modified", "302 Found", "404 Not Found", "500 Oops", "999 No"]
    )
    async def test_every_status_is_an_answer(self, fetching, call, server, status):
        server.respond = lambda _: answer(status=status, kind=None, location="http://127.0.0.1/")
        one = await call(await fetching())

        told = await one.ask("http.fetch", url=f"http://{HOST}/")

        assert told == {"status": int(status[:3]), "headers": {}, "body": ""}

    @pytest.mark.parametrize(
        ("kind", "body", "text"),
        [
            ("text/plain; charset=GBK", "甘肃".encode("gbk"), "甘肃"),
            ('text/csv; header=present; charset="gb2312"', "甘肃".encode("gb2312"), "甘肃"),
            ("application/problem+json", b"{}", "{}"),
            ("TEXT/HTML; Charset=UTF-8", b"<b>", "<b>"),
        ],
    )
    async def test_text_and_json_of_the_usual_characters_are_read(self, fetching, call, server, kind, body, text):
        server.respond = lambda _: answer(body, kind=kind)
        one = await call(await fetching())

        assert (await one.ask("http.fetch", url=f"http://{HOST}/"))["body"] == text

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            (answer(b"x", kind="image/png"), "host.fetch-content-refused"),
            (answer(b"x", kind="application/octet-stream"), "host.fetch-content-refused"),
            (answer(b"x", kind=None), "host.fetch-content-refused"),
            (answer(gzip.compress(b"{}"), content_encoding="gzip"), "host.fetch-content-refused"),
            (answer(b"\xff\xfe", kind="text/plain"), "host.fetch-content-refused"),
            (answer(b"x", kind="text/plain; charset=utf-7"), "host.fetch-content-refused"),
            (answer(b"x" * 65_537, kind="text/plain"), "host.fetch-too-large"),
            (answer(b"\x01" * 60_000, kind="text/plain"), "host.fetch-too-large"),
            (b"", "host.fetch-failed"),
        ],
        ids=["picture", "bytes", "unsaid", "compressed", "not utf-8", "utf-7", "large", "large as JSON", "nothing"],
    )  # fmt: skip
    async def test_what_cannot_be_told_is_refused_by_name(self, fetching, call, server, said, code):
        server.respond = lambda _: said
        one = await call(await fetching())

        assert await one.refusal("http.fetch", url=f"http://{HOST}/") == code

    @pytest.mark.parametrize(
        ("asked", "code"),
        [
            ({"url": "http://other.gansu.example/"}, "host.fetch-host-not-named"),
            ({"url": f"https://{HOST}/"}, "host.fetch-url-refused"),
            ({"url": f"http://{HOST}/", "body": "x"}, "host.payload-refused"),
            ({"url": f"http://{HOST}/", "method": "PUT"}, "host.payload-refused"),
            ({"url": f"http://{HOST}/", "headers": {"x": "y"}}, "host.payload-refused"),
            ({"url": f"http://{HOST}/", "person": "x"}, "host.payload-refused"),
        ],
    )
    async def test_what_may_not_be_asked_is_refused_by_name(self, fetching, call, server, asked, code):
        one = await call(await fetching())

        assert await one.refusal("http.fetch", **asked) == code
        assert server.connections == 0

    async def test_without_the_capability_nothing_is_asked(self, release, call, server):
        one = await call(await release("store.get", hosts=[HOST]))

        assert await one.refusal("http.fetch", url=f"http://{HOST}/") == "host.not-granted"
        assert server.connections == 0


class TestPost:
    async def test_carries_the_body_its_type_and_a_key(self, fetching, call, server):
        one = await call(await fetching())

        await one.ask(
            "http.fetch",
            url=f"http://{HOST}/",
            method="POST",
            body="a=中",
            contentType="application/x-www-form-urlencoded",
        )

        head, _, body = server.asked[0].partition(b"\r\n\r\n")
        assert body == "a=中".encode()
        assert b"content-type: application/x-www-form-urlencoded" in head.lower()
        assert len(key_of(server.asked[0])) == 64

    async def test_without_a_body_says_so(self, fetching, call, server):
        one = await call(await fetching())

        await one.ask("http.fetch", url=f"http://{HOST}/", method="POST")

        assert b"content-length: 0\r\n" in server.asked[0].lower()

    async def test_a_repeated_run_sends_the_same_keys_and_another_tap_others(self, fetching, call, server):
        app_id = await fetching()
        for attempt in ("tap-1", "tap-1", "tap-2"):
            one = await call(app_id, attempt=attempt)
            for _ in range(2):
                await one.ask("http.fetch", url=f"http://{HOST}/", method="POST", body="{}")

        first, again, other = ([key_of(said) for said in server.asked[n : n + 2]] for n in (0, 2, 4))
        assert first == again
        assert len({*first, *other}) == 4

    async def test_two_people_and_two_mini_apps_never_share_a_key(self, fetching, call, server):
        for app_id, persona in (
            (await fetching(), "student"),
            (await fetching(), "student"),
            (await fetching(), "herder"),
        ):
            one = await call(app_id, persona, attempt="tap")
            await one.ask("http.fetch", url=f"http://{HOST}/", method="POST")

        assert len({key_of(said) for said in server.asked}) == 3

    async def test_a_screen_that_is_drawn_tells_nobody_anything(self, fetching, call, server):
        one = await call(await fetching(), attempt=None)

        assert await one.refusal("http.fetch", url=f"http://{HOST}/", method="POST") == "host.fetch-not-here"
        assert server.connections == 0
        assert (await one.ask("http.fetch", url=f"http://{HOST}/"))["status"] == 200


class TestEgressLog:
    async def test_each_fetch_is_kept_with_its_host_and_without_a_label_when_nothing_was_disclosed(
        self, fetching, call, server
    ):
        app_id = await fetching()
        one = await call(app_id)
        await one.ask("http.fetch", url=f"http://{HOST}/secret?token=1")

        (leaf,) = await leaves(app_id)

        assert leaf["subject"] == f"host:{HOST} GET"
        assert leaf["about"] == str(BY_ID["student"].person_id)
        assert "purpose" not in leaf
        assert "fields" not in leaf
        assert "secret" not in str(leaf)

    async def test_what_was_disclosed_before_is_its_label(self, fetching, call, server, client, sign_in):
        app_id = await fetching(fields=("name", "phone"))
        consent = {"recipient": app_id, "purpose": "test", "fields": ["name", "phone"], "textVersion": "1"}
        given = await client.post("/api/v1/me/consents", json=consent, headers=await sign_in("student"))
        assert given.status_code == 201, given.text
        one = await call(app_id)
        await one.ask("person.read", purpose="test", fields=["name"])

        await one.ask("http.fetch", url=f"http://{HOST}/")

        (leaf,) = await leaves(app_id)
        assert (leaf["purpose"], leaf["fields"]) == ("test", ["name"])

    async def test_a_fetch_that_fails_was_asked_and_one_that_is_refused_was_not(self, fetching, call, server):
        server.respond = lambda _: b""
        app_id = await fetching()
        one = await call(app_id)

        await one.refusal("http.fetch", url=f"http://{HOST}/")
        await one.refusal("http.fetch", url="http://other.gansu.example/")

        assert len(await leaves(app_id)) == 1


class TestQuota:
    async def test_more_in_a_minute_than_the_manifest_asked_for_are_refused(self, fetching, call, server):
        app_id = await fetching(per_minute=2)
        one = await call(app_id)
        for _ in range(2):
            await one.ask("http.fetch", url=f"http://{HOST}/")

        assert await one.refusal("http.fetch", url=f"http://{HOST}/") == "host.quota-used"
        assert len(server.asked) == 2
        assert (await (await call(app_id, "herder")).ask("http.fetch", url=f"http://{HOST}/"))["status"] == 200

    async def test_at_once_they_share_the_same_window(self, fetching, call, server):
        app_id = await fetching(per_minute=3)
        calls = [await call(app_id) for _ in range(8)]

        ends = await asyncio.gather(
            *(one.ask("http.fetch", url=f"http://{HOST}/") for one in calls), return_exceptions=True
        )

        assert sorted(getattr(end, "code", "answered") for end in ends) == ["answered"] * 3 + ["host.quota-used"] * 5


def key_of(request: bytes) -> str:
    lines = request.lower().split(b"\r\n")
    return next(line.split(b": ")[1].decode() for line in lines if line.startswith(b"idempotency-key"))
