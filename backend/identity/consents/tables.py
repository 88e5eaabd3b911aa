"""Consents and the disclosures they allowed."""

from piccolo.columns import UUID, Text, Timestamptz, Varchar
from piccolo.columns.column_types import Array
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table


class ConsentRow(Table, tablename="identity_consent"):
    """What a person allowed, in the words that were shown. Withdrawn or replaced, it stays; it is never changed.

    The migration allows one that is neither, for a person, recipient and purpose.
    """

    id = UUID(primary_key=True, default=None)
    person_id = UUID(null=False, default=None)
    recipient = Varchar(length=40, null=False)
    recipient_name = Varchar(length=200, null=False)
    purpose = Varchar(length=64, null=False)
    purpose_zh = Text(null=False)
    purpose_en = Text(null=False)
    fields = Array(base_column=Varchar(length=40), null=False)
    legal_basis = Varchar(length=200, null=False)
    text_version = Varchar(length=20, null=False)
    given_at = Timestamptz(default=TimestamptzNow(), null=False)
    expires_at = Timestamptz(null=False, default=None)
    withdrawn_at = Timestamptz(null=True, default=None)
    replaced_at = Timestamptz(null=True, default=None)


class DisclosureRow(Table, tablename="identity_disclosure"):
    """Who saw which fields of whom, when, and under which consent; the values are not kept."""

    id = UUID(primary_key=True, default=None)
    person_id = UUID(null=False, default=None)
    consent_id = UUID(null=False, default=None, index=True)
    recipient = Varchar(length=40, null=False)
    purpose = Varchar(length=64, null=False)
    fields = Array(base_column=Varchar(length=40), null=False)
    causal_id = Varchar(length=32, null=False)
    at = Timestamptz(default=TimestamptzNow(), null=False)
