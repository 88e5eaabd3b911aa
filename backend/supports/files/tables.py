"""Which files there are."""

from piccolo.columns import UUID, BigInt, Boolean, Timestamptz, Varchar
from piccolo.table import Table


class FileRow(Table, tablename="files_file"):
    """One file of one person; its content lies in the store under the same id. Only `held` ever changes."""

    id = UUID(primary_key=True, default=None)
    person_id = UUID(null=False, default=None, help_text="Identity's id; no foreign key across rooms.")
    name = Varchar(length=100, null=False, default=None)
    media_type = Varchar(length=40, null=False, default=None)
    bytes = BigInt(null=False, default=None)
    sha256 = Varchar(length=64, null=False, default=None)
    kept_at = Timestamptz(null=False, default=None)
    held = Boolean(null=False, default=False, help_text="Handed in with something official: it stays.")
