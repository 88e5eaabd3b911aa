"""Tells open pages that something changed: server-sent events, `reload` and `state`."""

import asyncio
from collections.abc import AsyncIterator
from typing import Literal

Event = Literal["reload", "state"]
BEAT_SECONDS = 15.0
"""A comment so often keeps the line open, and shows us pages that are gone."""


class Events:
    """Everybody who listens. For the event loop's own thread."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[Event]] = set()

    def tell(self, event: Event) -> None:
        """Tell everybody."""
        for listener in self._listeners:
            listener.put_nowait(event)

    async def listen(self) -> AsyncIterator[bytes]:
        """What one listener receives, for as long as it stays."""
        mine: asyncio.Queue[Event] = asyncio.Queue()
        self._listeners.add(mine)
        try:
            yield b"retry: 500\n\n"
            while True:
                try:
                    event = await asyncio.wait_for(mine.get(), BEAT_SECONDS)
                except TimeoutError:
                    yield b": still here\n\n"
                else:
                    yield f"event: {event}\ndata: {{}}\n\n".encode()
        finally:
            self._listeners.discard(mine)
