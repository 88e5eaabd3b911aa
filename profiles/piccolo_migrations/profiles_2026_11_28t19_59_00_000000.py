from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core import database

ID = "2026-11-28T19:59:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "one event a subject, kind and matter; days on which somebody must be looked at; scenarios by subject"

FORWARDS = (
    "alter table profiles_event add constraint profiles_event_subject_kind check (subject_kind in ('person', 'firm'))",
    "alter table profiles_event add constraint profiles_event_told check (told in ('attribute', 'case', 'said'))",
    "alter table profiles_event add constraint profiles_event_attribute check ((told = 'attribute') = (attribute is not null))",
    # Two workers that notice the same thing at once: the second does nothing. It also finds all events of a subject.
    "create unique index profiles_event_once on profiles_event (subject_id, kind, about)",
    "create index profiles_event_page on profiles_event (subject_id, id desc) where not hidden",
    "alter table profiles_event_watch add constraint profiles_event_watch_kind check (kind in ('person', 'firm'))",
    # The sweep reads those whose day has come, and nobody else.
    "create index profiles_event_watch_due on profiles_event_watch (look_on) where look_on is not null",
    "alter table profiles_scenario add constraint profiles_scenario_subject_kind check (subject_kind in ('person', 'firm'))",
    "alter table profiles_scenario add constraint profiles_scenario_told check (told in ('attribute', 'case', 'said'))",
    "create unique index profiles_scenario_once on profiles_scenario (event_id, code)",
    "create index profiles_scenario_page on profiles_scenario (subject_id, id desc)",
    "alter table profiles_step_case add constraint profiles_step_case_standing check (standing in ('open', 'granted', 'refused', 'gone'))",
    "create index profiles_step_case_subject on profiles_step_case (subject_id, began_on desc)",
    "create index profiles_step_case_old on profiles_step_case (began_on)",
)
BACKWARDS = (
    "drop index profiles_step_case_old",
    "drop index profiles_step_case_subject",
    "alter table profiles_step_case drop constraint profiles_step_case_standing",
    "drop index profiles_scenario_page",
    "drop index profiles_scenario_once",
    "alter table profiles_scenario drop constraint profiles_scenario_told",
    "alter table profiles_scenario drop constraint profiles_scenario_subject_kind",
    "drop index profiles_event_watch_due",
    "alter table profiles_event_watch drop constraint profiles_event_watch_kind",
    "drop index profiles_event_page",
    "drop index profiles_event_once",
    "alter table profiles_event drop constraint profiles_event_attribute",
    "alter table profiles_event drop constraint profiles_event_told",
    "alter table profiles_event drop constraint profiles_event_subject_kind",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="profiles", description=DESCRIPTION)

    async def run() -> None:
        for statement in FORWARDS:
            await database.execute(statement)

    async def run_backwards() -> None:
        for statement in BACKWARDS:
            await database.execute(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
