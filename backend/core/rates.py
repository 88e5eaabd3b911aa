"""Rate windows that hold without Redis: one row a bucket, counted in PostgreSQL by a single upsert.

For the few doors where "Redis is gone" must not mean "no limit" (sending codes, signing in). Other limits live in
`cache`, where losing them only makes the product more patient.
"""

from datetime import timedelta

from backend.core import database

COUNT = """
insert into core_rate as bucket_row (bucket, used, window_ends) values ($1, 1, now() + $2)
on conflict (bucket) do update set
    used = case when bucket_row.window_ends <= now() then 1 else bucket_row.used + 1 end,
    window_ends = case when bucket_row.window_ends <= now() then now() + $2 else bucket_row.window_ends end
returning used, ceil(extract(epoch from window_ends - now()))::int as seconds_left
"""

USED = """
select used, ceil(extract(epoch from window_ends - now()))::int as seconds_left
from core_rate where bucket = $1 and window_ends > now()
"""


async def count(bucket: str, *, most: int, window: timedelta) -> int:
    """Count one use of `bucket`; 0 when it is within `most` a window, else the seconds until it opens again.

    Counts at once, outside the caller's decision: a refused try is a try. Inside a transaction it is counted with it.
    """
    row = await database.fetch_one(COUNT, bucket, window)
    if row is None or row["used"] <= most:
        return 0
    return max(1, int(row["seconds_left"]))


async def used(bucket: str) -> tuple[int, int]:
    """How often `bucket` was used in its open window, and the seconds until that closes; counts nothing."""
    row = await database.fetch_one(USED, bucket)
    return (0, 0) if row is None else (int(row["used"]), int(row["seconds_left"]))


async def forget_closed() -> int:
    """Remove windows that ended; the number removed."""
    return await database.execute("delete from core_rate where window_ends < now() - interval '1 hour'")
