from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core import database

ID = "2026-11-29T01:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "definitions: versions that never change, two persons behind each, one open draft of each"

FORWARDS = (
    "alter table profiles_definition add constraint profiles_definition_kind check (kind in ('scenario', 'tag'))",
    "alter table profiles_definition add constraint profiles_definition_version check (version > 0)",
    "create unique index profiles_definition_once on profiles_definition (kind, code, version)",
    # Whatever a service forgets: what did not come with the product has two persons behind it, and one who did not write it.
    "alter table profiles_definition add constraint profiles_definition_two check ((seeded and submitted_by is null and approved_by is null) or (not seeded and submitted_by is not null and approved_by is not null and approved_by <> submitted_by and not approved_by = any(editors)))",
    """
    create function profiles_definition_stays() returns trigger language plpgsql as $$
    begin
        raise exception 'a published definition is never changed or removed';
    end
    $$
    """,
    "create trigger profiles_definition_stays before update or delete on profiles_definition for each row execute function profiles_definition_stays()",
    "alter table profiles_definition_draft add constraint profiles_definition_draft_kind check (kind in ('scenario', 'tag'))",
    "alter table profiles_definition_draft add constraint profiles_definition_draft_state check (state in ('draft', 'submitted', 'refused', 'published', 'dropped'))",
    "alter table profiles_definition_draft add constraint profiles_definition_draft_two check (decided_by is null or (decided_by <> submitted_by and not decided_by = any(editors)) or state not in ('published'))",
    "alter table profiles_definition_draft add constraint profiles_definition_draft_published check ((state = 'published') = (version is not null) and (state <> 'published' or decided_by is not null))",
    "alter table profiles_definition_draft add constraint profiles_definition_draft_submitted check (state not in ('submitted', 'published') or submitted_by is not null)",
    # Two who begin at once: the second is told of the first one's.
    "create unique index profiles_definition_draft_open on profiles_definition_draft (kind, code) where state in ('draft', 'submitted', 'refused')",
)
BACKWARDS = (
    "drop index profiles_definition_draft_open",
    "alter table profiles_definition_draft drop constraint profiles_definition_draft_submitted",
    "alter table profiles_definition_draft drop constraint profiles_definition_draft_published",
    "alter table profiles_definition_draft drop constraint profiles_definition_draft_two",
    "alter table profiles_definition_draft drop constraint profiles_definition_draft_state",
    "alter table profiles_definition_draft drop constraint profiles_definition_draft_kind",
    "drop trigger profiles_definition_stays on profiles_definition",
    "drop function profiles_definition_stays()",
    "alter table profiles_definition drop constraint profiles_definition_two",
    "drop index profiles_definition_once",
    "alter table profiles_definition drop constraint profiles_definition_version",
    "alter table profiles_definition drop constraint profiles_definition_kind",
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
