"""The job worker process: works off events and does the periodic work of all rooms, and of the ground."""

import asyncio
import contextlib
import signal

from backend.app import ROOMS, standing
from backend.core import attempts, jobs, logs, rates
from backend.core.audit import sequencer
from backend.core.ground import ground
from backend.core.jobs import Periodic
from backend.core.logs import logger
from backend.core.settings import Settings

RESTART_SECONDS = 0.5  # after the database went away; jobs wait in it meanwhile
HOUR = 3600.0
log = logger(__name__)


async def work(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT; what is under way is finished, what is not stays queued."""
    logs.configure(settings.log_level)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with standing(settings, connections=4), asyncio.TaskGroup() as group:
        group.create_task(_jobs(settings.database_url or "", stop))
        for periodic in _all_periodic():
            group.create_task(_again_and_again(periodic, stop))


def _all_periodic() -> list[Periodic]:
    own = [
        Periodic("core.sequence", sequencer.EVERY_SECONDS, _sequence),
        Periodic("core.forget-attempts", HOUR, attempts.forget_old),
        Periodic("core.forget-handled", HOUR, jobs.forget_handled),
        Periodic("core.forget-rates", HOUR, rates.forget_closed),
    ]
    return own + [periodic for room in ROOMS for periodic in room.periodic]


async def _sequence() -> None:
    while await sequencer.sequence(ground().keyring) == sequencer.BATCH:
        pass


async def _jobs(url: str, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            await jobs.run(url, stop=stop)
        except Exception as error:  # noqa: BLE001 - whatever it was, jobs must go on
            log.warning("jobs.restarted", reason=type(error).__name__)
            await _pause(RESTART_SECONDS, stop)


async def _again_and_again(periodic: Periodic, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            await periodic.run()
        except Exception as error:  # noqa: BLE001 - one failed round must not end all later ones
            log.warning("periodic.failed", name=periodic.name, reason=type(error).__name__)
        await _pause(periodic.every_seconds, stop)


async def _pause(seconds: float, stop: asyncio.Event) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
