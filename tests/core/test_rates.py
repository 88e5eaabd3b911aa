"""Windows count in PostgreSQL, exactly, also when many count at once; Redis is not asked."""

import asyncio
from datetime import timedelta
from uuid import uuid4

from backend.core import rates

MINUTE = timedelta(minutes=1)


async def test_the_first_uses_pass_and_the_next_waits(database_url):
    bucket = f"test:{uuid4()}"

    waits = [await rates.count(bucket, most=2, window=MINUTE) for _ in range(3)]

    assert waits[:2] == [0, 0]
    assert 55 <= waits[2] <= 60


async def test_a_hundred_at_once_let_through_exactly_the_limit(database_url):
    bucket = f"test:{uuid4()}"

    waits = await asyncio.gather(*(rates.count(bucket, most=7, window=MINUTE) for _ in range(100)))

    assert waits.count(0) == 7


async def test_a_window_opens_again(database_url):
    bucket, window = f"test:{uuid4()}", timedelta(milliseconds=50)
    assert await rates.count(bucket, most=1, window=window) == 0
    assert await rates.count(bucket, most=1, window=window) > 0

    await asyncio.sleep(0.08)

    assert await rates.count(bucket, most=1, window=window) == 0


async def test_looking_counts_nothing_and_tells_what_was_used_in_the_open_window(database_url):
    bucket = f"test:{uuid4()}"
    assert await rates.used(bucket) == (0, 0)
    for _ in range(2):
        await rates.count(bucket, most=5, window=MINUTE)

    looks = [await rates.used(bucket) for _ in range(3)]

    assert [used for used, _ in looks] == [2, 2, 2]
    assert all(55 <= seconds <= 60 for _, seconds in looks)
