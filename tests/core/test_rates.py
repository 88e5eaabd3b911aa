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
