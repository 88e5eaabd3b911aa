"""The ground's own tables: attempts, handled events, the audit log and its checkpoints, rates, and seeds taken."""

from piccolo.columns import UUID, BigInt, Bytea, Integer, Text, Timestamptz, Varchar
from piccolo.columns.column_types import JSONB
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table


class AttemptRow(Table, tablename="core_attempt"):
    """One answered command; `id` is the caller and the caller's key."""

    id = Varchar(length=240, primary_key=True, default=None)
    request_hash = Bytea(null=False)
    answer = JSONB(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow(), null=False, index=True)


class HandledRow(Table, tablename="core_handled"):
    """A job whose effect is committed; makes at-least-once delivery act once."""

    job_id = UUID(primary_key=True, default=None)
    name = Varchar(length=64, default="", null=False)
    handled_at = Timestamptz(default=TimestamptzNow(), null=False, index=True)


class AuditLeafRow(Table, tablename="core_audit_leaf"):
    """Leaves that wait for the sequencer: written by every command in its own transaction, never updated."""

    id = UUID(primary_key=True, default=None)
    leaf = Bytea(null=False)
    about = UUID(null=True, default=None, help_text="The person or firm whose data it concerns.")
    written_at = Timestamptz(default=TimestamptzNow(), null=False)


class AuditEntryRow(Table, tablename="core_audit_entry"):
    """The ordered, append-only log; the migration forbids UPDATE and DELETE by trigger."""

    seq = BigInt(primary_key=True, default=None)
    id = UUID(null=False, unique=True, default=None)
    leaf = Bytea(null=False)
    about = UUID(null=True, default=None, index=True)
    written_at = Timestamptz(null=False, default=None)


class AuditCheckpointRow(Table, tablename="core_audit_checkpoint"):
    """A signed tree head; `frontier` lets the sequencer go on without reading the log again."""

    size = BigInt(primary_key=True, default=None)
    note = Text(null=False)
    frontier = Bytea(null=False)
    signed_at = Timestamptz(default=TimestamptzNow(), null=False)


class RateRow(Table, tablename="core_rate"):
    """A token bucket that must hold without Redis (code sending)."""

    bucket = Varchar(length=160, primary_key=True, default=None)
    used = Integer(default=0, null=False)
    window_ends = Timestamptz(null=False, default=None, index=True)


class SeededRow(Table, tablename="core_seeded"):
    """What a room's seed was made of when this database took it; `id` is the room."""

    id = Varchar(length=60, primary_key=True, default=None)
    digest = Bytea(null=False, default=None)
    taken_at = Timestamptz(default=TimestamptzNow(), null=False)
