"""Consultations and comments."""

from piccolo.columns import UUID, Array, Boolean, Date, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.column_types import JSONB
from piccolo.table import Table


class ConsultationRow(Table, tablename="interaction_consultation"):
    """A draft on which people are asked; its stage follows from days and from what is null here."""

    id = UUID(primary_key=True, default=None)
    department = Varchar(length=120, null=False, default=None)
    region_code = Varchar(length=12, null=False, default=None)
    title = Varchar(length=200, null=False, default=None)
    intro = Text(null=False, default=None)
    sections = JSONB(null=False, default="[]")
    opens_on = Date(null=False, default=None)
    closes_on = Date(null=False, default=None)
    normative = Boolean(null=False, default=True)
    short_reason = Varchar(length=500, null=False, default="")
    editors = Array(base_column=UUID(), null=False, default=list, help_text="Everybody who wrote at the draft.")
    opened_by = UUID(null=True, default=None, help_text="Who checked it; null: it is not public.")
    opened_at = Timestamptz(null=True, default=None)
    result = JSONB(null=True, default=None)
    result_by = UUID(null=True, default=None, help_text="Who wrote the result.")
    result_at = Timestamptz(null=True, default=None, help_text="When a colleague published it.")
    changed_at = Timestamptz(null=False, default=None)
    source = Varchar(length=240, null=False, default=None)
    evidence = Varchar(length=10, null=False, default=None)


class CommentRow(Table, tablename="interaction_comment"):
    """What somebody said about a draft."""

    id = UUID(primary_key=True, default=None)
    consultation_id = UUID(null=False, default=None)
    person_id = UUID(null=False, default=None, help_text="Identity's id; shown to nobody.")
    organisation_id = UUID(null=True, default=None)
    section = SmallInt(null=True, default=None)
    text = Text(null=False, default=None)
    at = Timestamptz(null=False, default=None)
    withdrawn_at = Timestamptz(null=True, default=None)
