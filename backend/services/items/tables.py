"""The catalogue: versions that live the same life, and the number that tells every process of a change."""

from piccolo.columns import UUID, Array, BigInt, Date, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.column_types import JSONB
from piccolo.table import Table


class VersionRow(Table, tablename="items_version"):
    """One version of a basic item, of what a place does better with it, or of a bundle.

    `body` is the whole content (`catalogue.py`), `code` a basic code or a bundle's code, `region_code` is empty but for
    a place's difference. A version is in force from `valid_from` to before `valid_to`; before its approval it has none.
    The columns from `name` to `levels` repeat the body for lists and search.
    """

    id = UUID(primary_key=True, default=None)
    kind = Varchar(length=10, null=False, default=None, help_text="item, override, bundle")
    code = Varchar(length=40, null=False, default=None)
    region_code = Varchar(length=12, null=False, default="")
    version = Integer(null=False, default=None)
    state = Varchar(length=10, null=False, default=None)
    valid_from = Date(null=True, default=None)
    valid_to = Date(null=True, default=None, help_text="The first day on which it was no more.")
    name = Varchar(length=200, null=False, default=None)
    sector = Varchar(length=20, null=False, default="")
    audiences = Array(base_column=Varchar(length=1), null=False, default=list)
    levels = Array(base_column=Varchar(length=1), null=False, default=list)
    body = JSONB(null=False, default=None)
    illegal = Array(base_column=Varchar(length=40), null=False, default=list)
    batch = UUID(null=True, default=None, help_text="The import it came with.")
    edited_by = Varchar(length=60, null=False, default=None)
    submitted_by = Varchar(length=60, null=True, default=None)
    approved_by = Varchar(length=60, null=True, default=None)
    reason = Text(null=False, default="")
    changed_at = Timestamptz(null=False, default=None)


class RevisionRow(Table, tablename="items_revision"):
    """The one row that counts publications; `seeded` is the digest of the seed files that were last taken in."""

    id = SmallInt(primary_key=True, default=None)
    revision = BigInt(null=False, default=0)
    seeded = Varchar(length=64, null=False, default="")
