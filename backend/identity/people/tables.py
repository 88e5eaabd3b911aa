"""Residents, organisations, staff and memberships.

Document and phone numbers lie here twice, never in clear: sealed (to be read with the key) and as a keyed fingerprint
(to be found by).
"""

from piccolo.columns import UUID, Bytea, Date, SmallInt, Timestamptz, Varchar
from piccolo.columns.column_types import Array
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table


class PersonRow(Table, tablename="identity_person"):
    """A natural person. The migration makes both fingerprints unique and bounds the trust level to 1..3."""

    id = UUID(primary_key=True, default=None)
    name = Varchar(length=80, null=False)
    document = Varchar(length=3, null=False, help_text="Kind of document, code of GA/T 2000.156.")
    number_sealed = Bytea(null=False)
    number_fingerprint = Bytea(null=False, unique=True)
    phone_sealed = Bytea(null=True, default=None)
    phone_fingerprint = Bytea(null=True, default=None, unique=True)
    birth_date = Date(null=False, default=None)
    gender = Varchar(length=1, null=False, help_text="GB/T 2261.1: 1 male, 2 female, 9 not stated.")
    region_code = Varchar(length=12, null=False)
    trust_level = SmallInt(default=1, null=False)
    password_hash = Varchar(length=200, null=True, default=None, help_text="Argon2id, with its parameters.")
    created_at = Timestamptz(default=TimestamptzNow(), null=False)


class OrganisationRow(Table, tablename="identity_organisation"):
    """A legal person or another body with a unified social credit code."""

    id = UUID(primary_key=True, default=None)
    credit_code = Varchar(length=18, null=False, unique=True)
    name = Varchar(length=120, null=False)
    kind = Varchar(length=24, null=False)
    region_code = Varchar(length=12, null=False)
    created_at = Timestamptz(default=TimestamptzNow(), null=False)


class StaffRow(Table, tablename="identity_staff"):
    """A post: a person in a department and region, with what that post may do; unique by all three."""

    id = UUID(primary_key=True, default=None)
    person_id = UUID(null=False, default=None, index=True)
    department = Varchar(length=120, null=False)
    region_code = Varchar(length=12, null=False)
    roles = Array(base_column=Varchar(length=24), null=False)
    created_at = Timestamptz(default=TimestamptzNow(), null=False)


class MembershipRow(Table, tablename="identity_membership"):
    """Who speaks for an organisation; unique by person, organisation and capacity."""

    id = UUID(primary_key=True, default=None)
    person_id = UUID(null=False, default=None, index=True)
    organisation_id = UUID(null=False, default=None, index=True)
    capacity = Varchar(length=24, null=False)
    created_at = Timestamptz(default=TimestamptzNow(), null=False)
