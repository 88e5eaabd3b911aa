"""`kuaiban demo`: the demo world in a database that exists already."""

import time

from backend.app import standing
from backend.core.settings import Settings
from backend.demo import world
from backend.demo.personas import PERSONAS
from backend.operation.prepare import Say


async def build(settings: Settings, *, scale: int, say: Say) -> None:
    """Build it and say how long it took."""
    began = time.monotonic()
    async with standing(settings, connections=2):
        await world.build(scale=scale)
    say(f"demo world: {len(PERSONAS)} personas and {scale} residents in {time.monotonic() - began:.1f} s")
