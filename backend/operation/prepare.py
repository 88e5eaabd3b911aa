"""Everything between an empty database and a served product: migrations, seed data, demo world, bundled mini-apps.

Each step says what it does, and doing it twice changes nothing.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import asyncpg

from backend.app import standing
from backend.core import database, seeded
from backend.core.migrate import migrate
from backend.core.settings import Settings
from backend.demo import world
from backend.host.registry import service as registry
from backend.host.registry.package import Contents
from backend.host.sandbox import service as sandbox
from backend.host.sandbox.errors import SandboxAway
from backend.operation import prepared
from backend.reference.calendar import service as calendar
from backend.reference.regions import service as regions
from backend.services.items import seeding as items
from backend.services.windows import service as windows
from plugin_sdk.runtime.build import inputs_digest
from profiles.publishing import service as definitions

MINI_APPS = Path(__file__).parents[2] / "miniapps"
REGIONS = Path(regions.__file__).parent
WINDOWS = Path(windows.__file__).parent  # halls are computed from the divisions
SANDBOX_PATIENCE_SECONDS = 240.0  # before its first call it makes and compiles the runtime: a minute on a busy machine
Say = Callable[[str], None]


async def prepare(settings: Settings, *, say: Say) -> None:
    """Bring the installation up to date; the sandbox process must be running, because publication compiles in it."""
    await _step("migrations", migrate(settings.database_url or ""), say)
    async with standing(settings, connections=4):
        await _step("regions of Gansu", seeded.once("regions", regions.seed, folders=(REGIONS,)), say)
        await _step("working days", calendar.seed(), say)
        await _step("service items", items.seed(), say)
        await _step("scenarios and tags", definitions.seed(), say)
        await _step("service halls", seeded.once("windows", windows.seed, folders=(REGIONS, WINDOWS)), say)
        if settings.demo:
            await _step("demo world", world.build(), say)
        await _step("bundled mini-apps", publish_bundled(), say)
        await seeded.note(prepared.ID, prepared.form(settings))
        await _step("a point to recover from", write_back(), say)


async def write_back() -> None:
    """Have the database write back what preparation changed, so that a crash soon after recovers in a second.

    A wish, no step that others need: a cluster of somebody else's does not let our role ask, and a slow disk may take
    longer than a statement may.
    """
    with suppress(asyncpg.InsufficientPrivilegeError, asyncpg.QueryCanceledError):
        await database.execute("checkpoint")


async def publish_bundled() -> None:
    """Release every mini-app of `miniapps/` that is not live in this very form."""
    runtime = inputs_digest()
    for folder in sorted(path.parent for path in MINI_APPS.glob("*/manifest.json")):
        await registry.publish(folder, compile_sources=compile_in_sandbox, runtime=runtime)


async def compile_in_sandbox(contents: Contents) -> str:
    """Bytecode of a package's sources, or the name of a component's image; waits for a sandbox that is still starting.

    Raises:
        SandboxAway: it did not start; GuestFailed: a syntax error, with file and line; ComponentRefused.
    """
    deadline = time.monotonic() + SANDBOX_PATIENCE_SECONDS
    while True:
        try:
            if isinstance(contents, bytes):
                return await sandbox.current().publish_component(contents)
            return (await sandbox.current().compile_package(contents)).package
        except SandboxAway:
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.2)


async def _step(name: str, work: Awaitable[object], say: Say) -> None:
    began = time.monotonic()
    await work
    say(f"  {name:<24}{time.monotonic() - began:6.2f} s")
