"""The divisions, one row for each period in which a code meant the same thing."""

from piccolo.columns import Date, SmallInt, Varchar
from piccolo.table import Table


class RegionRow(Table, tablename="regions_region"):
    """A division from `valid_from` to before `valid_to`; at most one row of a code is open-ended."""

    id = Varchar(length=24, primary_key=True, default=None, help_text="code@valid_from: seeding again finds its row.")
    code = Varchar(length=12, null=False, default=None)
    name = Varchar(length=60, null=False, default=None)
    full_name = Varchar(length=160, null=False, default=None)
    level = Varchar(length=24, null=False, default=None)
    acts_as = Varchar(length=24, null=True, default=None)
    parent_code = Varchar(length=12, null=True, default=None, help_text="Who governs it: the tree people see.")
    statistical_parent_code = Varchar(length=12, null=True, default=None, help_text="Where statistics count it.")
    depth = SmallInt(null=False, default=None, help_text="Steps below the province in the tree; ranks search answers.")
    pinyin = Varchar(length=200, null=False, default=None)
    initials = Varchar(length=60, null=False, default=None)
    valid_from = Date(null=True, default=None, help_text="Null: older than our records.")
    valid_to = Date(null=True, default=None, help_text="The first day on which it was no more.")
    source = Varchar(length=200, null=False, default=None)
    evidence = Varchar(length=10, null=False, default=None)
