"""What is known of persons and firms, the tags computed from it, and what people want corrected.

Values about persons are sealed to their row; those about firms are public registers' and stay readable. Nothing but the
end of its validity ever changes in an attribute's value: a trigger sees to it.
"""

from piccolo.columns import UUID, Bytea, Date, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.column_types import JSONB, Array, BigInt
from piccolo.table import Table


class SubjectRow(Table, tablename="profiles_subject"):
    """A person or firm of whom something is kept. `version` moves with every change; writers lock this row."""

    id = UUID(primary_key=True, default=None)
    kind = Varchar(length=6, null=False, default=None)
    version = BigInt(null=False, default=0)
    loaded_at = Timestamptz(null=True, default=None)


class AttributeRow(Table, tablename="profiles_attribute"):
    """One value from one source; current while `valid_to` is null; readable, or sealed. JSON null: there is none."""

    id = UUID(primary_key=True, default=None)
    subject_id = UUID(null=False, default=None)
    name = Varchar(length=80, null=False, default=None)
    source_kind = Varchar(length=10, null=False, default=None)
    source = Varchar(length=120, null=False, default=None)
    value = JSONB(null=True, default=None)
    sealed = Bytea(null=True, default=None)
    digest = Bytea(null=False, default=None)
    purpose = Varchar(length=16, null=False, default=None)
    basis = Varchar(length=80, null=False, default=None)
    confidence = SmallInt(null=False, default=None)
    as_of = Date(null=False, default=None)
    received_at = Timestamptz(null=False, default=None)
    keep_until = Date(null=False, default=None)
    valid_to = Timestamptz(null=True, default=None)


class TagRow(Table, tablename="profiles_tag"):
    """What a tag said of a subject, and the rows it was computed from; current while `valid_to` is null."""

    id = UUID(primary_key=True, default=None)
    subject_id = UUID(null=False, default=None)
    tag = Varchar(length=40, null=False, default=None)
    version = Integer(null=False, default=None)
    verdict = Varchar(length=8, null=False, default=None)
    inputs = Array(base_column=UUID(), null=False, default=None)
    computed_on = Date(null=False, default=None)
    valid_from = Timestamptz(null=False, default=None)
    valid_to = Timestamptz(null=True, default=None)


class CorrectionRow(Table, tablename="profiles_correction"):
    """A person says that a value is wrong, the source answers. What it is and should be, and why, is sealed."""

    id = UUID(primary_key=True, default=None)
    person_id = UUID(null=False, default=None)
    subject_kind = Varchar(length=6, null=False, default=None)
    subject_id = UUID(null=False, default=None)
    attribute = Varchar(length=80, null=False, default=None)
    source = Varchar(length=120, null=False, default=None)
    owner = Varchar(length=24, null=False, default=None)
    region_code = Varchar(length=12, null=False, default=None)
    content = Bytea(null=False, default=None)
    files = Array(base_column=UUID(), null=False, default=None)
    state = Varchar(length=10, null=False, default=None)
    asked_at = Timestamptz(null=False, default=None)
    started_on = Date(null=False, default=None)
    limit_days = SmallInt(null=False, default=None)
    answered_at = Timestamptz(null=True, default=None)
    answered_by = UUID(null=True, default=None)
    department = Varchar(length=120, null=True, default=None)
    answer = Text(null=True, default=None)
