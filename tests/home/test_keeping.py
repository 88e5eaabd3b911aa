"""Kept screens are never older than they may be, whoever kept them; and Redis is a help, no need."""

import asyncio
import json
import time
from uuid import uuid4

import pytest

from backend.core import database, packing
from backend.core.audit import changes
from backend.core.audit.changes import Changes
from backend.core.bounded import Bounded
from backend.core.cache import Cache
from backend.core.ground import ground, lay
from backend.demo.personas import BY_ID
from backend.home import keeping
from backend.home.screens import Screens
from backend.identity.people.errors import PersonNotFound
from tests.profiles.studio.conftest import forget_published, new_code, published, scenario

pytestmark = pytest.mark.quiet  # seconds are promised here

PATH = "/api/v1/home"
STUDENT = BY_ID["student"].person_id


def told(ready):
    return json.loads(packing.unpacked(ready.packed))


async def until(true, seconds=5.0):
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, "took too long"
        await asyncio.sleep(0.01)
    return time.monotonic() - began


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """A machine that is busy with other tests may poll late; what is believed then is a test of the changes' own."""
    monkeypatch.setattr(changes, "STALE_SECONDS", 60.0)


@pytest.fixture
async def student(attending, client, sign_in):
    """The headers of somebody whose screen is in memory: their signing in, and the first publication, were heard of."""
    headers = await sign_in("student")
    began = time.monotonic()
    await until(lambda: keeping.changes._as_of > began)
    async with asyncio.timeout(20):
        while keeping.screens.find(STUDENT, "zh") is None:
            await client.get(PATH, headers=headers)
            await asyncio.sleep(0.05)
    return headers


async def test_the_second_look_comes_from_memory(student, client, monkeypatch):
    first = await client.get(PATH, headers=student)

    async def unreachable(*_):
        raise AssertionError("the database was asked")

    monkeypatch.setattr(database, "fetch", unreachable)
    monkeypatch.setattr(database, "fetch_one", unreachable)
    second = await client.get(PATH, headers=student)

    assert second.json() == first.json()
    assert second.headers["etag"] == first.headers["etag"]
    assert second.headers["content-security-policy"] == first.headers["content-security-policy"]


async def test_who_holds_it_is_told_so(student, client):
    first = await client.get(PATH, headers=student)
    held = student | {"if-none-match": first.headers["etag"]}

    short = await client.get(PATH, headers=held)
    keeping.screens.clear()
    long = await client.get(PATH, headers=held)

    assert (short.status_code, long.status_code) == (304, 304)
    assert (short.content, long.content) == (b"", b"")


async def test_what_another_process_writes_is_seen_soon(student, client, send):
    before = (await client.get(PATH, headers=student)).json()["unreadMessages"]
    assert keeping.screens.find(STUDENT, "zh")

    await send(STUDENT)
    seconds = await until(lambda: keeping.screens.find(STUDENT, "zh") is None)

    assert seconds < 2
    assert (await client.get(PATH, headers=student)).json()["unreadMessages"] == before + 1


async def test_ones_own_write_is_seen_at_once(student, client, send):
    message = await send(STUDENT)
    await asyncio.sleep(0.5)
    before = (await client.get(PATH, headers=student)).json()["unreadMessages"]

    await client.post(f"/api/v1/messages/{message}/read", headers=student | {"idempotency-key": str(uuid4())})

    assert (await client.get(PATH, headers=student)).json()["unreadMessages"] == before - 1


async def test_a_guide_that_is_published_is_on_all_screens_within_five_seconds(student):
    assert keeping.screens.find(STUDENT, "zh") is not None

    await published(scenario(new_code()))
    try:
        await until(lambda: keeping.screens.find(STUDENT, "zh") is None)
    finally:
        await forget_published()


async def test_only_so_many_who_asked_are_remembered(student, client, sign_in, monkeypatch):
    monkeypatch.setattr(keeping, "_seen", Bounded(2))

    for headers in (student, await sign_in("student"), await sign_in("student"), student):
        assert [(await client.get(PATH, headers=headers)).status_code for _ in range(2)] == [200, 200]
        assert len(keeping._seen) <= 2

    assert len(keeping._seen) == 2


async def test_the_same_bearer_in_another_language_is_another_screen(student, client):
    first = await client.get(PATH, headers=student | {"accept-language": "zh"})
    await client.get(PATH, headers=student | {"accept-language": "en"})
    english = await client.get(PATH, headers=student | {"accept-language": "en"})

    assert english.json()["sections"][0]["title"] != first.json()["sections"][0]["title"]
    assert (await client.get(PATH, headers=student | {"accept-language": "zh"})).content == first.content


