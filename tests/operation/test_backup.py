"""A dump holds everything; a restore brings it back or leaves the database as it was; an auditor can read the log."""

import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from backend.core import database
from backend.core.audit import sequencer, verify_log
from backend.core.audit.log import record
from backend.core.ground import ground
from backend.operation import audit, backup


async def make_database(servers, name: str) -> str:
    """An empty database of the application's role beside the tests' own."""
    own = await asyncpg.connect(servers.superuser)
    await own.execute(f"create database {name} owner kuaiban")
    await own.close()
    return servers.database.replace("/kuaiban?", f"/{name}?")


@pytest.mark.slow
async def test_a_restored_database_holds_what_was_dumped(database_url, servers, tmp_path):
    other = await make_database(servers, "restored")

    backup.backup(database_url, to=tmp_path / "dump")
    backup.restore(other, source=tmp_path / "dump")

    own = await asyncpg.connect(other)
    people = await own.fetchval("select count(*) from identity_person")
    regions = await own.fetchval("select count(*) from regions_region")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await own.execute("truncate core_audit_entry")
    await own.close()
    assert people >= 16
    assert regions > 19_000


@pytest.mark.slow
async def test_a_broken_dump_changes_nothing(database_url, servers, tmp_path):
    other = await make_database(servers, "untouched")
    (tmp_path / "dump").write_bytes(b"PGDMP no dump at all")

    with pytest.raises(backup.BackupFailed):
        backup.restore(other, source=tmp_path / "dump")


def test_a_dump_that_fails_leaves_no_file(tmp_path):
    with pytest.raises(backup.BackupFailed):
        backup.backup(f"postgresql://nobody@/nothing?host={tmp_path}", to=tmp_path / "dump")

    assert list(tmp_path.iterdir()) == []


async def test_an_exported_log_verifies_with_the_stand_alone_verifier(database_url, installation, tmp_path):
    async with database.transaction():
        await record(action="test.wrote", actor="test", subject="export")
    while await sequencer.sequence(ground().keyring):
        pass
    log, keys = tmp_path / "log.jsonl", tmp_path / "keys.json"

    count = await _export(installation, log, keys)
    ended = subprocess.run(
        [sys.executable, "-I", "-S", verify_log.__file__, str(log), str(keys)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert count > 0
    log.write_bytes(log.read_bytes().replace(b'"seq":0,"leaf":"e', b'"seq":0,"leaf":"f', 1))
    altered = subprocess.run([sys.executable, "-I", "-S", verify_log.__file__, str(log), str(keys)], check=False)
    assert altered.returncode == 1


async def _export(installation, log: Path, keys: Path) -> int:
    """The command opens a pool of its own, so it is run as one."""
    from backend.core.settings import environment, inherited

    environ = inherited() | environment(installation) | {"PYTHONPATH": str(Path(audit.__file__).parents[2])}
    command = [sys.executable, "-m", "backend.cli", "audit-export", str(log), str(keys)]
    ended = subprocess.run(command, capture_output=True, text=True, env=environ, check=True)
    return int(ended.stdout.split()[1])
