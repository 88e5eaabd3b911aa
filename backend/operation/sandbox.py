"""The sandbox process: builds and checks the runtime image, then lends killable workers behind a unix socket.

It holds one key (the image's MAC) and no database; the workers it starts hold nothing at all.
"""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from backend.core import logs
from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import Purpose
from backend.core.settings import Mode, Settings
from backend.host.sandbox.server import SandboxServer
from plugin_sdk.runtime.build import build_image


def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT."""
    logs.configure(settings.log_level)
    asyncio.run(_serve(settings))


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[None]:
    """Serve while the block runs.

    Raises:
        ImageNotGenuine: the compiled image was not made by this installation.
    """
    ring = KeyRing.load(settings.keys_file, allow_demo=settings.mode is Mode.DEVELOPMENT)
    key = ring.active(Purpose.IMAGE_MAC).secret
    folder = settings.data / "runtime"
    folder.mkdir(parents=True, exist_ok=True)
    image = await asyncio.to_thread(build_image, folder, key=key)
    async with SandboxServer(settings.sandbox_address, image_path=image, key=key, workers=settings.sandboxes):
        yield


async def _serve(settings: Settings) -> None:
    stop = asyncio.Event()
    async with serving(settings):
        # Only now: until it serves there is nothing to finish, and a signal may end it at once.
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await stop.wait()
