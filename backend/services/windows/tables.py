"""Halls, who sits at their windows, tickets of the day, requests for help, and reports about kiosks."""

from piccolo.columns import (
    UUID,
    Array,
    BigInt,
    Boolean,
    Date,
    DoublePrecision,
    Integer,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.column_types import JSONB
from piccolo.table import Table


class HallRow(Table, tablename="windows_hall"):
    """A hall, point or kiosk. What is null is as usual at its level (`usual.py`) and stands in no row."""

    code = Varchar(length=40, primary_key=True, default=None, help_text="`h620102`; bookings know it as `hall:h620102`")
    level = Varchar(length=12, null=False, default=None)
    region_code = Varchar(length=12, null=False, default=None)
    region_name = Varchar(length=160, null=False, default=None)
    name = Varchar(length=120, null=False, default=None)
    department = Varchar(length=120, null=False, default=None)
    address = Varchar(length=200, null=False, default=None)
    lon = DoublePrecision(null=False, default=None)
    lat = DoublePrecision(null=False, default=None)
    crs = Varchar(length=16, null=False, default=None)
    phones = JSONB(null=True, default=None)
    hours = JSONB(null=True, default=None)
    follows_holidays = Boolean(null=True, default=None)
    closed_dates = JSONB(null=False, default="[]")
    lines = JSONB(null=True, default=None)
    windows = JSONB(null=True, default=None)
    accessibility = JSONB(null=True, default=None)
    appointments = JSONB(null=True, default=None, help_text="The plan from which slots are made; null: none.")
    resource_id = UUID(null=True, default=None, help_text="Of bookings; no foreign key across rooms.")
    active = Boolean(null=False, default=True)
    version = Integer(null=False, default=1)
    evidence = Varchar(length=10, null=False, default=None)
    details_evidence = Varchar(length=10, null=False, default=None)
    source = Varchar(length=240, null=False, default=None)


class SeatRow(Table, tablename="windows_seat"):
    """Somebody sits at a window from `sat_at` to `left_at`, within one day."""

    id = UUID(primary_key=True, default=None)
    hall_code = Varchar(length=40, null=False, default=None)
    day = Date(null=False, default=None)
    window_number = SmallInt(null=False, default=None)
    person_id = UUID(null=False, default=None, help_text="Identity's id; no foreign key across rooms.")
    sat_at = Timestamptz(null=False, default=None)
    left_at = Timestamptz(null=True, default=None)


class TicketRow(Table, tablename="windows_ticket"):
    """One ticket of one hall and day. The order of calling is in `ticket_queries.RANK`; an end stays what it is."""

    id = UUID(primary_key=True, default=None)
    hall_code = Varchar(length=40, null=False, default=None)
    day = Date(null=False, default=None)
    letter = Varchar(length=1, null=False, default=None, help_text="Of the number; stays when the line changes.")
    serial = Integer(null=False, default=None)
    line = Varchar(length=1, null=False, default=None)
    place = BigInt(null=False, default=None, help_text="Order of arrival; later for who comes back.")
    line_no = BigInt(null=False, default=None)
    person_id = UUID(null=True, default=None, help_text="Null: a paper ticket.")
    need = Varchar(length=16, null=False, default="none")
    basic_code = Varchar(length=12, null=True, default=None)
    booking_id = UUID(null=True, default=None)
    slot_starts_at = Timestamptz(null=True, default=None)
    state = Varchar(length=10, null=False, default=None)
    calls = SmallInt(null=False, default=0)
    window_number = SmallInt(null=True, default=None, help_text="Where it was called.")
    target_window = SmallInt(null=True, default=None, help_text="Transferred to this window and no other.")
    transferred = Boolean(null=False, default=False)
    returned = Boolean(null=False, default=False)
    note = Varchar(length=200, null=False, default="")
    taken_at = Timestamptz(null=False, default=None)
    called_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)


class HelpRow(Table, tablename="windows_help"):
    """Somebody asks a helper of their township or village; `way` are the regions down to it."""

    id = UUID(primary_key=True, default=None)
    person_id = UUID(null=False, default=None)
    region_code = Varchar(length=12, null=False, default=None)
    way = Array(base_column=Varchar(length=12), null=False, default=list)
    place = Varchar(length=200, null=False, default=None)
    wished_at = Timestamptz(null=True, default=None)
    basic_code = Varchar(length=12, null=True, default=None)
    what = Text(null=False, default=None)
    state = Varchar(length=10, null=False, default=None)
    worker_id = UUID(null=True, default=None)
    visit_at = Timestamptz(null=True, default=None)
    reason = Varchar(length=500, null=False, default="")
    created_at = Timestamptz(null=False, default=None)
    changed_at = Timestamptz(null=False, default=None)


class HelpMessageRow(Table, tablename="windows_help_message"):
    """What the two wrote to each other about a request; it stays as it was written."""

    id = UUID(primary_key=True, default=None)
    help_id = UUID(null=False, default=None)
    author_id = UUID(null=False, default=None)
    text = Text(null=False, default=None)
    at = Timestamptz(null=False, default=None)


class FaultRow(Table, tablename="windows_fault"):
    """Somebody says that a kiosk does not work."""

    id = UUID(primary_key=True, default=None)
    hall_code = Varchar(length=40, null=False, default=None)
    person_id = UUID(null=False, default=None)
    about = Varchar(length=12, null=False, default=None)
    text = Varchar(length=500, null=False, default="")
    state = Varchar(length=10, null=False, default=None)
    at = Timestamptz(null=False, default=None)
    changed_at = Timestamptz(null=False, default=None)
