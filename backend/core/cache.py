"""Redis holds only what may vanish. Every call answers as if the cache were empty when Redis is gone or slow."""

from collections.abc import Awaitable, Mapping, Sequence
from typing import TypeVar

import redis.asyncio
from redis.exceptions import RedisError

from backend.core.logs import logger

PATIENCE_SECONDS = 0.2  # longer, and asking PostgreSQL is the quicker way
log = logger(__name__)
T = TypeVar("T")


class Cache:
    """A small port over Redis 7.0 commands: get, put, forget, count, and whether it answers at all."""

    def __init__(self, url: str) -> None:
        pool = redis.asyncio.BlockingConnectionPool.from_url(
            url, max_connections=20, timeout=PATIENCE_SECONDS, socket_timeout=PATIENCE_SECONDS,
            socket_connect_timeout=PATIENCE_SECONDS,
        )  # fmt: skip
        self._redis: redis.asyncio.Redis = redis.asyncio.Redis.from_pool(pool)

    async def get(self, key: str) -> bytes | None:
        """The value, or None when it is not there or Redis is not."""
        found = await self._or_none(self._redis.get(key))
        return found.encode() if isinstance(found, str) else found

    async def get_many(self, keys: Sequence[str]) -> list[bytes | None]:
        """The values in the order of their keys, None for each that is not there; one round trip."""
        found = await self._or_none(self._redis.mget(keys)) if keys else []
        return [None] * len(keys) if found is None else [one.encode() if isinstance(one, str) else one for one in found]

    async def put_many(self, values: Mapping[str, bytes], *, ttl_seconds: int) -> None:
        """Keep all of them for a while, if possible; one round trip."""
        if not values:
            return
        together = self._redis.pipeline(transaction=False)
        for key, value in values.items():
            together.set(key, value, ex=ttl_seconds)
        await self._or_none(together.execute())

    async def forget(self, *keys: str) -> None:
        """Remove keys. A writer must not rely on it: short lifetimes bound what a lost removal costs."""
        await self._or_none(self._redis.delete(*keys))

    async def count(self, key: str, *, window_seconds: int, by: int = 1) -> int | None:
        """Count uses of `key` in its window (-1 takes one back); the number so far, or None when Redis cannot say."""
        together = self._redis.pipeline(transaction=True)
        together.incrby(key, by)
        together.expire(key, window_seconds, nx=True)
        done = await self._or_none(together.execute())
        return None if done is None else int(done[0])

    async def answers(self) -> bool:
        """Whether Redis is there right now, for the health page."""
        return await self._or_none(self._redis.ping()) is not None

    async def close(self) -> None:
        """Give the connections back."""
        await self._redis.aclose()

    async def _or_none(self, asked: Awaitable[T]) -> T | None:
        try:
            return await asked
        except (RedisError, OSError, TimeoutError) as error:
            log.warning("cache.away", reason=type(error).__name__)
            return None
