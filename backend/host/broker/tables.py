"""What mini-apps keep: for one person, and as a whole."""

from piccolo.columns import UUID, BigInt, Date, Timestamptz, Varchar
from piccolo.columns.column_types import JSONB
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table


class StoredRow(Table, tablename="host_stored"):
    """A value that a mini-app keeps for one person; `id` is app, person and key, so nobody else's row can be named."""

    id = Varchar(length=200, primary_key=True, default=None)
    value = JSONB(null=True, default=None)
    version = BigInt(null=False, default=1)
    changed_at = Timestamptz(default=TimestamptzNow(), null=False)


class RecordRow(Table, tablename="host_record"):
    """One record of a mini-app's collection. Nothing here leads to a person, and nothing is finer than a day.

    The id is random: one that grows with time would tell the moment, and with the audit log the person.
    """

    id = UUID(primary_key=True, default=None)
    app_id = Varchar(length=40, null=False, default=None)
    collection = Varchar(length=64, null=False, default=None)
    value = JSONB(null=False, default=None)
    version = BigInt(null=False, default=1)
    created_on = Date(null=False, default=None)


class RecordTallyRow(Table, tablename="host_record_tally"):
    """How many records a collection holds: `id` is mini-app, collection and one of sixteen parts.

    In parts, because everybody who adds a record holds one of these rows until the transaction ends.
    """

    id = Varchar(length=120, primary_key=True, default=None)
    kept = BigInt(null=False, default=0)
