from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core import database

ID = "2026-11-28T14:05:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "drafts are listed by their last save, and are sealed until they are a case; a bundle has each part once"

PART_STATES = "('waiting', 'running', 'granted', 'denied', 'not-accepted', 'withdrawn', 'void', 'not-started')"
FORWARDS = (
    "alter table cases_draft add constraint cases_draft_kind check (kind in ('item', 'bundle'))",
    "alter table cases_draft add constraint cases_draft_subject check (subject_kind in ('person', 'organisation'))",
    # A draft either holds something or became a case: never both, never neither.
    "alter table cases_draft add constraint cases_draft_one_of check ((content is null) <> (case_id is null))",
    "create index cases_draft_open on cases_draft (person_id, saved_at desc, id desc) where case_id is null",
    "create index cases_draft_old on cases_draft (saved_at)",
    "alter table cases_bundle add constraint cases_bundle_subject check (subject_kind in ('person', 'organisation'))",
    "create index cases_bundle_by_applicant on cases_bundle (applicant_id, id desc)",
    "create index cases_bundle_by_subject on cases_bundle (subject_id, id desc)",
    f"alter table cases_bundle_part add constraint cases_bundle_part_state check (state in {PART_STATES})",
    "alter table cases_bundle_part add constraint cases_bundle_part_bundle foreign key (bundle_id) references cases_bundle on delete restrict",
    # What will be handed in is kept only while there is no case that holds it.
    "alter table cases_bundle_part add constraint cases_bundle_part_sealed check (content is null or case_id is null)",
    "create unique index cases_bundle_part_once on cases_bundle_part (bundle_id, basic_code)",
    "create unique index cases_bundle_part_case on cases_bundle_part (case_id) where case_id is not null",
)
BACKWARDS = (
    "drop index cases_bundle_part_case",
    "drop index cases_bundle_part_once",
    "alter table cases_bundle_part drop constraint cases_bundle_part_sealed",
    "alter table cases_bundle_part drop constraint cases_bundle_part_bundle",
    "alter table cases_bundle_part drop constraint cases_bundle_part_state",
    "drop index cases_bundle_by_subject",
    "drop index cases_bundle_by_applicant",
    "alter table cases_bundle drop constraint cases_bundle_subject",
    "drop index cases_draft_old",
    "drop index cases_draft_open",
    "alter table cases_draft drop constraint cases_draft_one_of",
    "alter table cases_draft drop constraint cases_draft_subject",
    "alter table cases_draft drop constraint cases_draft_kind",
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
