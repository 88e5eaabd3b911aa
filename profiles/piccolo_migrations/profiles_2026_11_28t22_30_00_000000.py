from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core import database

ID = "2026-11-28T22:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = (
    "one exposure a person, day and card; what was not learned from; what is not wanted; figures by day and arm"
)

FORWARDS = (
    "alter table profiles_rank_exposure add constraint profiles_rank_exposure_outcome check (outcome between -1 and 2)",
    "alter table profiles_rank_exposure add constraint profiles_rank_exposure_propensity check (propensity between 1 and 1000000)",
    # It finds what somebody did, and makes a report that comes twice count once.
    "create unique index profiles_rank_exposure_once on profiles_rank_exposure (subject, day, card)",
    # The learner reads what it has not learned from, and nothing else; the sums and the forgetting read by day.
    "create index profiles_rank_exposure_new on profiles_rank_exposure (day, id) where learned_at is null",
    "create index profiles_rank_exposure_day on profiles_rank_exposure (day)",
    "alter table profiles_rank_unwanted add constraint profiles_rank_unwanted_kind check (kind in ('card', 'topic'))",
    "create unique index profiles_rank_unwanted_once on profiles_rank_unwanted (person_id, kind, name)",
    "create index profiles_rank_unwanted_page on profiles_rank_unwanted (person_id, id desc)",
    # Version 0 is the prior of the data file, which is in no table.
    "alter table profiles_rank_weights add constraint profiles_rank_weights_version check (version > 0)",
    "create unique index profiles_rank_use_once on profiles_rank_use (card, region)",
    "create index profiles_rank_use_counted on profiles_rank_use (counted_at)",
    "create unique index profiles_rank_figure_once on profiles_rank_figure (day, arm)",
)
BACKWARDS = (
    "drop index profiles_rank_figure_once",
    "drop index profiles_rank_use_counted",
    "drop index profiles_rank_use_once",
    "alter table profiles_rank_weights drop constraint profiles_rank_weights_version",
    "drop index profiles_rank_unwanted_page",
    "drop index profiles_rank_unwanted_once",
    "alter table profiles_rank_unwanted drop constraint profiles_rank_unwanted_kind",
    "drop index profiles_rank_exposure_day",
    "drop index profiles_rank_exposure_new",
    "drop index profiles_rank_exposure_once",
    "alter table profiles_rank_exposure drop constraint profiles_rank_exposure_propensity",
    "alter table profiles_rank_exposure drop constraint profiles_rank_exposure_outcome",
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
