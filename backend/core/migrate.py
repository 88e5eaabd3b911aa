"""Migrations under an advisory lock: any number of processes may start at once, one migrates, the others wait."""

import contextlib
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pgqueuer.db import AsyncpgDriver
from pgqueuer.queries import Queries
from piccolo.apps.migrations.commands.forwards import run_forwards

from backend.core import database

MIGRATION_LOCK = 720_017  # any constant, as long as nothing else in the database takes it


class MigrationFailed(Exception):
    """Piccolo refused; its own words are in the message."""


async def migrate(url: str) -> None:
    """Bring the database to the newest shape; doing it twice changes nothing.

    Raises:
        MigrationFailed: a migration did not run; nothing of that migration is left behind.
    """
    database.connect_to(url)
    async with _lock(url):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            result = await run_forwards("all")
        if not result.success:
            raise MigrationFailed(said.getvalue()[-2000:])
        await _install_queue(url)


@asynccontextmanager
async def _lock(url: str) -> AsyncIterator[None]:
    holder = await database.single_connection(url)
    try:
        await holder.execute("set lock_timeout = '120s'")
        await holder.execute("set statement_timeout = 0")
        await holder.execute("select pg_advisory_lock($1)", MIGRATION_LOCK)
        yield
    finally:
        await holder.close()


async def _install_queue(url: str) -> None:
    """The job queue brings its own schema and its own upgrades."""
    own = await database.single_connection(url)
    try:
        queries = Queries(AsyncpgDriver(own))
        if await queries.schema_is_installed():
            await queries.upgrade()
        else:
            await queries.install()
    finally:
        await own.close()
