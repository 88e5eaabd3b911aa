from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core import database

ID = "2026-11-29T02:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "states that exist, and how outside applications are found"

FORWARDS = (
    "alter table outside_app add constraint outside_app_state check (state in ('registered', 'planned', 'migrating', 'merged', 'retired', 'exempt'))",
    "create index outside_app_by_name on outside_app (name, id)",
    "create index outside_app_items on outside_app using gin (item_codes)",
    "alter table outside_step add constraint outside_step_app foreign key (app_id) references outside_app on delete restrict",
    "alter table outside_step add constraint outside_step_version unique (app_id, version)",
)
BACKWARDS = (
    "alter table outside_step drop constraint outside_step_version",
    "alter table outside_step drop constraint outside_step_app",
    "drop index outside_app_items",
    "drop index outside_app_by_name",
    "alter table outside_app drop constraint outside_app_state",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="host_outside", description=DESCRIPTION)

    async def run() -> None:
        for statement in FORWARDS:
            await database.execute(statement)

    async def run_backwards() -> None:
        for statement in BACKWARDS:
            await database.execute(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
