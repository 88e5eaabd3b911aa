"""Resources, their slots, the draws of rushes, and everybody's bookings."""

from piccolo.columns import UUID, BigInt, Boolean, Bytea, Date, Integer, Timestamptz, Varchar
from piccolo.columns.column_types import JSONB
from piccolo.table import Table


class ResourceRow(Table, tablename="bookings_resource"):
    """Something with opening hours; `sender` is the registered name in which people hear of it."""

    id = UUID(primary_key=True, default=None)
    owner = Varchar(length=80, null=False, default=None, help_text="`mini-app:<id>`, `hall:<id>`")
    sender = Varchar(length=200, null=False, default=None)
    name_zh = Varchar(length=80, null=False, default=None)
    name_en = Varchar(length=80, null=False, default=None)
    region_code = Varchar(length=12, null=False, default=None)
    address = Varchar(length=200, null=False, default="")
    plan = JSONB(null=False, default="[]")
    closed_dates = JSONB(null=False, default="[]")
    horizon_days = Integer(null=False, default=None)
    per_person_most = Integer(null=False, default=None)
    hold_seconds = Integer(null=False, default=None)
    active = Boolean(null=False, default=True)
    planned_until = Date(null=True, default=None, help_text="Slots stand up to this day; null: plan again.")


class SlotRow(Table, tablename="bookings_slot"):
    """One time of one resource. `taken` is held and booked together; a check keeps it between 0 and `capacity`."""

    id = UUID(primary_key=True, default=None)
    resource_id = UUID(null=False, default=None)
    starts_at = Timestamptz(null=False, default=None)
    ends_at = Timestamptz(null=False, default=None)
    capacity = Integer(null=False, default=None)
    taken = Integer(null=False, default=0)
    open = Boolean(null=False, default=True)


class DrawRow(Table, tablename="bookings_draw"):
    """A rush: until `opens_at` everybody draws a place in line, in an order that the seed decides."""

    id = UUID(primary_key=True, default=None)
    resource_id = UUID(null=False, default=None)
    opens_at = Timestamptz(null=False, default=None)
    commitment = Varchar(length=64, null=False, default=None, help_text="Hash of the seed, shown from the beginning.")
    seed = Bytea(null=False, default=None, help_text="Shown to nobody before the draw.")
    drawn_at = Timestamptz(null=True, default=None)


class BookingRow(Table, tablename="bookings_booking"):
    """One person at one slot, from waiting over held to booked, or to one of the ends. An end stays what it is."""

    id = UUID(primary_key=True, default=None)
    resource_id = UUID(null=False, default=None)
    slot_id = UUID(null=False, default=None)
    person_id = UUID(null=False, default=None, help_text="Identity's id; no foreign key across rooms.")
    starts_at = Timestamptz(null=False, default=None, help_text="The slot's, which never changes.")
    state = Varchar(length=10, null=False, default=None)
    number = Varchar(length=12, null=True, default=None)
    expires_at = Timestamptz(null=True, default=None, help_text="Of a hold, and of nothing else.")
    draw_id = UUID(null=True, default=None, help_text="Came before the opening of this rush.")
    drawn_place = Integer(null=True, default=None)
    line_no = BigInt(null=True, default=None, help_text="Order of arrival in the line.")
    changed_at = Timestamptz(null=False, default=None)
