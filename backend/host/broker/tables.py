"""The small store of mini-apps."""

from piccolo.columns import BigInt, Timestamptz, Varchar
from piccolo.columns.column_types import JSONB
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table


class StoredRow(Table, tablename="host_stored"):
    """A value that a mini-app keeps for one person; `id` is app, person and key, so nobody else's row can be named."""

    id = Varchar(length=200, primary_key=True, default=None)
    value = JSONB(null=True, default=None)
    version = BigInt(null=False, default=1)
    changed_at = Timestamptz(default=TimestamptzNow(), null=False)
