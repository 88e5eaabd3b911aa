"""Leaves become an ordered, signed, append-only log; writers never wait for it; a stranger can verify it."""

import asyncio
from uuid import uuid4

import asyncpg
import pytest

from backend.core import database
from backend.core.audit import sequencer
from backend.core.audit.checkpoint import verify_checkpoint
from backend.core.audit.log import record
from backend.core.errors import NotFound
from backend.core.ground import ground


async def write(number: int, marker: str) -> None:
    async with database.transaction():
        await record(action="test.wrote", actor="test", subject=f"{marker}/{number}", about=uuid4())


async def ordered(marker: str) -> list[bytes]:
    rows = await database.fetch(
        "select leaf from core_audit_entry where convert_from(leaf, 'utf8') like '%' || $1 || '%' order by seq", marker
    )
    return [bytes(row["leaf"]) for row in rows]


async def sequence_all() -> None:
    while await sequencer.sequence(ground().keyring):
        pass


async def test_every_leaf_is_ordered_once_although_sequencers_race_with_writers(database_url):
    marker = uuid4().hex

    async with asyncio.TaskGroup() as group:
        for number in range(200):
            group.create_task(write(number, marker))
        for _ in range(6):
            group.create_task(sequencer.sequence(ground().keyring))
    await sequence_all()

    assert len(await ordered(marker)) == 200
    row = await database.fetch_one("select count(*) as n, max(seq) + 1 as next from core_audit_entry")
    assert row["n"] == row["next"]


async def test_the_newest_checkpoint_is_signed_over_the_whole_log(database_url):
    await write(0, uuid4().hex)
    await sequence_all()

    row = await database.fetch_one("select note from core_audit_checkpoint order by size desc limit 1")
    head = verify_checkpoint(ground().keyring, text=row["note"], origin=sequencer.ORIGIN)

    entries = await database.fetch_one("select count(*) as n from core_audit_entry")
    assert head.size == entries["n"]


async def test_a_rolled_back_change_leaves_no_leaf(database_url):
    marker = uuid4().hex

    with pytest.raises(NotFound):
        async with database.transaction():
            await record(action="test.wrote", actor="test", subject=marker)
            raise NotFound
    await sequence_all()

    assert await ordered(marker) == []


async def test_recording_outside_a_transaction_is_refused(database_url):
    with pytest.raises(RuntimeError):
        await record(action="test.wrote", actor="test", subject="x")


@pytest.mark.parametrize("table", ["core_audit_entry", "core_audit_checkpoint"])
@pytest.mark.parametrize("change", ["delete from {}", "truncate {}", "update {} set {}"])
async def test_the_log_cannot_be_changed_by_the_application(database_url, table, change):
    column = {"core_audit_entry": "leaf = ''", "core_audit_checkpoint": "note = ''"}[table]

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await database.execute(change.format(table, column))


async def test_writers_do_not_wait_for_the_sequencer(database_url):
    async with database.transaction():
        await database.execute("select pg_advisory_xact_lock($1)", sequencer.SEQUENCER_LOCK)

        await asyncio.wait_for(asyncio.create_task(_elsewhere(write(1, uuid4().hex))), 2)


async def _elsewhere(work) -> None:
    database.DB.current_transaction.set(None)
    await work
