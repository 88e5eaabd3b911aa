"""Preparation ends with a checkpoint where it may ask for one; where not, it ends all the same."""

import asyncpg
import pytest

from backend.core import database
from backend.operation.prepare import write_back

WRITTEN = "select checkpoint_lsn::text as at from pg_control_checkpoint()"


async def test_the_embedded_database_writes_back_what_changed(database_url):
    before = await database.fetch_one(WRITTEN)
    await database.fetch_one("select pg_logical_emit_message(false, 'test', 'something to write')")

    await write_back()

    assert await database.fetch_one(WRITTEN) != before


@pytest.mark.parametrize("error", [asyncpg.InsufficientPrivilegeError, asyncpg.QueryCanceledError])
async def test_who_may_not_ask_or_waits_too_long_starts_without(monkeypatch, error):
    async def refused(_sql):
        raise error

    monkeypatch.setattr(database, "execute", refused)

    await write_back()


async def test_a_database_that_is_away_is_not_passed_over(monkeypatch):
    async def away(_sql):
        raise asyncpg.CannotConnectNowError

    monkeypatch.setattr(database, "execute", away)

    with pytest.raises(asyncpg.CannotConnectNowError):
        await write_back()
