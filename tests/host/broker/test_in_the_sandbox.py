"""Records and fetches from inside: the real sandbox, a real mini-app, and the transaction that ends its call."""

import asyncio
from ipaddress import ip_address
from uuid import uuid4

import pytest

from backend.core import database
from backend.host.broker import places
from backend.host.broker.places import Reach
from tests.host.broker.servers import answer, listening
from tests.host.runs.test_controllers import act, app_with

COUNT = app_with(
    'page = ctx.records.list("counters", where={"name": "all"}).items\n'
    '    value = {"name": "all", "n": page[0].value["n"] + 1 if page else 1}\n'
    '    kept = ctx.records.update("counters", page[0], value) if page else ctx.records.create("counters", value)\n'
    '    return done(receipt(str(kept.value["n"]), "好"))'
)
POST = app_with(
    'told = ctx.http.post("http://api.gansu.example/", form={"n": "一"})\n'
    '    ctx.store.put("n", (ctx.store.get("n") or 0) + 1)\n'
    '    return done(receipt(f"{told.status} {told.json()}", "好"))'
)


async def test_people_who_count_together_lose_no_count(client, sign_in, publish):
    app_id = await publish(
        COUNT,
        capabilities=("records.list", "records.create", "records.update"),
        collections=[{"name": "counters"}],
        quotas={"records_per_person_per_day": 1_000},
    )
    first = await act(client, await sign_in("student"), app_id)
    assert first.json()["receipt"]["number"] == "1"

    people = [await sign_in(one) for one in ("herder", "trader", "elder") * 3]
    answers = await asyncio.gather(*(act(client, headers, app_id) for headers in people))

    numbers = sorted(int(one.json()["receipt"]["number"]) for one in answers if one.status_code == 200)
    told = {one.json()["code"] for one in answers if one.status_code != 200}
    rows = await database.fetch("select value, version from host_record where app_id = $1", app_id)
    assert numbers == list(range(2, len(numbers) + 2))
    assert [(row["value"]["n"], row["version"]) for row in rows] == [(len(numbers) + 1, len(numbers) + 1)]
    assert told <= {"host.changed-by-others"}


async def test_a_repeated_request_posts_once(client, sign_in, publish, monkeypatch):
    async def resolve(_host, _port):
        return [ip_address("127.0.0.2")]

    async with listening("127.0.0.2") as server:
        server.respond = lambda _: answer(b"{}", status="201 Created")
        reach = Reach(scheme="http", port=server.port, resolve=resolve, allows=lambda _: True)
        monkeypatch.setattr(places, "REACH", reach)
        app_id = await publish(POST, capabilities=("http.fetch", "store.get", "store.put"), hosts=["api.gansu.example"])
        headers, key = await sign_in("student"), str(uuid4())

        drawn = (await client.post(f"/api/v1/mini-apps/{app_id}/screens/home", json={}, headers=headers)).json()
        answers = [
            await client.post(
                f"/api/v1/mini-apps/{app_id}/actions/act",
                json={"data": {}, "gesture": drawn["gesture"]},
                headers=headers | {"idempotency-key": key},
            )
            for _ in range(2)
        ]

    assert [one.json()["receipt"]["number"] for one in answers] == ["201 {}", "201 {}"]
    assert len(server.asked) == 1
    assert server.asked[0].endswith(b"n=%E4%B8%80")


async def test_a_server_that_dawdles_is_left_before_the_call_must_end(client, sign_in, publish, monkeypatch):
    async def resolve(_host, _port):
        return [ip_address("127.0.0.2")]

    source = app_with(
        'try: ctx.http.get("http://api.gansu.example/", query={"a": "1"})\n'
        "    except CapabilityRefused as refused: return done(receipt(refused.code, '好'))\n"
        "    return done()"
    )
    async with listening("127.0.0.2") as server:
        server.delay = 30
        reach = Reach(scheme="http", port=server.port, resolve=resolve, allows=lambda _: True)
        monkeypatch.setattr(places, "REACH", reach)
        app_id = await publish(source, capabilities=("http.fetch",), hosts=["api.gansu.example"])

        told = await act(client, await sign_in("student"), app_id)

    assert told.json()["receipt"]["number"] == "host.fetch-failed"


@pytest.mark.parametrize("kind", ["screen", "action"])
async def test_a_post_is_for_actions_only(client, sign_in, publish, kind):
    post = 'ctx.http.post("https://api.gansu.example/", json={})'
    source = app_with(f"{post}; return done()", f'{post}; return ui.screen("x")')
    if kind == "action":
        source = app_with(f"{post}; return done()")
    app_id = await publish(source, capabilities=("http.fetch",), hosts=["other.gansu.example"])
    headers = await sign_in("student")

    if kind == "screen":
        told = await client.post(f"/api/v1/mini-apps/{app_id}/screens/home", json={}, headers=headers)
    else:
        told = await act(client, headers, app_id)

    assert {"screen": "host.fetch-not-here", "action": "host.fetch-host-not-named"}[kind] in str(told.json()["params"])
