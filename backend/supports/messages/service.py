"""The rules of the inbox: what was sent stays as it was sent, and only its person sees it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core import database, tracing
from backend.core.attempts import Attempt, Done, once
from backend.core.audit import log as audit
from backend.core.ground import ground
from backend.core.jobs import emit, emit_all
from backend.core.pages import LATEST, at_moment, moment_and_id
from backend.core.structs import Page, now
from backend.supports.messages import queries
from backend.supports.messages.errors import MessageNotFound
from backend.supports.messages.structs import Message, MessageFact, MessageSent, MessageSummary, SendMessage

SUMMARY_MOST = 60  # what two lines of a list hold on a small phone


async def send(command: SendMessage) -> UUID:
    """Put the message into the inbox, in the caller's transaction if there is one; the id of the message.

    The same `command.id` again sends nothing and tells nobody.
    """
    async with database.transaction():
        summary = command.summary or _summary(command.body)
        if await queries.insert(command, summary=summary, causal_id=tracing.causal_id(), sent_at=now()):
            actor = f"mini-app:{command.app_id}" if command.app_id else "system"
            await audit.record(
                action="messages.sent", actor=actor, subject=f"message:{command.id}", about=command.person_id
            )
            await emit(MessageSent(message_id=command.id, person_id=command.person_id))
    return command.id


async def send_all(commands: Sequence[SendMessage]) -> None:
    """The same for many people, with a few statements, in the caller's transaction if there is one.

    Each is a message of its own: with its leaf about its person, and told to carriers. None comes from a mini-app.
    """
    if not commands:
        return
    async with database.transaction():
        new = await queries.insert_all(
            commands,
            summaries=[one.summary or _summary(one.body) for one in commands],
            causal_id=tracing.causal_id(),
            sent_at=now(),
        )
        sent = [one for one in commands if one.id in new]
        await audit.record_all(
            action="messages.sent", actor="system", facts=[(f"message:{one.id}", one.person_id) for one in sent]
        )
        await emit_all([MessageSent(message_id=one.id, person_id=one.person_id) for one in sent])


async def read_marks(ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When messages were read that a room above sent; those unread are left out. Ids only, nothing of their content."""
    return {row["id"]: row["read_at"] for row in await queries.read_marks(ids)} if ids else {}


async def inbox(person_id: UUID, *, limit: int, cursor: str | None = None) -> Page[MessageSummary]:
    """The person's messages, the newest first. What arrives meanwhile stands before the first page, never in between.

    Raises:
        BadCursor
    """
    purpose = f"messages:{person_id}"
    before = moment_and_id(ground().cursors.read(purpose, cursor), first=LATEST)
    rows = await queries.inbox(person_id, before=before, limit=limit + 1)
    return ground().cursors.page(purpose, rows, limit=limit, item=_summary_of, position=at_moment("sent_at"))


async def read_one(message_id: UUID, *, person_id: UUID) -> Message:
    """The whole message; looking at it does not mark it as read, the phone says so when it was on the screen.

    Raises:
        MessageNotFound: not there, or not this person's.
    """
    row = await queries.one(message_id, person_id=person_id)
    if row is None:
        raise MessageNotFound
    facts = msgspec.convert(row["facts"], list[MessageFact])
    return Message(**msgspec.structs.asdict(_summary_of(row)), body=row["body"], facts=facts)


async def mark_read(message_id: UUID, *, person_id: UUID, attempt: Attempt) -> None:
    """Note that the person has read it. The first reading counts; a second changes nothing.

    Raises:
        MessageNotFound: not there, or not this person's.
    """

    async def note() -> Done:
        if await queries.mark_read(message_id, person_id=person_id, at=now()):
            reader, subject = f"person:{person_id}", f"message:{message_id}"
            await audit.record(action="messages.read", actor=reader, subject=subject, about=person_id)
        elif await queries.one(message_id, person_id=person_id) is None:
            raise MessageNotFound
        return Done()

    await once(attempt, Done, note)


async def unread_count(person_id: UUID) -> int:
    """How many messages wait to be read."""
    return await queries.unread(person_id)


def _summary(body: str) -> str:
    """The first line that says something."""
    first = next((line.strip() for line in body.splitlines() if line.strip()), "")
    return first if len(first) <= SUMMARY_MOST else first[: SUMMARY_MOST - 1] + "…"


def _summary_of(row: Record) -> MessageSummary:
    return MessageSummary(
        id=row["id"],
        title=row["title"],
        summary=row["summary"],
        sender=row["sender"],
        at=row["sent_at"],
        read_at=row["read_at"],
    )
