"""Sessions and the refresh tokens that carry them on."""

from piccolo.columns import UUID, Bytea, SmallInt, Timestamptz, Varchar
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table


class SessionRow(Table, tablename="identity_session"):
    """One sign-in on one device: the family of all refresh tokens that follow from it.

    `ended_at` is set once and never cleared, by the database's own clock: the revocation feeds of all processes
    read it, and their clocks may differ.
    """

    id = UUID(primary_key=True, default=None)
    person_id = UUID(null=False, default=None)
    device_id = UUID(null=False, default=None)
    device_name = Varchar(length=80, null=False)
    way = Varchar(length=16, null=False, help_text="How the person got in: phone-code, password or persona.")
    level = SmallInt(null=False, default=1)
    created_at = Timestamptz(default=TimestamptzNow(), null=False)
    last_used_at = Timestamptz(default=TimestamptzNow(), null=False)
    expires_at = Timestamptz(null=False, default=None)
    ended_at = Timestamptz(null=True, default=None)
    end_reason = Varchar(length=24, null=True, default=None)


class RefreshTokenRow(Table, tablename="identity_refresh_token"):
    """A refresh token by its SHA-256; used ones stay, because seeing one again is how a theft shows."""

    digest = Bytea(primary_key=True, default=None)
    session_id = UUID(null=False, default=None, index=True)
    issued_at = Timestamptz(default=TimestamptzNow(), null=False)
    used_at = Timestamptz(null=True, default=None)
