"""What runs keep: nonces that were spent, and masked records of calls."""

from piccolo.columns import UUID, Bytea, Timestamptz, Varchar
from piccolo.columns.column_types import JSONB
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table


class SpentRow(Table, tablename="host_spent"):
    """The nonce of a gesture or intent that was used; kept until the text it stood in would have expired anyway."""

    nonce = Bytea(primary_key=True, default=None)
    expires_at = Timestamptz(null=False, default=None, index=True)


class CallRow(Table, tablename="host_call"):
    """One call of a mini-app, without the people in it: who called is not kept, what they typed is masked.

    `id` grows with time; the migration indexes it by mini-app.
    """

    id = UUID(primary_key=True, default=None)
    app_id = Varchar(length=40, null=False, default=None)
    version = Varchar(length=20, null=False, default=None)
    failure = Varchar(length=100, null=False, default="")
    record = JSONB(null=False, default=None)
    at = Timestamptz(default=TimestamptzNow(), null=False, index=True)
