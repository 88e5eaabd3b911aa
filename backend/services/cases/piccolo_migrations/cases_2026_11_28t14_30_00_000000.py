from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core import database

ID = "2026-11-28T14:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "what can be once only, what never changes, and how a queue of a million cases is read"

LIVE = "('submitted', 'supplement-requested', 'accepted', 'in-review', 'suspended', 'countersigning', 'proposed', 'granted', 'denied')"
STATES = f"({LIVE[1:-1]}, 'not-accepted', 'concluded', 'withdrawn', 'void')"
FORWARDS = (
    "create sequence cases_unit_id as integer",
    "create sequence cases_number maxvalue 999999 cycle",
    "alter table cases_unit add constraint cases_unit_once unique (department, region_code)",
    f"alter table cases_case add constraint cases_case_state check (state in {STATES})",
    "alter table cases_case add constraint cases_case_custody check (custody in ('decider', 'receiver', 'in-transit', 'returned'))",
    "alter table cases_case add constraint cases_case_subject check (subject_kind in ('person', 'organisation'))",
    f"alter table cases_case add constraint cases_case_ended check ((ended_at is null) = (state in {LIVE}))",
    "alter table cases_case add constraint cases_case_unit foreign key (unit_id) references cases_unit on delete restrict",
    "alter table cases_case add constraint cases_case_receiver foreign key (receiver_unit_id) references cases_unit on delete restrict",
    "alter table cases_content add constraint cases_content_case foreign key (id) references cases_case on delete restrict",
    "alter table cases_content add constraint cases_content_snapshot foreign key (snapshot_id) references cases_snapshot on delete restrict",
    "alter table cases_step add constraint cases_step_case foreign key (case_id) references cases_case on delete restrict",
    "alter table cases_trail add constraint cases_trail_case foreign key (case_id) references cases_case on delete restrict",
    "alter table cases_case set (fillfactor = 85)",
    # Once only, whatever the code thinks.
    "create unique index cases_case_number on cases_case (number)",
    "create unique index cases_trail_once on cases_trail (case_id, seq)",
    "create unique index cases_step_one_supplement on cases_step (case_id, round) where kind = 'supplement'",
    "create unique index cases_step_one_decision on cases_step (case_id, round) where kind = 'decision'",
    "create unique index cases_step_one_result on cases_step (case_id, round) where kind = 'result'",
    "create unique index cases_step_one_open on cases_step (case_id, kind) where ended_at is null and kind in ('special', 'extension', 'proposal', 'supplement')",
    "create unique index cases_step_one_extension on cases_step (case_id, round) where kind = 'extension' and outcome = 'approved'",
    "create index cases_step_of_case on cases_step (case_id, begun_at, id)",
    "create index cases_step_parts on cases_step (unit_id, begun_at, id) where kind = 'part'",
    "create index cases_step_parts_open on cases_step (unit_id, begun_at, id) where kind = 'part' and ended_at is null",
    # The queue: a place, perhaps one more thing, then the nearest day.
    f"create index cases_case_live on cases_case (unit_id, due_on, id) where state in {LIVE}",
    "create index cases_case_by_state on cases_case (unit_id, state, due_on, id)",
    f"create index cases_case_by_item on cases_case (unit_id, basic_code, due_on, id) where state in {LIVE}",
    "create index cases_case_by_item_and_state on cases_case (unit_id, basic_code, state, due_on, id)",
    "create index cases_case_by_state_and_light on cases_case (unit_id, state, light, due_on, id)",
    f"create index cases_case_by_light on cases_case (unit_id, light, due_on, id) where state in {LIVE}",
    f"create index cases_case_assigned on cases_case (assigned_to, due_on, id) where assigned_to is not null and state in {LIVE}",
    "create index cases_case_tail on cases_case (reverse(number) text_pattern_ops)",
    "create index cases_case_taken_in on cases_case (receiver_unit_id, submitted_at desc, id desc) where receiver_unit_id is not null",
    "create index cases_case_of_subject on cases_case (subject_id, submitted_at desc, id desc)",
    f"create index cases_case_of_subject_live on cases_case (subject_id, submitted_at desc, id desc) where state in {LIVE}",
    "create index cases_case_of_bundle on cases_case (bundle_id) where bundle_id is not null",
    # The sweep.
    "create index cases_case_turns_yellow on cases_case (yellow_on) where light = 'green' and state in ('submitted', 'accepted', 'in-review', 'countersigning', 'proposed', 'granted', 'denied')",
    "create index cases_case_turns_red on cases_case (due_on) where light <> 'red' and state in ('submitted', 'accepted', 'in-review', 'countersigning', 'proposed', 'granted', 'denied')",
    "create index cases_case_lapses on cases_case (due_on) where state = 'supplement-requested'",
    "create index cases_tally_of on cases_tally (unit_id, state)",
    # The trail and frozen items are what they were.
    """
    create function cases_never_changes() returns trigger language plpgsql as $$
    begin
        raise exception '% is append-only', tg_table_name;
    end $$
    """,
    "create trigger cases_trail_append_only before update or delete on cases_trail for each row execute function cases_never_changes()",
    "create trigger cases_snapshot_append_only before update or delete on cases_snapshot for each row execute function cases_never_changes()",
)
BACKWARDS = (
    "drop trigger cases_snapshot_append_only on cases_snapshot",
    "drop trigger cases_trail_append_only on cases_trail",
    "drop function cases_never_changes()",
    *(
        f"drop index {name}"
        for name in (
            "cases_tally_of",
            "cases_case_lapses",
            "cases_case_turns_red",
            "cases_case_turns_yellow",
            "cases_case_of_bundle",
            "cases_case_of_subject_live",
            "cases_case_of_subject",
            "cases_case_taken_in",
            "cases_case_tail",
            "cases_case_assigned",
            "cases_case_by_light",
            "cases_case_by_state_and_light",
            "cases_case_by_item_and_state",
            "cases_case_by_item",
            "cases_case_by_state",
            "cases_case_live",
            "cases_step_parts_open",
            "cases_step_parts",
            "cases_step_of_case",
            "cases_step_one_extension",
            "cases_step_one_open",
            "cases_step_one_result",
            "cases_step_one_decision",
            "cases_step_one_supplement",
            "cases_trail_once",
            "cases_case_number",
        )
    ),
    "alter table cases_trail drop constraint cases_trail_case",
    "alter table cases_step drop constraint cases_step_case",
    "alter table cases_content drop constraint cases_content_snapshot",
    "alter table cases_content drop constraint cases_content_case",
    "alter table cases_case drop constraint cases_case_receiver",
    "alter table cases_case drop constraint cases_case_unit",
    "alter table cases_case drop constraint cases_case_ended",
    "alter table cases_case drop constraint cases_case_subject",
    "alter table cases_case drop constraint cases_case_custody",
    "alter table cases_case drop constraint cases_case_state",
    "alter table cases_unit drop constraint cases_unit_once",
    "drop sequence cases_number",
    "drop sequence cases_unit_id",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="cases", description=DESCRIPTION)

    async def run() -> None:
        for statement in FORWARDS:
            await database.execute(statement)

    async def run_backwards() -> None:
        for statement in BACKWARDS:
            await database.execute(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
