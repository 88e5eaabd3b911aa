"""Delegations."""

from piccolo.columns import UUID, Date, Timestamptz, Varchar
from piccolo.columns.column_types import Array
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table


class DelegationRow(Table, tablename="identity_delegation"):
    """Whom a principal lets act for them, in what and when. Ended, it stays; its words are never changed."""

    id = UUID(primary_key=True, default=None)
    principal_kind = Varchar(length=12, null=False, default=None)
    principal_id = UUID(null=False, default=None)
    given_by = UUID(null=False, default=None, help_text="Who gave it: the principal, or the legal person of the body.")
    agent_id = UUID(null=False, default=None)
    actions = Array(base_column=Varchar(length=12), null=False)
    basic_codes = Array(base_column=Varchar(length=12), null=False, help_text="Empty: all items.")
    from_date = Date(null=False, default=None)
    to_date = Date(null=False, default=None, help_text="The last day on which it holds.")
    given_at = Timestamptz(default=TimestamptzNow(), null=False)
    ended_at = Timestamptz(null=True, default=None)
    ended_by = Varchar(length=12, null=True, default=None)
