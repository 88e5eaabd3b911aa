from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core import database

ID = "2026-11-23T23:05:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the newest records of one mini-app are found in order"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="host_runs", description=DESCRIPTION)

    async def run():
        await database.execute("create index host_call_of_app on host_call (app_id, id)")

    async def run_backwards():
        await database.execute("drop index host_call_of_app")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
