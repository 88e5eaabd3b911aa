"""The access history: who read what of a person, their minor children and the firms they lead, and what they asked."""

from typing import Final
from uuid import UUID

from asyncpg import Record

from backend.core import database
from backend.core.attempts import Attempt, once
from backend.core.audit import log as audit
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.core.structs import Page, now
from backend.identity.consents import service as consents
from backend.identity.people import service as people
from backend.identity.people.structs import Capacity
from backend.supports.exchange import asking, queries, view
from backend.supports.exchange.errors import AccessNotFound, TooManyQuestions
from backend.supports.exchange.structs import AccessEntry, AccessExport, AccessQuestion, AskAboutAccess
from backend.supports.exchange.view import Viewer

EXPORT_MOST: Final = 10_000  # entries of one file: some 5 MB
QUESTIONS_MOST: Final = 3  # a read is explained once; more is a matter for a complaint


async def page(person_id: UUID, *, limit: int, cursor: str | None) -> Page[AccessEntry]:
    """One page, the newest first.

    Raises:
        BadCursor: it was altered, or belongs to another list.
        RegisterAway: it cannot be said whose reads the person may see.
    """
    cursors, purpose = ground().cursors, f"exchange.history:{person_id}"
    position = cursors.read(purpose, cursor)
    entries = await _newest(person_id, before=UUID(position) if position else None, limit=limit + 1)
    return cursors.page(purpose, entries, limit=limit, item=_itself, position=lambda entry: str(entry.id))


async def export(person_id: UUID) -> AccessExport:
    """The newest entries as they are now; that they were taken along is audited.

    Raises:
        RegisterAway
    """
    entries = await _newest(person_id, before=None, limit=EXPORT_MOST + 1)
    async with database.transaction():
        actor = f"person:{person_id}"
        await audit.record(action="exchange.history-exported", actor=actor, subject=actor, about=person_id)
    return AccessExport(exported_at=now(), complete=len(entries) <= EXPORT_MOST, items=entries[:EXPORT_MOST])


async def ask(person_id: UUID, *, access_id: UUID, command: AskAboutAccess, attempt: Attempt) -> AccessQuestion:
    """Keep what the person asks about a read, beside that read.

    Raises:
        AccessNotFound: there is no such read about the person or those they look after.
        TooManyQuestions: `most` were asked already.
        RegisterAway
    """

    async def work() -> AccessQuestion:
        if not await queries.is_about(access_id, (await _viewer(person_id)).everybody):
            raise AccessNotFound
        if await queries.lock_questions(access_id, person_id=person_id) >= QUESTIONS_MOST:
            raise TooManyQuestions(most=QUESTIONS_MOST)
        row = await queries.insert_question(new_id(), access_id=access_id, person_id=person_id, text=command.text)
        actor, subject = f"person:{person_id}", f"access:{access_id}"
        await audit.record(action="exchange.questioned", actor=actor, subject=subject, about=person_id)
        return _question(row)

    return await once(attempt, AccessQuestion, work)


async def _newest(person_id: UUID, *, before: UUID | None, limit: int) -> list[AccessEntry]:
    viewer = await _viewer(person_id)
    rows = await queries.history(viewer.everybody, before=before, limit=limit)
    told = await consents.disclosures_before(person_id, before=before, limit=limit)
    asked: dict[UUID, list[AccessQuestion]] = {}
    for row in await queries.questions([row["id"] for row in rows], person_id=person_id):
        asked.setdefault(row["access_id"], []).append(_question(row))
    entries = [view.of_register(row, viewer=viewer, questions=asked.get(row["id"], ())) for row in rows]
    entries += [view.of_mini_app(one, viewer=viewer) for one in told]
    # Both kinds have version 7 ids, so that one order holds for both.
    return sorted(entries, key=lambda entry: entry.id.int, reverse=True)[:limit]


async def _viewer(person_id: UUID) -> Viewer:
    register_id = await asking.register_id_of(person_id)
    minors = {child.id: child.name for child in await asking.children_of(person_id) if child.is_minor}
    led = [one for one in await people.organisations_of(person_id) if one.capacity is Capacity.LEGAL_PERSON]
    return Viewer(
        person_id=person_id,
        own=frozenset({person_id} | ({register_id} if register_id else set())),
        children=minors,
        firms={one.id: one.name for one in led},
    )


def _question(row: Record) -> AccessQuestion:
    return AccessQuestion(id=row["id"], text=row["text"], at=row["at"])


def _itself(entry: AccessEntry) -> AccessEntry:
    return entry
