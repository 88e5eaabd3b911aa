"""The notices of the State Council, and the days that each changes."""

from piccolo.columns import Date, Integer, SmallInt, Timestamptz, Varchar
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table


class YearRow(Table, tablename="calendar_year"):
    """A year whose notice is loaded. The sum of all revisions says whether what a process remembers is still so."""

    year = SmallInt(primary_key=True, default=None)
    document = Varchar(length=80, null=False, default=None)
    issued_on = Date(null=False, default=None)
    source = Varchar(length=200, null=False, default=None)
    evidence = Varchar(length=10, null=False, default=None)
    loaded_by = Varchar(
        length=80, null=True, default=None, help_text="Null: seeded; a seed never replaces a loaded one."
    )
    revision = Integer(null=False, default=1)
    loaded_at = Timestamptz(default=TimestamptzNow(), null=False)


class DayRow(Table, tablename="calendar_day"):
    """A day that the notice of `year` changes; it may lie in the last week of the year before."""

    day = Date(primary_key=True, default=None)
    year = SmallInt(null=False, default=None, index=True)
    kind = Varchar(length=10, null=False, default=None)
    name = Varchar(length=60, null=False, default=None)
    source = Varchar(length=200, null=False, default=None)
    evidence = Varchar(length=10, null=False, default=None)
