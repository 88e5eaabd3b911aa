"""Drafts of scenarios and tags; what is published of them stands in `publishing`."""

from piccolo.columns import UUID, Array, Integer, Text, Timestamptz, Varchar
from piccolo.columns.column_types import JSONB
from piccolo.table import Table


class DraftRow(Table, tablename="profiles_definition_draft"):
    """One draft. `edit` counts its saves and guards against lost ones; `editors` are all who have ever saved it."""

    id = UUID(primary_key=True, default=None)
    kind = Varchar(length=8, null=False, default=None)
    code = Varchar(length=40, null=False, default=None)
    state = Varchar(length=9, null=False, default=None)
    edit = Integer(null=False, default=1)
    based_on = Integer(null=True, default=None)
    body = JSONB(null=False, default=None)
    note = Text(null=False, default=None)
    editors = Array(base_column=UUID(), null=False, default=None)
    edited_by = UUID(null=False, default=None)
    edited_at = Timestamptz(null=False, default=None)
    submitted_by = UUID(null=True, default=None)
    submitted_at = Timestamptz(null=True, default=None)
    decided_by = UUID(null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    reason = Text(null=True, default=None)
    version = Integer(null=True, default=None)
