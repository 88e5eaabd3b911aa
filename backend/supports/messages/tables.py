"""The inbox of record."""

from piccolo.columns import UUID, Text, Timestamptz, Varchar
from piccolo.columns.column_types import JSONB
from piccolo.table import Table


class MessageRow(Table, tablename="messages_message"):
    """One message to one person. Nothing but `read_at` ever changes: it is what the person was told."""

    id = UUID(primary_key=True, default=None)
    person_id = UUID(null=False, default=None, help_text="Identity's id; no foreign key across rooms.")
    sender = Varchar(length=200, null=False, default=None)
    title = Varchar(length=200, null=False, default=None)
    summary = Varchar(length=120, null=False, default="")
    body = Text(null=False, default="")
    facts = JSONB(null=False, default="[]")
    app_id = Varchar(length=40, null=True, default=None)
    call_id = UUID(null=True, default=None, index=False, help_text="The mini-app's call that sent it.")
    causal_id = Varchar(length=32, null=False, default=None)
    sent_at = Timestamptz(null=False, default=None)
    read_at = Timestamptz(null=True, default=None)
