from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core import database

ID = "2026-11-28T14:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "what a delegation must be and how it is found; a post for each region of a department"

FORWARDS = (
    """
    alter table identity_delegation
        add constraint identity_delegation_kind check (principal_kind in ('person', 'organisation')),
        add constraint identity_delegation_actions
            check (cardinality(actions) > 0 and actions <@ array['apply', 'follow', 'collect']::varchar[]),
        add constraint identity_delegation_term check (from_date <= to_date),
        add constraint identity_delegation_other check (principal_id <> agent_id),
        add constraint identity_delegation_end
            check ((ended_at is null) = (ended_by is null) and ended_by in ('principal', 'agent')),
        add constraint identity_delegation_giver foreign key (given_by) references identity_person on delete restrict,
        add constraint identity_delegation_agent foreign key (agent_id) references identity_person on delete restrict
    """,
    "create index identity_delegation_of_principal on identity_delegation (principal_id, id)",
    "create index identity_delegation_of_agent on identity_delegation (agent_id, id)",
    "create index identity_delegation_standing on identity_delegation (agent_id, principal_id) where ended_at is null",
    "alter table identity_staff drop constraint identity_staff_post",
    "alter table identity_staff add constraint identity_staff_post unique (person_id, department, region_code)",
    "create index identity_staff_of_department on identity_staff (department, region_code)",
)
BACKWARDS = (
    "drop index identity_staff_of_department",
    "alter table identity_staff drop constraint identity_staff_post",
    # The older shape has room for one post in a department: the newest stays.
    """
    delete from identity_staff old using identity_staff newer
    where old.person_id = newer.person_id and old.department = newer.department and old.id < newer.id
    """,
    "alter table identity_staff add constraint identity_staff_post unique (person_id, department)",
    "drop index identity_delegation_standing",
    "drop index identity_delegation_of_agent",
    "drop index identity_delegation_of_principal",
    """
    alter table identity_delegation
        drop constraint identity_delegation_agent,
        drop constraint identity_delegation_giver,
        drop constraint identity_delegation_end,
        drop constraint identity_delegation_other,
        drop constraint identity_delegation_term,
        drop constraint identity_delegation_actions,
        drop constraint identity_delegation_kind
    """,
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="identity", description=DESCRIPTION)

    async def run() -> None:
        for statement in FORWARDS:
            await database.execute(statement)

    async def run_backwards() -> None:
        for statement in BACKWARDS:
            await database.execute(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
