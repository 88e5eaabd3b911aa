"""Life events, and what must be remembered of subjects to notice the next one.

Days and sources are sealed to their row: a child's birthday or a death must not be readable beside a name. A watch's
`seen` are keyed marks of values; its `look_on` says only that something may change then, not what.
"""

from piccolo.columns import UUID, Boolean, Bytea, Date, Timestamptz, Varchar
from piccolo.columns.column_types import JSONB
from piccolo.table import Table


class EventRow(Table, tablename="profiles_event"):
    """One event; once per subject, kind and what it is about (a keyed mark). `hidden`: not so, or unwanted."""

    id = UUID(primary_key=True, default=None)
    subject_kind = Varchar(length=6, null=False, default=None)
    subject_id = UUID(null=False, default=None)
    kind = Varchar(length=40, null=False, default=None)
    about = Bytea(null=False, default=None)
    told = Varchar(length=10, null=False, default=None)
    attribute = Varchar(length=80, null=True, default=None)
    purpose = Varchar(length=16, null=False, default=None)
    content = Bytea(null=False, default=None)
    hidden = Boolean(null=False, default=False)
    opened_at = Timestamptz(null=False, default=None)


class WatchRow(Table, tablename="profiles_event_watch"):
    """A subject whose events are kept: writers lock this row; the sweep finds it by its day."""

    id = UUID(primary_key=True, default=None)
    kind = Varchar(length=6, null=False, default=None)
    seen = JSONB(null=False, default=None)
    look_on = Date(null=True, default=None)
