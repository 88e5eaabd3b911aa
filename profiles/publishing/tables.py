"""Every version of every definition, as it was published; nothing here is ever changed (a trigger sees to it)."""

from piccolo.columns import UUID, Array, Boolean, Date, Integer, Text, Timestamptz, Varchar
from piccolo.columns.column_types import JSONB
from piccolo.table import Table


class DefinitionRow(Table, tablename="profiles_definition"):
    """One version. Seeded ones have nobody behind them; all others two persons, and the database says so as well."""

    id = UUID(primary_key=True, default=None)
    kind = Varchar(length=8, null=False, default=None)
    code = Varchar(length=40, null=False, default=None)
    version = Integer(null=False, default=None)
    valid_from = Date(null=False, default=None)
    body = JSONB(null=False, default=None)
    note = Text(null=False, default=None)
    based_on = Integer(null=True, default=None)
    seeded = Boolean(null=False, default=None)
    editors = Array(base_column=UUID(), null=False, default=None)
    submitted_by = UUID(null=True, default=None)
    approved_by = UUID(null=True, default=None)
    published_at = Timestamptz(null=False, default=None)
