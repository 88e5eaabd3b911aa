from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core import database

ID = "2026-11-23T20:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "one open-ended row per code; the tree and every way of searching have an index"

LEVELS = (
    "'province', 'prefecture', 'county', 'functional_zone', 'county_placeholder', 'township', 'township_statistical', "
    "'village'"
)
FORWARDS = (
    f"""
    alter table regions_region
        add constraint regions_region_levels check (level in ({LEVELS}) and acts_as in ({LEVELS})),
        add constraint regions_region_evidence check (evidence in ('read', 'recalled', 'invented')),
        add constraint regions_region_period check (valid_from < valid_to)
    """,
    "create unique index regions_region_open_ended on regions_region (code) where valid_to is null",
    "create index regions_region_versions on regions_region (code)",
    'create index regions_region_code_prefix on regions_region (code collate "C")',
    "create index regions_region_children on regions_region (parent_code, code)",
    "create index regions_region_of_level on regions_region (level, code)",
    "create index regions_region_acting on regions_region (acts_as, code) where acts_as is not null",
    'create index regions_region_name on regions_region (name collate "C")',
    'create index regions_region_full_name on regions_region (full_name collate "C")',
    'create index regions_region_pinyin on regions_region (pinyin collate "C")',
    'create index regions_region_initials on regions_region (initials collate "C")',
)
BACKWARDS = (
    "drop index regions_region_initials",
    "drop index regions_region_pinyin",
    "drop index regions_region_full_name",
    "drop index regions_region_name",
    "drop index regions_region_acting",
    "drop index regions_region_of_level",
    "drop index regions_region_children",
    "drop index regions_region_code_prefix",
    "drop index regions_region_versions",
    "drop index regions_region_open_ended",
    """
    alter table regions_region
        drop constraint regions_region_period,
        drop constraint regions_region_evidence,
        drop constraint regions_region_levels
    """,
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="regions", description=DESCRIPTION)

    async def run() -> None:
        for statement in FORWARDS:
            await database.execute(statement)

    async def run_backwards() -> None:
        for statement in BACKWARDS:
            await database.execute(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
