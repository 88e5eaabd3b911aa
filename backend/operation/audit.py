"""Hands the audit log to an auditor, in the form that the stand-alone verifier reads."""

from collections.abc import Callable
from pathlib import Path

from backend.core import database
from backend.core.audit import export, sequencer
from backend.core.crypto.keyring import KeyRing
from backend.core.settings import Mode, Settings

BATCH = 10_000
ENTRIES = "select seq, leaf from core_audit_entry where seq >= $1 order by seq limit $2"
HEADS = "select size, note from core_audit_checkpoint order by size"


async def write(settings: Settings, *, log: Path, keys: Path) -> int:
    """Write the log up to its newest checkpoint, and the public keys; the number of entries.

    The keys go to the auditor by another way than the log, or the log proves nothing.
    """
    ring = KeyRing.load(settings.keys_file, allow_demo=settings.mode is Mode.DEVELOPMENT)
    await database.open_pool(settings.database_url or "", size=1)
    try:
        heads = {int(row["size"]): str(row["note"]) for row in await database.fetch(HEADS)}
        with log.open("wb") as file:
            await _write_entries(file.write, heads)
    finally:
        await database.close_pool()
    keys.write_bytes(export.auditor_keys(ring, origin=sequencer.ORIGIN))
    return max(heads, default=0)


async def _write_entries(put: Callable[[bytes], object], heads: dict[int, str]) -> None:
    last, seq = max(heads, default=0), 0
    while seq < last:
        for row in await database.fetch(ENTRIES, seq, BATCH):
            if seq == last:
                return
            put(export.entry_line(seq, leaf=bytes(row["leaf"])))
            seq += 1
            if seq in heads:
                put(export.checkpoint_line(heads[seq]))
