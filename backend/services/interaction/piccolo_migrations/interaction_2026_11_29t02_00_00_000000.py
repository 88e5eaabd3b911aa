from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core import database

ID = "2026-11-29T02:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "one version at work, states that exist, and how notices, consultations and letters are found"

FORWARDS = (
    "create sequence interaction_letter_number",
    "alter table interaction_notice_version add constraint interaction_notice_version_notice foreign key (notice_id) references interaction_notice on delete restrict",
    "alter table interaction_notice_version add constraint interaction_notice_version_number unique (notice_id, version)",
    "alter table interaction_notice_version add constraint interaction_notice_version_state check (state in ('draft', 'submitted', 'published'))",
    "alter table interaction_notice_version add constraint interaction_notice_version_two check (checker_id is null or checker_id <> all (editors))",
    "create unique index interaction_notice_version_open on interaction_notice_version (notice_id) where state <> 'published'",
    "create index interaction_notice_version_interprets on interaction_notice_version (interprets) where interprets is not null",
    "create index interaction_notice_shown on interaction_notice (published_at desc, id desc) where live is not null and withdrawn_at is null",
    "create index interaction_notice_of_region on interaction_notice (region_code, published_at desc, id desc) where live is not null and withdrawn_at is null",
    "create index interaction_notice_of_office on interaction_notice (department, region_code, changed_at desc, id desc)",
    "alter table interaction_consultation add constraint interaction_consultation_days check (closes_on > opens_on)",
    "alter table interaction_consultation add constraint interaction_consultation_two check (opened_by is null or opened_by <> all (editors))",
    "create index interaction_consultation_shown on interaction_consultation (closes_on desc, id desc) where opened_at is not null",
    "create index interaction_consultation_of_office on interaction_consultation (department, region_code, changed_at desc, id desc)",
    "alter table interaction_comment add constraint interaction_comment_consultation foreign key (consultation_id) references interaction_consultation on delete restrict",
    "create index interaction_comment_standing on interaction_comment (consultation_id, id) where withdrawn_at is null",
    "create index interaction_comment_of_person on interaction_comment (person_id, consultation_id, id desc)",
    "create index interaction_letter_box_of_region on interaction_letter_box (region_code) where active",
    "alter table interaction_letter add constraint interaction_letter_state check (state in ('received', 'assigned', 'proposed', 'answered', 'refused', 'closed'))",
    "alter table interaction_letter add constraint interaction_letter_box foreign key (box_id) references interaction_letter_box on delete restrict",
    "alter table interaction_letter add constraint interaction_letter_agreed check (published_at is null or publishable)",
    "create unique index interaction_letter_by_number on interaction_letter (number)",
    "create index interaction_letter_of_person on interaction_letter (person_id, received_at desc, id desc)",
    "create index interaction_letter_waiting on interaction_letter (department, region_code, due_on, id) where state in ('received', 'assigned', 'proposed')",
    "create index interaction_letter_of_office on interaction_letter (department, region_code, state, due_on, id)",
    "create index interaction_letter_public on interaction_letter (published_at desc, id desc) where published_at is not null",
    "create index interaction_letter_provisional on interaction_letter (id) where due_provisional",
    "alter table interaction_letter_step add constraint interaction_letter_step_letter foreign key (letter_id) references interaction_letter on delete restrict",
    "create index interaction_letter_step_order on interaction_letter_step (letter_id, id)",
)
BACKWARDS = (
    "drop index interaction_letter_step_order",
    "alter table interaction_letter_step drop constraint interaction_letter_step_letter",
    "drop index interaction_letter_provisional",
    "drop index interaction_letter_public",
    "drop index interaction_letter_of_office",
    "drop index interaction_letter_waiting",
    "drop index interaction_letter_of_person",
    "drop index interaction_letter_by_number",
    "alter table interaction_letter drop constraint interaction_letter_agreed",
    "alter table interaction_letter drop constraint interaction_letter_box",
    "alter table interaction_letter drop constraint interaction_letter_state",
    "drop index interaction_letter_box_of_region",
    "drop index interaction_comment_of_person",
    "drop index interaction_comment_standing",
    "alter table interaction_comment drop constraint interaction_comment_consultation",
    "drop index interaction_consultation_of_office",
    "drop index interaction_consultation_shown",
    "alter table interaction_consultation drop constraint interaction_consultation_two",
    "alter table interaction_consultation drop constraint interaction_consultation_days",
    "drop index interaction_notice_of_office",
    "drop index interaction_notice_of_region",
    "drop index interaction_notice_shown",
    "drop index interaction_notice_version_interprets",
    "drop index interaction_notice_version_open",
    "alter table interaction_notice_version drop constraint interaction_notice_version_two",
    "alter table interaction_notice_version drop constraint interaction_notice_version_state",
    "alter table interaction_notice_version drop constraint interaction_notice_version_number",
    "alter table interaction_notice_version drop constraint interaction_notice_version_notice",
    "drop sequence interaction_letter_number",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="interaction", description=DESCRIPTION)

    async def run() -> None:
        for statement in FORWARDS:
            await database.execute(statement)

    async def run_backwards() -> None:
        for statement in BACKWARDS:
            await database.execute(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
