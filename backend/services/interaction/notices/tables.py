"""Notices and their versions."""

from piccolo.columns import UUID, Array, Date, Integer, Text, Timestamptz, Varchar
from piccolo.columns.column_types import JSONB
from piccolo.table import Table


class NoticeRow(Table, tablename="interaction_notice"):
    """A notice: whose, of what kind, and which version is shown."""

    id = UUID(primary_key=True, default=None)
    category = Varchar(length=40, null=False, default=None)
    department = Varchar(length=120, null=False, default=None, help_text="As in the posts of its officers.")
    region_code = Varchar(length=12, null=False, default=None)
    live = Integer(null=True, default=None, help_text="The version that is shown; null: none was published yet.")
    published_at = Timestamptz(null=True, default=None, help_text="Of the first version: the place in the list.")
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_reason = Varchar(length=500, null=False, default="")
    changed_at = Timestamptz(null=False, default=None)


class NoticeVersionRow(Table, tablename="interaction_notice_version"):
    """What a notice says; a published version stays as it is."""

    id = UUID(primary_key=True, default=None)
    notice_id = UUID(null=False, default=None)
    version = Integer(null=False, default=None)
    state = Varchar(length=10, null=False, default=None)
    title = Varchar(length=200, null=False, default=None)
    body = Text(null=False, default=None)
    number = Varchar(length=80, null=False, default="")
    effect = Varchar(length=10, null=False, default=None)
    issued_on = Date(null=True, default=None)
    effective_on = Date(null=True, default=None)
    files = JSONB(null=False, default="[]")
    interprets = UUID(null=True, default=None, help_text="The notice that this one explains.")
    reason = Varchar(length=500, null=False, default="", help_text="Why it corrects the version before.")
    returned = Varchar(length=500, null=False, default="", help_text="Why the checker gave it back.")
    editors = Array(base_column=UUID(), null=False, default=list, help_text="Everybody who wrote at it.")
    checker_id = UUID(null=True, default=None)
    published_at = Timestamptz(null=True, default=None)
    changed_at = Timestamptz(null=False, default=None)
    source = Varchar(length=240, null=False, default=None)
    evidence = Varchar(length=10, null=False, default=None)
