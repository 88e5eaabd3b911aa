"""Drafts, sealed."""

from piccolo.columns import UUID, Bytea, Integer, Timestamptz, Varchar
from piccolo.table import Table


class DraftRow(Table, tablename="cases_draft"):
    """One application that is being filled in. What the person typed and the registers said lies in `content`, sealed.

    Once it became a case (`case_id`) the content is gone; the row stays for a while to say so on other devices.
    """

    id = UUID(primary_key=True, default=None)
    person_id = UUID(null=False, default=None, index=False, help_text="Who types; identity's id.")
    subject_kind = Varchar(length=12, null=False, default=None, help_text="For whom: person or organisation.")
    subject_id = UUID(null=False, default=None, index=False)
    kind = Varchar(length=6, null=False, default=None, help_text="item or bundle")
    code = Varchar(length=40, null=False, default=None)
    name = Varchar(length=200, null=False, default=None)
    region_code = Varchar(length=12, null=False, default=None)
    step = Varchar(length=12, null=False, default=None)
    version = Integer(null=False, default=1)
    content = Bytea(null=True, default=None)
    created_at = Timestamptz(null=False, default=None)
    saved_at = Timestamptz(null=False, default=None)
    warned_at = Timestamptz(null=True, default=None)
    case_id = UUID(null=True, default=None, index=False)
