"""The store within one call: what the call itself has promised counts as if it were there."""

from uuid import uuid4

import pytest


async def put(call, key, value=1, **more):
    return await call.ask("store.put", key=key, value=value, **more)


@pytest.fixture
async def begin(release, call):
    """Begin calls of a mini-app that may keep two keys."""
    app_id = await release("store.get", "store.put", keys=2)
    return lambda: call(app_id, attempt=uuid4().hex)


async def test_one_call_keeps_no_more_keys_than_many_calls_may(begin):
    one = await begin()
    for key in ("a", "b"):
        await put(one, key)

    assert await one.refusal("store.put", key="c", value=1) == "host.store-full"


async def test_what_is_kept_and_what_is_promised_count_together(begin):
    one, two = await begin(), await begin()
    await put(one, "a")
    await one.keep()
    await put(two, "b")

    assert await two.refusal("store.put", key="c", value=1) == "host.store-full"
    await put(two, "b", 2)
    await put(two, "a", 2)
    await two.keep()
    assert [(await (await begin()).ask("store.get", key=key))["value"] for key in "abc"] == [2, 2, None]


async def test_a_key_that_was_only_looked_at_takes_no_room(begin):
    one = await begin()
    for key in ("a", "b", "c"):
        await one.ask("store.get", key=key)

    await put(one, "d")
    await put(one, "e", ifAbsent=True)
    await one.keep()

    assert (await (await begin()).ask("store.get", key="e"))["value"] == 1
