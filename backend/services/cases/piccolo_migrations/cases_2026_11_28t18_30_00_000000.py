from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core import database

ID = "2026-11-28T18:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "a case that came through a mini-app says through which, and is found by it"

FORWARDS = (
    "alter table cases_case add constraint cases_case_app check ((channel = 'mini-app') = (app_id is not null))",
    "create index cases_case_of_app on cases_case (applicant_id, app_id, submitted_at desc, id desc) where app_id is not null",
)
BACKWARDS = ("drop index cases_case_of_app", "alter table cases_case drop constraint cases_case_app")


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
