"""Released packages."""

from piccolo.columns import Bytea, Integer, Text, Timestamptz, Varchar
from piccolo.columns.column_types import JSONB
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table


class ReleaseRow(Table, tablename="host_release"):
    """The live version of a mini-app: manifest, bytecode made inside the sandbox, and the MAC over both."""

    app_id = Varchar(length=40, primary_key=True, default=None)
    version_code = Integer(null=False, default=None)
    manifest = JSONB(null=False, default=None)
    package = Text(null=False, default=None)
    sources_digest = Varchar(
        length=64, null=False, default=None, help_text="SHA-256 of what was compiled, and by what."
    )
    mac = Bytea(null=False, default=None)
    released_at = Timestamptz(default=TimestamptzNow(), null=False)
