from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core import database

ID = "2026-11-28T13:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "what kinds there are; a day belongs to a notice that is there"

FORWARDS = (
    """
    alter table calendar_year
        add constraint calendar_year_evidence check (evidence in ('read', 'recalled', 'invented'))
    """,
    """
    alter table calendar_day
        add constraint calendar_day_kind check (kind in ('holiday', 'workday')),
        add constraint calendar_day_evidence check (evidence in ('read', 'recalled', 'invented')),
        add constraint calendar_day_year foreign key (year) references calendar_year on delete restrict,
        add constraint calendar_day_near check (day >= make_date(year - 1, 12, 25) and day <= make_date(year, 12, 31))
    """,
)
BACKWARDS = (
    """
    alter table calendar_day
        drop constraint calendar_day_near,
        drop constraint calendar_day_year,
        drop constraint calendar_day_evidence,
        drop constraint calendar_day_kind
    """,
    "alter table calendar_year drop constraint calendar_year_evidence",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="calendar", description=DESCRIPTION)

    async def run() -> None:
        for statement in FORWARDS:
            await database.execute(statement)

    async def run_backwards() -> None:
        for statement in BACKWARDS:
            await database.execute(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