@pytest.mark.parametrize("place", [0, 9, 40, 200, -33, -32, -1])
async def test_a_token_that_ends_like_one_that_was_seen_is_not_that_one(student, client, place):
    assert [(await client.get(PATH, headers=student)).status_code for _ in range(2)] == [200, 200]
    token = student["authorization"].removeprefix("Bearer ")
    altered = token[:place] + ("x" if token[place] != "x" else "y") + token[place:][1:]

    answer = await client.get(PATH, headers=student | {"authorization": f"Bearer {altered}"})

    assert answer.status_code == 401


async def test_a_killed_session_is_out_within_a_second(student, client):
    assert (await client.get(PATH, headers=student)).status_code == 200
    assert keeping.screens.find(STUDENT, "zh")

    await client.post("/api/v1/auth/sign-out", headers=student | {"idempotency-key": str(uuid4())})
    began = time.monotonic()
    while (await client.get(PATH, headers=student)).status_code == 200:
        assert time.monotonic() - began < 1
        await asyncio.sleep(0.02)


async def test_a_process_that_hears_nothing_relies_on_nothing(student, client, send, monkeypatch):
    before = (await client.get(PATH, headers=student)).json()["unreadMessages"]
    monkeypatch.setattr(type(keeping.changes), "fresh_at", lambda _changes, _moment: False)

    await send(STUDENT)

    assert (await client.get(PATH, headers=student)).json()["unreadMessages"] == before + 1


async def test_another_process_finds_it_in_redis(student, monkeypatch):
    made = await keeping.compose(STUDENT, language="zh")
    await keeping._send()
    other = Screens()
    other._since = keeping.screens._since
    monkeypatch.setattr(keeping, "screens", other)

    async def never(*_args, **_more):
        raise AssertionError("composed again")

    monkeypatch.setattr(keeping.service, "home", never)
    found = await keeping.ready(STUDENT, language="zh")

    assert (found.tag, found.packed) == (made.tag, made.packed)
    assert other.find(STUDENT, "zh") is found


async def test_redis_is_not_believed_about_somebody_who_changed(student, send):
    made = await keeping.compose(STUDENT, language="zh")

    await send(STUDENT)
    await until(lambda: keeping.screens.find(STUDENT, "zh") is None)

    assert (await keeping.ready(STUDENT, language="zh")).tag != made.tag


async def test_redis_holds_nobodys_life_in_the_clear(student):
    made = await keeping.compose(STUDENT, language="zh")
    await keeping._send()

    raw = await ground().cache.get(f"home:br:{STUDENT}:zh")

    assert raw is not None
    assert made.packed not in raw
    assert "马小雨".encode() not in raw
    assert keeping._opened(f"home:br:{uuid4()}:zh", raw) is None
    assert keeping._opened(f"home:br:{STUDENT}:zh", b"left by somebody") is None


async def test_without_redis_it_is_only_slower(student, client, send):
    own = ground()
    lay(type(own)(settings=own.settings, keyring=own.keyring, cache=Cache("unix:///nowhere"), cursors=own.cursors))
    try:
        before = (await client.get(PATH, headers=student)).json()["unreadMessages"]
        await send(STUDENT)
        await until(lambda: keeping.screens.find(STUDENT, "zh") is None)
        assert (await client.get(PATH, headers=student)).json()["unreadMessages"] == before + 1
    finally:
        await ground().cache.close()
        lay(own)


async def test_the_worker_composes_anew_what_is_looked_at(client, sign_in, send, monkeypatch):
    await sign_in("student")
    await ground().cache.forget(*(f"home:br:{STUDENT}:{language}" for language in keeping.LANGUAGES))
    web, worker = (Changes(), Screens()), (Changes(), Screens())

    def be(process):
        monkeypatch.setattr(keeping, "changes", process[0])
        monkeypatch.setattr(keeping, "screens", process[1])

    async def hear():
        await keeping._hear(await keeping.changes.poll())

    be(worker)
    await keeping.rebuild()
    be(web)
    await hear()
    first = await keeping.compose(STUDENT, language="zh")
    await keeping._send()
    await send(STUDENT)

    be(worker)
    assert await keeping.rebuild() == 0  # heard now, and made in the next round
    be(web)
    await hear()
    be(worker)
    assert await keeping.rebuild() == 1

    be(web)
    found = await keeping._from_redis(STUDENT, "zh")
    assert found is not None
    assert told(found)["unreadMessages"] == told(first)["unreadMessages"] + 1


async def test_nobody_looks_at_the_home_of_who_is_gone(attending):
    with pytest.raises(PersonNotFound):
        await keeping.ready(uuid4(), language="zh")
