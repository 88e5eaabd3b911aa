from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core import database

ID = "2026-11-23T20:18:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "what belongs together, what is unique, and how rows are found"

FORWARDS = (
    "alter table identity_person add constraint identity_person_trust_level check (trust_level between 1 and 3)",
    "alter table identity_staff add constraint identity_staff_post unique (person_id, department)",
    "alter table identity_staff add constraint identity_staff_person foreign key (person_id) references identity_person on delete restrict",
    "alter table identity_membership add constraint identity_membership_once unique (person_id, organisation_id, capacity)",
    "alter table identity_membership add constraint identity_membership_person foreign key (person_id) references identity_person on delete restrict",
    "alter table identity_membership add constraint identity_membership_organisation foreign key (organisation_id) references identity_organisation on delete restrict",
    "alter table identity_refresh_token add constraint identity_refresh_token_session foreign key (session_id) references identity_session on delete restrict",
    "create index identity_session_live on identity_session (person_id, id) where ended_at is null",
    "create index identity_session_ended on identity_session (ended_at) where ended_at is not null",
    "create index identity_session_expires on identity_session (expires_at)",
    "create index identity_phone_code_newest on identity_phone_code (phone_fingerprint, created_at desc)",
    "create unique index identity_consent_standing on identity_consent (person_id, recipient, purpose) where withdrawn_at is null and replaced_at is null",
    "create index identity_consent_of_person on identity_consent (person_id, id)",
    "alter table identity_disclosure add constraint identity_disclosure_consent foreign key (consent_id) references identity_consent on delete restrict",
    "create index identity_disclosure_of_person on identity_disclosure (person_id, id)",
)
BACKWARDS = (
    "drop index identity_disclosure_of_person",
    "alter table identity_disclosure drop constraint identity_disclosure_consent",
    "drop index identity_consent_of_person",
    "drop index identity_consent_standing",
    "drop index identity_phone_code_newest",
    "drop index identity_session_expires",
    "drop index identity_session_ended",
    "drop index identity_session_live",
    "alter table identity_refresh_token drop constraint identity_refresh_token_session",
    "alter table identity_membership drop constraint identity_membership_organisation",
    "alter table identity_membership drop constraint identity_membership_person",
    "alter table identity_membership drop constraint identity_membership_once",
    "alter table identity_staff drop constraint identity_staff_person",
    "alter table identity_staff drop constraint identity_staff_post",
    "alter table identity_person drop constraint identity_person_trust_level",
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="identity", description=DESCRIPTION)

    async def run():
        for statement in FORWARDS:
            await database.execute(statement)

    async def run_backwards():
        for statement in BACKWARDS:
            await database.execute(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
