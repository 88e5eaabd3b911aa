from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core import database

ID = "2026-11-23T20:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the inbox is read in order; unread messages are counted without reading the others"

FORWARDS = (
    "create index messages_message_inbox on messages_message (person_id, sent_at desc, id desc)",
    "create index messages_message_unread on messages_message (person_id) where read_at is null",
)
BACKWARDS = (
    "drop index messages_message_unread",
    "drop index messages_message_inbox",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="messages", description=DESCRIPTION)

    async def run() -> None:
        for statement in FORWARDS:
            await database.execute(statement)

    async def run_backwards() -> None:
        for statement in BACKWARDS:
            await database.execute(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
