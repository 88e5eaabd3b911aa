"""All SQL of messages."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core import database
from backend.supports.messages.structs import SendMessage

INSERT = """
    insert into messages_message
        (id, person_id, sender, title, summary, body, facts, app_id, call_id, causal_id, sent_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    on conflict (id) do nothing
"""
INSERT_ALL = """
    insert into messages_message (id, person_id, sender, title, summary, body, facts, causal_id, sent_at)
    select one.id, one.person_id, one.sender, one.title, one.summary, one.body, one.facts::jsonb, $8, $9
    from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
        as one (id, person_id, sender, title, summary, body, facts)
    on conflict (id) do nothing returning id
"""
# Where the last page ended is compared as one value, so a page never begins in the middle of a moment.
INBOX = """
    select id, title, summary, sender, sent_at, read_at from messages_message
    where person_id = $1 and (sent_at, id) < ($2, $3)
    order by sent_at desc, id desc limit $4
"""
ONE = """
    select id, title, summary, sender, sent_at, read_at, body, facts from messages_message
    where id = $1 and person_id = $2
"""
MARK_READ = "update messages_message set read_at = $3 where id = $1 and person_id = $2 and read_at is null"
UNREAD = "select count(*) as unread from messages_message where person_id = $1 and read_at is null"


async def insert(command: SendMessage, *, summary: str, causal_id: str, sent_at: datetime) -> bool:
    """Write the message; False when this sending is there already."""
    facts = msgspec.to_builtins(command.facts)
    touched = await database.execute(
        INSERT,
        command.id,
        command.person_id,
        command.sender,
        command.title,
        summary,
        command.body,
        facts,
        command.app_id,
        command.call_id,
        causal_id,
        sent_at,
    )
    return touched == 1


async def insert_all(
    commands: Sequence[SendMessage], *, summaries: Sequence[str], causal_id: str, sent_at: datetime
) -> set[UUID]:
    """Write many messages; the ids of those that were not there already."""
    rows = await database.fetch(
        INSERT_ALL,
        [one.id for one in commands],
        [one.person_id for one in commands],
        [one.sender for one in commands],
        [one.title for one in commands],
        list(summaries),
        [one.body for one in commands],
        [msgspec.json.encode(one.facts).decode() for one in commands],
        causal_id,
        sent_at,
    )
    return {row["id"] for row in rows}


async def read_marks(ids: Sequence[UUID]) -> Sequence[Record]:
    """Of these messages those that were read, and when."""
    return await database.fetch(
        "select id, read_at from messages_message where id = any($1) and read_at is not null", list(ids)
    )


async def inbox(person_id: UUID, *, before: tuple[datetime, UUID], limit: int) -> Sequence[Record]:
    """The newest messages that are older than `before`."""
    return await database.fetch(INBOX, person_id, *before, limit)


async def one(message_id: UUID, *, person_id: UUID) -> Record | None:
    """The message, if it is this person's."""
    return await database.fetch_one(ONE, message_id, person_id)


async def mark_read(message_id: UUID, *, person_id: UUID, at: datetime) -> bool:
    """Note the first reading; False when there is nothing to note."""
    return await database.execute(MARK_READ, message_id, person_id, at) == 1


async def unread(person_id: UUID) -> int:
    """How many messages wait to be read."""
    row = await database.fetch_one(UNREAD, person_id)
    return int(row["unread"]) if row else 0
