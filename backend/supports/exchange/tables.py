"""The embedded registers, who read what of whom, and what people asked about it.

Numbers of people, household books, birth certificates and properties are sealed. No foreign key leads to identity: the
registers know people who are not enrolled.
"""

from piccolo.columns import UUID, BigInt, Bytea, Date, Integer, Text, Timestamptz, Varchar
from piccolo.columns.column_types import Array
from piccolo.table import Table


class PersonRow(Table, tablename="exchange_person"):
    """The population register. Enrolled people of the demo world have the same id here; others are found by number."""

    id = UUID(primary_key=True, default=None)
    name = Varchar(length=80, null=False, default=None)
    document = Varchar(length=3, null=False, default=None)
    number_sealed = Bytea(null=True, default=None)
    number_fingerprint = Bytea(null=True, default=None, unique=True)
    birth_certificate_sealed = Bytea(null=True, default=None)
    birth_date = Date(null=False, default=None)
    gender = Varchar(length=1, null=False, default=None)
    ethnic_group = Varchar(length=20, null=False, default=None)
    region_code = Varchar(length=12, null=False, default=None)
    address = Varchar(length=200, null=True, default=None)
    marital_status = Varchar(length=20, null=True, default=None)
    education_level = Varchar(length=20, null=True, default=None)
    employment_status = Varchar(length=20, null=True, default=None)
    disability_grade = Varchar(length=20, null=True, default=None)
    death_date = Date(null=True, default=None)
    mother_id = UUID(null=True, default=None)
    father_id = UUID(null=True, default=None)
    spouse_id = UUID(null=True, default=None)
    household_id = UUID(null=True, default=None)
    place_id = UUID(null=True, default=None)
    as_of = Date(null=False, default=None)
    source = Varchar(length=120, null=False, default=None)
    evidence = Varchar(length=10, null=False, default=None)


class HouseholdRow(Table, tablename="exchange_household"):
    """Household books."""

    id = UUID(primary_key=True, default=None)
    book_number_sealed = Bytea(null=False, default=None)
    head_name = Varchar(length=80, null=False, default=None)
    address = Varchar(length=200, null=False, default=None)
    member_count = Integer(null=False, default=None)
    as_of = Date(null=False, default=None)
    source = Varchar(length=120, null=False, default=None)
    evidence = Varchar(length=10, null=False, default=None)


class FirmRow(Table, tablename="exchange_firm"):
    """The legal-person register."""

    id = UUID(primary_key=True, default=None)
    credit_code = Varchar(length=18, null=False, default=None, unique=True)
    name = Varchar(length=120, null=False, default=None)
    kind = Varchar(length=24, null=False, default=None)
    address = Varchar(length=200, null=False, default=None)
    region_code = Varchar(length=12, null=False, default=None)
    legal_person_name = Varchar(length=80, null=False, default=None)
    registered_capital_fen = BigInt(null=False, default=None)
    industry_code = Varchar(length=8, null=False, default=None)
    business_scope = Text(null=False, default=None)
    founded_on = Date(null=False, default=None)
    status = Varchar(length=20, null=False, default=None)
    employee_count = Integer(null=False, default=None)
    place_id = UUID(null=True, default=None)
    as_of = Date(null=False, default=None)
    source = Varchar(length=120, null=False, default=None)
    evidence = Varchar(length=10, null=False, default=None)


class CreditRow(Table, tablename="exchange_credit"):
    """The credit register."""

    credit_code = Varchar(length=18, primary_key=True, default=None)
    credit_class = Varchar(length=2, null=False, default=None)
    penalty_count = Integer(null=False, default=None)
    as_of = Date(null=False, default=None)
    source = Varchar(length=120, null=False, default=None)
    evidence = Varchar(length=10, null=False, default=None)


class PlaceRow(Table, tablename="exchange_place"):
    """The register of places."""

    id = UUID(primary_key=True, default=None)
    standard_address = Varchar(length=200, null=False, default=None)
    grid_name = Varchar(length=80, null=False, default=None)
    region_code = Varchar(length=12, null=False, default=None)
    property_number_sealed = Bytea(null=True, default=None)
    as_of = Date(null=False, default=None)
    source = Varchar(length=120, null=False, default=None)
    evidence = Varchar(length=10, null=False, default=None)


class AccessRow(Table, tablename="exchange_access"):
    """One read, or one that was refused or failed. Nothing in it ever changes, and it holds no values."""

    id = UUID(primary_key=True, default=None)
    at = Timestamptz(null=False, default=None)
    actor_id = UUID(null=False, default=None)
    subject_kind = Varchar(length=12, null=False, default=None)
    subject_id = UUID(null=False, default=None)
    purpose = Varchar(length=64, null=False, default=None)
    purpose_zh = Text(null=False, default=None)
    purpose_en = Text(null=False, default=None)
    recipient = Varchar(length=200, null=False, default=None)
    case_ref = Varchar(length=64, null=True, default=None)
    basis = Varchar(length=80, null=False, default=None)
    outcome = Varchar(length=10, null=False, default=None)
    reason = Varchar(length=60, null=True, default=None)
    causal_id = Varchar(length=32, null=False, default=None)


class AccessAboutRow(Table, tablename="exchange_access_about"):
    """Whom a read was about, and under which names: what each of them sees of it."""

    id = UUID(primary_key=True, default=None)
    access_id = UUID(null=False, default=None)
    about_id = UUID(null=False, default=None)
    about_kind = Varchar(length=12, null=False, default=None)
    names = Array(base_column=Varchar(length=40), null=False, default=None)


class AccessQuestionRow(Table, tablename="exchange_access_question"):
    """What a person asked about a read."""

    id = UUID(primary_key=True, default=None)
    access_id = UUID(null=False, default=None)
    person_id = UUID(null=False, default=None)
    text = Text(null=False, default=None)
    at = Timestamptz(null=False, default=None)
