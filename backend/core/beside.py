"""Work that goes on beside everything else for as long as a block runs, and surely ends with it."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Final

AGAIN_SECONDS: Final = 0.1


@asynccontextmanager
async def beside(work: Coroutine[Any, Any, object], *, name: str) -> AsyncIterator[None]:
    """Run `work` while the block runs. Its own failures are its own business: nobody waits for what it says."""
    task = asyncio.create_task(work, name=name)
    try:
        yield
    finally:
        await ended(task)


async def ended(task: asyncio.Task[Any]) -> None:
    """Cancel until it is over.

    Once is not enough: before Python 3.12 `asyncio.wait_for`, by which libraries wait for an answer, loses a
    cancellation that comes in the moment in which the answer is there, and our loop would go on for ever.
    """
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=AGAIN_SECONDS)
