from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core import database

ID = "2026-11-23T23:12:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "records are walked by day and found by their fields"

FORWARDS = (
    "create index host_record_newest on host_record (app_id, collection, created_on desc, id desc)",
    # Without the list of pending entries, which every reader would have to walk through.
    "create index host_record_value on host_record using gin (value jsonb_path_ops) with (fastupdate = off)",
)
BACKWARDS = (
    "drop index host_record_value",
    "drop index host_record_newest",
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="host_broker", description=DESCRIPTION)

    async def run():
        for statement in FORWARDS:
            await database.execute(statement)

    async def run_backwards():
        for statement in BACKWARDS:
            await database.execute(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
