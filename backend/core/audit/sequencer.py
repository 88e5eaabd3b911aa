"""Order waiting leaves into the append-only log and sign the tree head, at least every ten seconds.

One sequencer works at a time (advisory lock, taken without waiting); commands never wait for it. Moving a leaf is a
DELETE and an INSERT in one transaction, so a crash leaves it either waiting or ordered, never both.
"""

from backend.core import database
from backend.core.audit.checkpoint import sign_checkpoint
from backend.core.audit.merkle import Frontier, leaf_hash
from backend.core.crypto.keyring import KeyRing

SEQUENCER_LOCK = 720_018
BATCH = 5_000
EVERY_SECONDS = 2.0  # a checkpoint is promised at least every 10 s; this leaves room for a restart
ORIGIN = "kuaiban.gansu.example/audit"

TAKE = """
delete from core_audit_leaf where id in (
    select id from core_audit_leaf order by written_at, id limit $1 for update skip locked
) returning id, leaf, about, written_at
"""
PUT = """
insert into core_audit_entry (seq, id, leaf, about, written_at)
select * from unnest($1::bigint[], $2::uuid[], $3::bytea[], $4::uuid[], $5::timestamptz[])
"""
LAST = "select size, frontier from core_audit_checkpoint order by size desc limit 1"


async def sequence(keyring: KeyRing) -> int:
    """Order one batch and sign the new head; the number of leaves ordered (0: nothing waited, or another is at it)."""
    async with database.transaction():
        mine = await database.fetch_one("select pg_try_advisory_xact_lock($1) as mine", SEQUENCER_LOCK)
        if mine is None or not mine["mine"]:
            return 0
        rows = sorted(await database.fetch(TAKE, BATCH), key=lambda row: (row["written_at"], row["id"]))
        if not rows:
            return 0
        last = await database.fetch_one(LAST)
        frontier = Frontier.loads(bytes(last["frontier"])) if last else Frontier()
        first = frontier.size
        for row in rows:
            frontier.append(leaf_hash(bytes(row["leaf"])))
        await database.execute(
            PUT,
            list(range(first, frontier.size)),
            [row["id"] for row in rows],
            [row["leaf"] for row in rows],
            [row["about"] for row in rows],
            [row["written_at"] for row in rows],
        )
        note = sign_checkpoint(keyring, origin=ORIGIN, size=frontier.size, root=frontier.root())
        await database.execute(
            "insert into core_audit_checkpoint (size, note, frontier) values ($1, $2, $3)",
            frontier.size,
            note,
            frontier.dumps(),
        )
        return len(rows)
