from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core import database

ID = "2026-11-23T20:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the audit log is append-only; waiting leaves are found in order"

FORWARDS = (
    "create index core_audit_leaf_waiting on core_audit_leaf (written_at, id)",
    """
    create function core_refuse_change() returns trigger language plpgsql as $$
    begin raise exception 'the audit log is append-only' using errcode = 'insufficient_privilege'; end $$
    """,
    """
    create trigger core_audit_entry_append_only before update or delete or truncate on core_audit_entry
    for each statement execute function core_refuse_change()
    """,
    """
    create trigger core_audit_checkpoint_append_only before update or delete or truncate on core_audit_checkpoint
    for each statement execute function core_refuse_change()
    """,
)
BACKWARDS = (
    "drop trigger core_audit_checkpoint_append_only on core_audit_checkpoint",
    "drop trigger core_audit_entry_append_only on core_audit_entry",
    "drop function core_refuse_change",
    "drop index core_audit_leaf_waiting",
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION)

    async def run():
        for statement in FORWARDS:
            await database.execute(statement)

    async def run_backwards():
        for statement in BACKWARDS:
            await database.execute(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
