"""Cases: one narrow row for the queue, everything heavy beside it, and a trail that nobody can change.

The queue reads `cases_case` alone. Departments are numbers (`cases_unit`), so that every index of the queue is small.
"""

from piccolo.columns import UUID, Boolean, Bytea, Date, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.column_types import JSONB
from piccolo.table import Table


class UnitRow(Table, tablename="cases_unit"):
    """A department at a place: who decides, who receives, who countersigns. Unique by both; made at first use."""

    id = Integer(primary_key=True, default=None, help_text="From a sequence.")
    department = Varchar(length=200, null=False, default=None)
    region_code = Varchar(length=12, null=False, default=None)


class CaseRow(Table, tablename="cases_case"):
    """One case. `version` counts its steps; `due_on` and `yellow_on` are the nearest days of the stage it stands in."""

    id = UUID(primary_key=True, default=None)
    number = Varchar(length=21, null=False, default=None)
    unit_id = Integer(null=False, default=None)
    receiver_unit_id = Integer(null=True, default=None)
    custody = Varchar(length=10, null=False, default="decider")
    basic_code = Varchar(length=12, null=False, default=None)
    item_code = Varchar(length=36, null=False, default=None)
    item_name = Varchar(length=200, null=False, default=None)
    subject_kind = Varchar(length=12, null=False, default=None)
    subject_id = UUID(null=False, default=None, help_text="Identity's id; no foreign key across rooms.")
    subject_name = Varchar(length=120, null=False, default=None)
    applicant_id = UUID(null=False, default=None)
    acted_as = Varchar(length=16, null=False, default=None)
    channel = Varchar(length=8, null=False, default=None)
    app_id = Varchar(length=40, null=True, default=None, help_text="The mini-app that handed it in, if one did.")
    state = Varchar(length=20, null=False, default=None)
    round = SmallInt(null=False, default=1)
    version = Integer(null=False, default=1)
    conditional = Boolean(null=False, default=False)
    due_on = Date(null=False, default=None, help_text="9999-12-31: no day is due (paused, ended).")
    yellow_on = Date(null=False, default=None, help_text="The first day on which the light is yellow.")
    light = Varchar(length=6, null=False, default="green", help_text="As of the last step or sweep.")
    received_on = Date(null=False, default=None, help_text="When the deciding place had everything.")
    started_on = Date(null=True, default=None, help_text="The clocks' first day.")
    statutory_due_on = Date(null=True, default=None)
    promised_due_on = Date(null=True, default=None)
    extended = SmallInt(null=False, default=0)
    urges = SmallInt(null=False, default=0)
    urged_at = Timestamptz(null=True, default=None)
    assigned_to = UUID(null=True, default=None)
    bundle_id = UUID(null=True, default=None)
    causal_id = Varchar(length=32, null=False, default=None)
    submitted_at = Timestamptz(null=False, default=None)
    changed_at = Timestamptz(null=False, default=None)
    accepted_at = Timestamptz(null=True, default=None)
    decided_on = Date(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)


class SnapshotRow(Table, tablename="cases_snapshot"):
    """An item as it was when somebody applied, kept once per content; `id` is the hash. Never changes."""

    id = Bytea(primary_key=True, default=None)
    item = JSONB(null=False, default=None)


class ContentRow(Table, tablename="cases_content"):
    """What was handed in. `answers` is sealed: it holds numbers of people; `hash` is what an approval binds to."""

    id = UUID(primary_key=True, default=None, help_text="The case's.")
    snapshot_id = Bytea(null=False, default=None)
    terms = JSONB(null=False, default=None, help_text="The part of the item that steps ask: limits and rules.")
    answers = Bytea(null=False, default=None)
    materials = JSONB(null=False, default="[]")
    scenario = JSONB(null=False, default="{}")
    receiving = JSONB(null=True, default=None)
    commitment = JSONB(null=True, default=None)
    later_by = Date(null=True, default=None)
    query_code_hash = Bytea(null=False, default=None)
    hash = Bytea(null=False, default=None)


class StepRow(Table, tablename="cases_step"):
    """What begins and ends within a case: supplement, special procedure, extension, part, proposal, decision, result.

    Partial unique indexes say what can be once only: no code can ask a second supplement or write a second decision.
    """

    id = UUID(primary_key=True, default=None)
    case_id = UUID(null=False, default=None)
    round = SmallInt(null=False, default=None)
    kind = Varchar(length=12, null=False, default=None)
    unit_id = Integer(null=True, default=None, help_text="Of a part: who is asked.")
    begun_by = UUID(null=True, default=None)
    begun_at = Timestamptz(null=False, default=None)
    body = JSONB(null=False, default="{}")
    ended_by = UUID(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    outcome = Varchar(length=16, null=True, default=None)
    ending = JSONB(null=True, default=None)


class TrailRow(Table, tablename="cases_trail"):
    """One step of a case; `seq` is the version it made. A trigger forbids UPDATE and DELETE."""

    id = UUID(primary_key=True, default=None)
    case_id = UUID(null=False, default=None)
    seq = Integer(null=False, default=None)
    at = Timestamptz(null=False, default=None)
    action = Varchar(length=24, null=False, default=None)
    from_state = Varchar(length=20, null=False, default=None)
    to_state = Varchar(length=20, null=False, default=None)
    actor = Varchar(length=13, null=False, default=None)
    actor_id = UUID(null=True, default=None)
    unit_id = Integer(null=True, default=None)
    shown = Boolean(null=False, default=True)
    note = Text(null=False, default="")
    tap_id = Varchar(length=32, null=False, default=None, help_text="The trace of this very request.")


class TallyRow(Table, tablename="cases_tally"):
    """Counts by place and state as sums of changes: nobody waits for anybody to count; a worker folds them."""

    id = UUID(primary_key=True, default=None)
    unit_id = Integer(null=False, default=None)
    state = Varchar(length=20, null=False, default=None)
    cases = Integer(null=False, default=None)
