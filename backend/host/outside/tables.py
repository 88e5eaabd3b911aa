"""Outside applications and the history of each."""

from piccolo.columns import UUID, Array, Date, Integer, Timestamptz, Varchar
from piccolo.columns.column_types import JSONB
from piccolo.table import Table


class OutsideAppRow(Table, tablename="outside_app"):
    """An application outside the entry, as it is registered now."""

    id = UUID(primary_key=True, default=None)
    name = Varchar(length=80, null=False, default=None)
    department = Varchar(length=120, null=False, default=None)
    region_code = Varchar(length=12, null=False, default=None)
    kind = Varchar(length=12, null=False, default=None)
    link = Varchar(length=200, null=False, default="")
    users = Integer(null=True, default=None)
    users_as_of = Date(null=True, default=None)
    item_codes = Array(base_column=Varchar(length=12), null=False, default=list)
    services = Varchar(length=300, null=False, default="")
    state = Varchar(length=10, null=False, default=None)
    planned_on = Date(null=True, default=None)
    merged_into = Varchar(length=40, null=True, default=None)
    exempt_reason = Varchar(length=300, null=False, default="")
    exempt_until = Date(null=True, default=None)
    contact = Varchar(length=120, null=False, default="")
    version = Integer(null=False, default=1)
    changed_at = Timestamptz(null=False, default=None)
    source = Varchar(length=240, null=False, default=None)
    evidence = Varchar(length=10, null=False, default=None)


class OutsideStepRow(Table, tablename="outside_step"):
    """What was registered, version by version; it stays."""

    id = UUID(primary_key=True, default=None)
    app_id = UUID(null=False, default=None)
    version = Integer(null=False, default=None)
    at = Timestamptz(null=False, default=None)
    actor_id = UUID(null=True, default=None, help_text="Null: the seed.")
    state = Varchar(length=10, null=False, default=None)
    planned_on = Date(null=True, default=None)
    entry = JSONB(null=False, default="{}")
