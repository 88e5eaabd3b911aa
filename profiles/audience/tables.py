"""Segments, what was answered about them, campaigns, and what each person got of them."""

from piccolo.columns import UUID, Boolean, Bytea, Date, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.column_types import JSONB
from piccolo.table import Table


class SegmentRow(Table, tablename="profiles_audience_segment"):
    """A condition under a name, for a purpose. A change of it is the next `version`; campaigns keep their own copy."""

    id = UUID(primary_key=True, default=None)
    kind = Varchar(length=6, null=False, default=None)
    title = Varchar(length=80, null=False, default=None)
    purpose = Varchar(length=40, null=False, default=None)
    ground = Varchar(length=200, null=False, default=None)
    department = Varchar(length=120, null=False, default=None)
    condition = JSONB(null=False, default=None)
    digest = Bytea(null=False, default=None)
    version = Integer(null=False, default=1)
    made_by = UUID(null=False, default=None)
    made_at = Timestamptz(null=False, default=None)
    changed_at = Timestamptz(null=False, default=None)


class SnapshotRow(Table, tablename="profiles_audience_snapshot"):
    """One fixed snapshot of everybody of a kind. Whoever writes an answer holds this row and moves `answers`."""

    id = UUID(primary_key=True, default=None)
    kind = Varchar(length=6, null=False, default=None)
    generation = Integer(null=False, default=None)
    as_of = Date(null=False, default=None)
    made_at = Timestamptz(null=False, default=None)
    answers = Integer(null=False, default=0)


class AnswerRow(Table, tablename="profiles_audience_answer"):
    """What was said of a condition on a snapshot; `ordinal` is the order in which answers cut the population.

    `shown` is the rounded count, null unless the outcome is `shown`. A carried one stood in the snapshot before.
    """

    id = UUID(primary_key=True, default=None)
    kind = Varchar(length=6, null=False, default=None)
    generation = Integer(null=False, default=None)
    ordinal = Integer(null=False, default=None)
    purpose = Varchar(length=40, null=False, default=None)
    digest = Bytea(null=False, default=None)
    condition = JSONB(null=False, default=None)
    outcome = Varchar(length=7, null=False, default=None)
    shown = Integer(null=True, default=None)
    asked_by = UUID(null=False, default=None)
    asked_at = Timestamptz(null=False, default=None)
    carried = Boolean(null=False, default=False)


class CampaignRow(Table, tablename="profiles_audience_campaign"):
    """A message to whom a condition holds for while it is sent. `after` is the last subject that was looked at."""

    id = UUID(primary_key=True, default=None)
    segment_id = UUID(null=False, default=None)
    segment_version = Integer(null=False, default=None)
    segment_title = Varchar(length=80, null=False, default=None)
    kind = Varchar(length=6, null=False, default=None)
    purpose = Varchar(length=40, null=False, default=None)
    department = Varchar(length=120, null=False, default=None)
    condition = JSONB(null=False, default=None)
    digest = Bytea(null=False, default=None)
    message = JSONB(null=False, default=None)
    link_kind = Varchar(length=8, null=True, default=None)
    link_code = Varchar(length=40, null=True, default=None)
    cap = Integer(null=False, default=None)
    hold_out = SmallInt(null=False, default=0)
    state = Varchar(length=8, null=False, default=None)
    made_by = UUID(null=False, default=None)
    made_at = Timestamptz(null=False, default=None)
    proposed_by = UUID(null=True, default=None)
    proposed_at = Timestamptz(null=True, default=None)
    approved_by = UUID(null=True, default=None)
    approved_at = Timestamptz(null=True, default=None)
    stopped_by = UUID(null=True, default=None)
    reason = Text(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    after = UUID(null=True, default=None)
    sent = Integer(null=False, default=0)


class DeliveryRow(Table, tablename="profiles_audience_delivery"):
    """One person and one campaign, at most once; the id is the message's, and nobody's among those held out."""

    id = UUID(primary_key=True, default=None)
    campaign_id = UUID(null=False, default=None)
    person_id = UUID(null=False, default=None)
    arm = Varchar(length=8, null=False, default=None)
    at = Timestamptz(null=False, default=None)
    looked_at = Timestamptz(null=False, default=None)
    read_at = Timestamptz(null=True, default=None)
    opened_at = Timestamptz(null=True, default=None)
    started_at = Timestamptz(null=True, default=None)


class WeekRow(Table, tablename="profiles_audience_week"):
    """How many messages of campaigns a person got in the week that begins on that Monday."""

    id = UUID(primary_key=True, default=None)
    person_id = UUID(null=False, default=None)
    week = Date(null=False, default=None)
    sent = SmallInt(null=False, default=None)


class SwitchRow(Table, tablename="profiles_audience_switch"):
    """A person wants no messages for a purpose."""

    id = UUID(primary_key=True, default=None)
    person_id = UUID(null=False, default=None)
    purpose = Varchar(length=40, null=False, default=None)
    off_at = Timestamptz(null=False, default=None)
