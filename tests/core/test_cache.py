"""The cache answers as if it were empty when Redis is gone."""

import time
from uuid import uuid4

import pytest

from backend.core.cache import Cache


async def test_a_value_is_kept_and_forgotten(settings):
    cache = Cache(settings.redis_url)

    await cache.put_many({"test:a": b"1"}, ttl_seconds=10)
    assert await cache.get("test:a") == b"1"
    await cache.forget("test:a")

    assert await cache.get("test:a") is None
    assert await cache.answers()
    await cache.close()


async def test_many_are_kept_at_once_and_none_is_no_trouble(settings):
    cache, one, other = Cache(settings.redis_url), f"test:{uuid4()}", f"test:{uuid4()}"

    await cache.put_many({one: b"1", other: b"2"}, ttl_seconds=10)
    await cache.put_many({}, ttl_seconds=10)

    assert await cache.get_many([one, "test:nothing", other]) == [b"1", None, b"2"]
    assert 0 < await cache._redis.ttl(one) <= 10
    await cache.close()


async def test_uses_are_counted_within_a_window(settings):
    cache, key = Cache(settings.redis_url), f"test:{uuid4()}"

    assert [await cache.count(key, window_seconds=60) for _ in range(3)] == [1, 2, 3]
    assert await cache.count(key, window_seconds=60, by=-1) == 2
    await cache.close()


@pytest.mark.quiet
async def test_without_redis_everything_is_a_miss_and_nothing_waits_long(tmp_path):
    cache = Cache(f"unix://{tmp_path}/nobody.sock")
    began = time.monotonic()

    await cache.put_many({"test:a": b"1", "test:b": b"2"}, ttl_seconds=10)
    found = await cache.get("test:a")

    assert found is None
    assert await cache.count("test:a", window_seconds=60) is None
    assert not await cache.answers()
    assert time.monotonic() - began < 1
    await cache.close()
