from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core import database

ID = "2026-11-28T13:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "what can never be true of versions, and how they are found"

FORWARDS = (
    "alter table items_version add constraint items_version_kind check (kind in ('item', 'override', 'bundle'))",
    "alter table items_version add constraint items_version_state check (state in ('draft', 'submitted', 'rejected', 'published', 'changing', 'cancelled'))",
    "alter table items_version add constraint items_version_place check ((kind = 'override') = (region_code <> ''))",
    "alter table items_version add constraint items_version_in_force check (state not in ('published', 'changing') or valid_from is not null)",
    "alter table items_version add constraint items_version_lasts check (valid_to >= valid_from)",
    "alter table items_version add constraint items_version_once unique (kind, code, region_code, version)",
    "alter table items_version add constraint items_version_other_hand check (approved_by is null or approved_by = 'seed' or (approved_by <> edited_by and approved_by is distinct from submitted_by))",
    "create unique index items_version_open on items_version (kind, code, region_code) where state in ('draft', 'submitted', 'rejected')",
    "create index items_version_of_code on items_version (code, region_code) where valid_from is not null",
    "create index items_version_listed on items_version (kind, code) where state in ('published', 'changing')",
    "create index items_version_of_place on items_version (region_code collate \"C\", code) where kind = 'override' and state in ('published', 'changing')",
    "create index items_version_newest on items_version (changed_at desc, id desc)",
    "create index items_version_batch on items_version (batch) where batch is not null",
    "insert into items_revision (id, revision, seeded) values (1, 0, '')",
    "alter table items_revision add constraint items_revision_one check (id = 1)",
)
BACKWARDS = (
    "alter table items_revision drop constraint items_revision_one",
    "delete from items_revision",
    "drop index items_version_batch",
    "drop index items_version_newest",
    "drop index items_version_of_place",
    "drop index items_version_listed",
    "drop index items_version_of_code",
    "drop index items_version_open",
    "alter table items_version drop constraint items_version_other_hand",
    "alter table items_version drop constraint items_version_once",
    "alter table items_version drop constraint items_version_lasts",
    "alter table items_version drop constraint items_version_in_force",
    "alter table items_version drop constraint items_version_place",
    "alter table items_version drop constraint items_version_state",
    "alter table items_version drop constraint items_version_kind",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="items", description=DESCRIPTION)

    async def run() -> None:
        for statement in FORWARDS:
            await database.execute(statement)

    async def run_backwards() -> None:
        for statement in BACKWARDS:
            await database.execute(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
