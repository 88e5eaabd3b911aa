"""Bundles and their parts."""

from piccolo.columns import UUID, Array, Boolean, Bytea, Date, Integer, SmallInt, Timestamptz, Varchar
from piccolo.table import Table


class BundleRow(Table, tablename="cases_bundle"):
    """One application for a bundle. Its state follows from its parts; `due_on` is the promise of the first day."""

    id = UUID(primary_key=True, default=None)
    applicant_id = UUID(null=False, default=None, index=False, help_text="Who handed it in; identity's id.")
    subject_kind = Varchar(length=12, null=False, default=None)
    subject_id = UUID(null=False, default=None, index=False)
    subject_name = Varchar(length=200, null=False, default=None)
    code = Varchar(length=40, null=False, default=None)
    name = Varchar(length=200, null=False, default=None)
    region_code = Varchar(length=12, null=False, default=None)
    channel = Varchar(length=8, null=False, default=None)
    submitted_at = Timestamptz(null=False, default=None)
    due_on = Date(null=True, default=None)
    due_provisional = Boolean(null=False, default=False)


class BundlePartRow(Table, tablename="cases_bundle_part"):
    """One part. Until it begins, what it will hand in lies in `content`, sealed; afterwards its case holds it.

    `needs` are the parts whose result it hands in. `case_version` is the last step of its case that was heard of:
    events may arrive out of order.
    """

    id = UUID(primary_key=True, default=None)
    bundle_id = UUID(null=False, default=None, index=False)
    basic_code = Varchar(length=12, null=False, default=None)
    name = Varchar(length=200, null=False, default=None)
    department = Varchar(length=200, null=False, default=None)
    stage = SmallInt(null=False, default=None, help_text="The group: equal ones run in parallel.")
    needs = Array(base_column=Varchar(length=12), null=False, default=list)
    state = Varchar(length=16, null=False, default=None)
    case_id = UUID(null=True, default=None, index=False)
    case_state = Varchar(length=24, null=True, default=None)
    case_version = Integer(null=False, default=0)
    problem = Varchar(length=80, null=True, default=None)
    content = Bytea(null=True, default=None)
