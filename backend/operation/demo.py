"""`kuaiban demo`: the demo world in a database that exists already."""

import time

from backend.app import bind, make_ground
from backend.core import database
from backend.core.ground import ground, lay
from backend.core.settings import Settings
from backend.demo import world
from backend.demo.personas import PERSONAS
from backend.operation.prepare import Say


async def build(settings: Settings, *, scale: int, say: Say) -> None:
    """Build it and say how long it took."""
    lay(make_ground(settings))
    bind()
    await database.open_pool(settings.database_url or "", size=2)
    began = time.monotonic()
    try:
        await world.build(scale=scale)
    finally:
        await ground().cache.close()
        await database.close_pool()
    say(f"demo world: {len(PERSONAS)} personas and {scale} residents in {time.monotonic() - began:.1f} s")
