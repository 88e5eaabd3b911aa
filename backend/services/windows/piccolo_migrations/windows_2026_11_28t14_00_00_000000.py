from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core import database

ID = "2026-11-28T14:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "one number, one ticket; one window, one officer, one person before it; and how rows are found"

LEVELS = "'province', 'prefecture', 'county', 'township', 'village', 'kiosk'"
STATES = "'waiting', 'called', 'serving', 'skipped', 'done', 'no-show', 'cancelled', 'lapsed'"
OPEN = "'waiting', 'called', 'serving', 'skipped'"
HELP_STATES = "'open', 'taken', 'arranged', 'done', 'withdrawn', 'unable'"
FORWARDS = (
    "create sequence windows_line",
    f"alter table windows_hall add constraint windows_hall_level check (level in ({LEVELS}))",
    "alter table windows_hall add constraint windows_hall_on_earth check (lon between -180 and 180 and lat between -90 and 90)",
    "create index windows_hall_place on windows_hall (lat, lon, code)",
    'create index windows_hall_region on windows_hall (region_code collate "C")',
    "create index windows_hall_department on windows_hall (department)",
    "create index windows_hall_appointments on windows_hall (code) where appointments is not null",
    "alter table windows_seat add constraint windows_seat_hall foreign key (hall_code) references windows_hall on delete restrict",
    "create unique index windows_seat_window on windows_seat (hall_code, day, window_number) where left_at is null",
    "create unique index windows_seat_person on windows_seat (person_id, day) where left_at is null",
    "create index windows_seat_left_over on windows_seat (day) where left_at is null",
    f"alter table windows_ticket add constraint windows_ticket_state check (state in ({STATES}))",
    "alter table windows_ticket add constraint windows_ticket_at_window check (state not in ('called', 'serving') or window_number is not null)",
    "alter table windows_ticket add constraint windows_ticket_hall foreign key (hall_code) references windows_hall on delete restrict",
    "alter table windows_ticket add constraint windows_ticket_number unique (hall_code, day, letter, serial)",
    f"create unique index windows_ticket_person on windows_ticket (hall_code, day, person_id) where person_id is not null and state in ({OPEN})",
    "create unique index windows_ticket_booking on windows_ticket (booking_id) where booking_id is not null and state <> 'cancelled'",
    "create unique index windows_ticket_before_window on windows_ticket (hall_code, day, window_number) where state in ('called', 'serving')",
    "create index windows_ticket_waiting on windows_ticket (hall_code, day, line, place, line_no) where state = 'waiting'",
    "create index windows_ticket_skipped on windows_ticket (hall_code, day, line_no) where state = 'skipped'",
    "create index windows_ticket_pace on windows_ticket (hall_code, day, line, ended_at desc) where state = 'done'",
    "create index windows_ticket_of_person on windows_ticket (person_id, id desc) where person_id is not null",
    f"create index windows_ticket_left_over on windows_ticket (day) where state in ({OPEN})",
    f"alter table windows_help add constraint windows_help_state check (state in ({HELP_STATES}))",
    "alter table windows_help add constraint windows_help_held check ((state in ('taken', 'arranged')) <= (worker_id is not null))",
    "create index windows_help_of_person on windows_help (person_id, id desc)",
    "create index windows_help_way on windows_help using gin (way)",
    "alter table windows_help_message add constraint windows_help_message_request foreign key (help_id) references windows_help on delete restrict",
    "create index windows_help_message_order on windows_help_message (help_id, id)",
    "alter table windows_fault add constraint windows_fault_state check (state in ('reported', 'confirmed', 'repaired', 'unfounded'))",
    "alter table windows_fault add constraint windows_fault_hall foreign key (hall_code) references windows_hall on delete restrict",
    "create index windows_fault_of_hall on windows_fault (hall_code, at desc, id desc)",
    "create index windows_fault_open on windows_fault (hall_code) where state in ('reported', 'confirmed')",
    "create index windows_fault_of_person on windows_fault (person_id) where state = 'reported'",
)
BACKWARDS = (
    "drop index windows_fault_of_person",
    "drop index windows_fault_open",
    "drop index windows_fault_of_hall",
    "alter table windows_fault drop constraint windows_fault_hall",
    "alter table windows_fault drop constraint windows_fault_state",
    "drop index windows_help_message_order",
    "alter table windows_help_message drop constraint windows_help_message_request",
    "drop index windows_help_way",
    "drop index windows_help_of_person",
    "alter table windows_help drop constraint windows_help_held",
    "alter table windows_help drop constraint windows_help_state",
    "drop index windows_ticket_left_over",
    "drop index windows_ticket_of_person",
    "drop index windows_ticket_pace",
    "drop index windows_ticket_skipped",
    "drop index windows_ticket_waiting",
    "drop index windows_ticket_before_window",
    "drop index windows_ticket_booking",
    "drop index windows_ticket_person",
    "alter table windows_ticket drop constraint windows_ticket_number",
    "alter table windows_ticket drop constraint windows_ticket_hall",
    "alter table windows_ticket drop constraint windows_ticket_at_window",
    "alter table windows_ticket drop constraint windows_ticket_state",
    "drop index windows_seat_left_over",
    "drop index windows_seat_person",
    "drop index windows_seat_window",
    "alter table windows_seat drop constraint windows_seat_hall",
    "drop index windows_hall_appointments",
    "drop index windows_hall_department",
    "drop index windows_hall_region",
    "drop index windows_hall_place",
    "alter table windows_hall drop constraint windows_hall_on_earth",
    "alter table windows_hall drop constraint windows_hall_level",
    "drop sequence windows_line",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="windows", description=DESCRIPTION)

    async def run() -> None:
        for statement in FORWARDS:
            await database.execute(statement)

    async def run_backwards() -> None:
        for statement in BACKWARDS:
            await database.execute(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
