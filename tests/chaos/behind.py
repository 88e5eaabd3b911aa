"""Processes of the product behind a wire: a web process of its own, or a job worker, beside the ones of `kuaiban up`."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import asyncpg
import msgspec

from backend.core.embedded.servers import EmbeddedServers
from backend.core.settings import Settings, environment, inherited
from backend.operation.up import FACTORY, GRANIAN
from tests.chaos.wire import Wire
from tests.running import HOUSE, Process, Product, free_port, tree

START_SECONDS: Final = 120.0  # it imports everything first, beside whatever else this machine does
BACK_SECONDS: Final = 30.0  # a busy machine forks, opens a pool, and asks a database that recovers
UNDER_WAY: Final = """
    select count(*) from pg_stat_activity
    where pid <> pg_backend_pid() and backend_type = 'client backend'
        and (state like 'idle in transaction%' or state = 'active')
"""


@dataclass(frozen=True)
class Behind:
    """A parent that keeps one child alive, and the wire on which the child speaks with the database."""

    wire: Wire
    url: str
    _parent: subprocess.Popen[bytes]

    async def children(self, *, within_seconds: float = BACK_SECONDS) -> list[Process]:
        """The process that does the work now, and its own.

        Raises:
            TimeoutError: there is none after a while.
        """
        async with asyncio.timeout(within_seconds):
            while not (below := tree(self._parent.pid)[1:]):
                await asyncio.sleep(0.01)
        return below

    async def kill(self) -> None:
        """`kill -9` what does the work, and see its connections end; it is started again."""
        victims = await self.children()
        # A worker that is being forked just now is in no list yet; left alone it would go on serving, warm.
        with suppress(ProcessLookupError):
            os.killpg(victims[0].pid, signal.SIGKILL)
        for victim in reversed(victims):
            victim.kill()
        while any(victim.is_alive for victim in victims):
            await asyncio.sleep(0.005)
        await self.wire.hang_up()


@asynccontextmanager
async def web(product: Product) -> AsyncIterator[Behind]:
    """A web process as `kuaiban up` starts it, with one worker, behind a wire."""
    port = free_port()
    usual = [one.replace(FACTORY, "tests.chaos.warm_app:made") for one in GRANIAN[3:]]
    own = ["--workers", "1", "--host", "127.0.0.1", "--port", str(port)]
    async with _behind(product, ["web", *usual, *own], url=f"http://127.0.0.1:{port}") as started:
        yield started


@asynccontextmanager
async def worker(product: Product) -> AsyncIterator[Behind]:
    """A job worker behind a wire."""
    async with _behind(product, ["worker"], url="") as started:
        yield started


@asynccontextmanager
async def still(product: Product) -> AsyncIterator[None]:
    """The product's own worker stands still while the block runs, so that jobs lie where they were put."""
    (own,) = product.part("worker")
    os.kill(own.pid, signal.SIGSTOP)
    while await _under_way(product):
        os.kill(own.pid, signal.SIGCONT)
        await asyncio.sleep(0.1)
        os.kill(own.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(own.pid, signal.SIGCONT)


async def connected(product: Product) -> Any:
    """A connection of the test's own, as soon as the server gives one."""
    async with asyncio.timeout(BACK_SECONDS):
        while True:
            try:
                return await asyncpg.connect(product.reachable.database_url)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await asyncio.sleep(0.05)


async def gone(product: Product, backends: list[int]) -> None:
    """Wait until these processes of the server have ended, and their transactions with them."""
    connection = await connected(product)
    try:
        async with asyncio.timeout(BACK_SECONDS):
            while await connection.fetchval("select count(*) from pg_stat_activity where pid = any($1)", backends):
                await asyncio.sleep(0.005)
    finally:
        await connection.close()


async def _under_way(product: Product) -> bool:
    connection = await connected(product)
    try:
        return bool(await connection.fetchval(UNDER_WAY))
    finally:
        await connection.close()


@asynccontextmanager
async def _behind(product: Product, arguments: list[str], *, url: str) -> AsyncIterator[Behind]:
    # A short name: a socket lies below it, and its path may have 107 bytes.
    with tempfile.TemporaryDirectory(prefix="kw-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        wire = Wire(target=EmbeddedServers(product.settings.data).sockets, folder=Path(folder))
        await wire.open()
        parent = _start(product.reachable, arguments, Path(folder), said=product.settings.data / "logs" / "behind.log")
        try:
            started = Behind(wire=wire, url=url, _parent=parent)
            await started.children(within_seconds=START_SECONDS)
            yield started
        finally:
            for process in tree(parent.pid):  # the parent first: it would fork again
                process.kill()
            parent.wait()
            await wire.close()


def _start(settings: Settings, arguments: list[str], folder: Path, *, said: Path) -> subprocess.Popen[bytes]:
    address = (settings.database_url or "").partition("?host=")[0] + "?host=" + quote(str(folder))
    through = msgspec.structs.replace(settings, database_url=address)
    (folder / "metrics").mkdir()
    with said.open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.warm", *arguments],
            cwd=HOUSE,
            env=inherited()
            | environment(through)
            | {"PYTHONPATH": str(HOUSE), "PROMETHEUS_MULTIPROC_DIR": str(folder / "metrics")},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
