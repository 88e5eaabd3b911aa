from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core import database

ID = "2026-11-23T23:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "what can never be true of places, what belongs together, and how rows are found"

FORWARDS = (
    "create sequence bookings_line",
    "create index bookings_resource_of_owner on bookings_resource (owner, id)",
    "alter table bookings_slot add constraint bookings_slot_quota check (taken between 0 and capacity)",
    "alter table bookings_slot add constraint bookings_slot_lasts check (ends_at > starts_at)",
    "alter table bookings_slot add constraint bookings_slot_once unique (resource_id, starts_at)",
    "alter table bookings_slot add constraint bookings_slot_resource foreign key (resource_id) references bookings_resource on delete restrict",
    "alter table bookings_draw add constraint bookings_draw_resource foreign key (resource_id) references bookings_resource on delete restrict",
    "create unique index bookings_draw_pending on bookings_draw (resource_id) where drawn_at is null",
    "create index bookings_draw_due on bookings_draw (opens_at) where drawn_at is null",
    "create index bookings_draw_newest on bookings_draw (resource_id, opens_at desc)",
    "alter table bookings_booking add constraint bookings_booking_state check (state in ('waiting', 'held', 'booked', 'cancelled', 'lapsed', 'closed'))",
    "alter table bookings_booking add constraint bookings_booking_expires check ((state = 'held') = (expires_at is not null))",
    "alter table bookings_booking add constraint bookings_booking_numbered check (state <> 'booked' or number is not null)",
    "alter table bookings_booking add constraint bookings_booking_lined_up check (state <> 'waiting' or line_no is not null)",
    "alter table bookings_booking add constraint bookings_booking_slot foreign key (slot_id) references bookings_slot on delete restrict",
    "alter table bookings_booking add constraint bookings_booking_draw foreign key (draw_id) references bookings_draw on delete restrict",
    "create unique index bookings_booking_once on bookings_booking (slot_id, person_id) where state in ('waiting', 'held', 'booked')",
    "create unique index bookings_booking_number on bookings_booking (number) where number is not null",
    "create index bookings_booking_line on bookings_booking (slot_id, drawn_place, line_no) where state = 'waiting'",
    "create index bookings_booking_holds on bookings_booking (slot_id, expires_at) where state = 'held'",
    "create index bookings_booking_expiring on bookings_booking (expires_at) where state = 'held'",
    "create index bookings_booking_passing on bookings_booking (starts_at) where state = 'waiting'",
    "create index bookings_booking_of_person on bookings_booking (person_id, starts_at desc, id desc)",
    "create index bookings_booking_of_day on bookings_booking (resource_id, starts_at, id) where state in ('held', 'booked')",
    "create index bookings_booking_drawn on bookings_booking (draw_id, drawn_place) where draw_id is not null",
)
BACKWARDS = (
    "drop index bookings_booking_drawn",
    "drop index bookings_booking_of_day",
    "drop index bookings_booking_of_person",
    "drop index bookings_booking_passing",
    "drop index bookings_booking_expiring",
    "drop index bookings_booking_holds",
    "drop index bookings_booking_line",
    "drop index bookings_booking_number",
    "drop index bookings_booking_once",
    "alter table bookings_booking drop constraint bookings_booking_draw",
    "alter table bookings_booking drop constraint bookings_booking_slot",
    "alter table bookings_booking drop constraint bookings_booking_lined_up",
    "alter table bookings_booking drop constraint bookings_booking_numbered",
    "alter table bookings_booking drop constraint bookings_booking_expires",
    "alter table bookings_booking drop constraint bookings_booking_state",
    "drop index bookings_draw_newest",
    "drop index bookings_draw_due",
    "drop index bookings_draw_pending",
    "alter table bookings_draw drop constraint bookings_draw_resource",
    "alter table bookings_slot drop constraint bookings_slot_resource",
    "alter table bookings_slot drop constraint bookings_slot_once",
    "alter table bookings_slot drop constraint bookings_slot_lasts",
    "alter table bookings_slot drop constraint bookings_slot_quota",
    "drop index bookings_resource_of_owner",
    "drop sequence bookings_line",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="bookings", description=DESCRIPTION)

    async def run() -> None:
        for statement in FORWARDS:
            await database.execute(statement)

    async def run_backwards() -> None:
        for statement in BACKWARDS:
            await database.execute(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
