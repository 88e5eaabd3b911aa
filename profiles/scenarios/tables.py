"""Scenarios that are open for somebody, and the cases that do their steps.

Definitions are data with versions; a row holds on to the version with which it was opened. Answers, days and reasons
are sealed: what somebody says of their family in a wizard is nobody else's.
"""

from piccolo.columns import UUID, BigInt, Bytea, Date, Integer, Timestamptz, Varchar
from piccolo.table import Table


class ScenarioRow(Table, tablename="profiles_scenario"):
    """One scenario that an event opened; `told`, `purpose` and `attribute` are the event's, and say who must agree."""

    id = UUID(primary_key=True, default=None)
    subject_kind = Varchar(length=6, null=False, default=None)
    subject_id = UUID(null=False, default=None)
    event_id = UUID(null=False, default=None)
    code = Varchar(length=40, null=False, default=None)
    version = Integer(null=False, default=None)
    told = Varchar(length=10, null=False, default=None)
    attribute = Varchar(length=80, null=True, default=None)
    purpose = Varchar(length=16, null=False, default=None)
    content = Bytea(null=False, default=None)
    opened_at = Timestamptz(null=False, default=None)
    changed_at = Timestamptz(null=False, default=None)


class StepCaseRow(Table, tablename="profiles_step_case"):
    """How a case stands that may do a step; an older version never replaces a newer one."""

    case_id = UUID(primary_key=True, default=None)
    subject_id = UUID(null=False, default=None)
    basic_code = Varchar(length=12, null=False, default=None)
    standing = Varchar(length=8, null=False, default=None)
    began_on = Date(null=False, default=None)
    version = BigInt(null=False, default=None)
