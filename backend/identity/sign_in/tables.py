"""Phone codes, and in development the texts that would have carried them."""

from piccolo.columns import UUID, Bytea, SmallInt, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table


class PhoneCodeRow(Table, tablename="identity_phone_code"):
    """A code that was sent: keyed hashes of phone and code, never themselves."""

    id = UUID(primary_key=True, default=None)
    phone_fingerprint = Bytea(null=False)
    code_fingerprint = Bytea(null=False)
    tries = SmallInt(null=False, default=0)
    created_at = Timestamptz(default=TimestamptzNow(), null=False, index=True)
    expires_at = Timestamptz(null=False, default=None)
    used_at = Timestamptz(null=True, default=None)


class DevelopmentTextRow(Table, tablename="identity_development_text"):
    """What an SMS provider would have been given; written in development only."""

    id = UUID(primary_key=True, default=None)
    phone_fingerprint = Bytea(null=False, index=True)
    text = Text(null=False)
    at = Timestamptz(default=TimestamptzNow(), null=False, index=True)
