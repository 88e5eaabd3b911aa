from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core import database

ID = "2026-11-28T13:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "what belongs together, what can never be true of registers, and how rows are found"

FORWARDS = (
    "alter table exchange_person add constraint exchange_person_number check ((number_sealed is null) = (number_fingerprint is null))",
    "alter table exchange_household add constraint exchange_household_members check (member_count > 0)",
    "alter table exchange_firm add constraint exchange_firm_figures check (registered_capital_fen >= 0 and employee_count >= 0)",
    "alter table exchange_credit add constraint exchange_credit_figures check (penalty_count >= 0)",
    "create index exchange_person_of_mother on exchange_person (mother_id, birth_date desc, id desc) where mother_id is not null",
    "create index exchange_person_of_father on exchange_person (father_id, birth_date desc, id desc) where father_id is not null",
    "alter table exchange_access add constraint exchange_access_outcome check (outcome in ('read', 'denied', 'failed', 'abandoned'))",
    "alter table exchange_access add constraint exchange_access_reason check ((outcome in ('denied', 'failed')) = (reason is not null))",
    "alter table exchange_access_about add constraint exchange_access_about_access foreign key (access_id) references exchange_access on delete restrict",
    "alter table exchange_access_about add constraint exchange_access_about_once unique (about_id, access_id)",
    "create index exchange_access_about_of_access on exchange_access_about (access_id)",
    "alter table exchange_access_question add constraint exchange_access_question_access foreign key (access_id) references exchange_access on delete restrict",
    "create index exchange_access_question_of_access on exchange_access_question (access_id, person_id)",
)
BACKWARDS = (
    "drop index exchange_access_question_of_access",
    "alter table exchange_access_question drop constraint exchange_access_question_access",
    "drop index exchange_access_about_of_access",
    "alter table exchange_access_about drop constraint exchange_access_about_once",
    "alter table exchange_access_about drop constraint exchange_access_about_access",
    "alter table exchange_access drop constraint exchange_access_reason",
    "alter table exchange_access drop constraint exchange_access_outcome",
    "drop index exchange_person_of_father",
    "drop index exchange_person_of_mother",
    "alter table exchange_credit drop constraint exchange_credit_figures",
    "alter table exchange_firm drop constraint exchange_firm_figures",
    "alter table exchange_household drop constraint exchange_household_members",
    "alter table exchange_person drop constraint exchange_person_number",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="exchange", description=DESCRIPTION)

    async def run() -> None:
        for statement in FORWARDS:
            await database.execute(statement)

    async def run_backwards() -> None:
        for statement in BACKWARDS:
            await database.execute(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
