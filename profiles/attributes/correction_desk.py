"""Corrections at the source: who may see and answer them, and how the answer reaches the person."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from asyncpg import Record

from backend.core import database
from backend.core.attempts import Attempt, once
from backend.core.audit import log as audit
from backend.core.ground import ground
from backend.core.structs import Page, now
from backend.identity.consents.structs import Bilingual
from backend.identity.people import service as people
from backend.identity.people.structs import Post, Role
from backend.reference.calendar import service as calendar
from backend.supports.exchange import service as exchange
from backend.supports.exchange.structs import Reader
from backend.supports.files import service as files
from backend.supports.files.structs import StoredFile
from backend.supports.messages import service as messages
from backend.supports.messages.structs import MessageFact, SendMessage
from profiles.attributes import correction_queries, correction_view, queries
from profiles.attributes.catalogue import OWNERS
from profiles.attributes.correction_structs import AnswerCorrection, Correction, DeskCorrection
from profiles.attributes.errors import CorrectionAnswered, CorrectionNotFound, OwnCorrection
from profiles.attributes.judging import stem_of

DUTY: Final = "statutory:pipl-13-3"
CHECKING: Final = Bilingual(zh="核对更正登记信息（数据校核）", en="Checking and correcting data of a register")
OPEN: Final = "open"


async def queue(staff_id: UUID, *, answered: bool, limit: int, cursor: str | None) -> Page[DeskCorrection]:
    """Requests for the departments in which the person works, without values: open ones the oldest first.

    Raises:
        BadCursor
    """
    cursors, purpose = ground().cursors, f"profiles.desk-corrections:{staff_id}:{answered}"
    position = cursors.read(purpose, cursor)
    pairs = _pairs(await people.posts_of(staff_id))
    after = UUID(position) if position else None
    rows = await correction_queries.at_desk(
        [one[0] for one in pairs], [one[1] for one in pairs], is_open=not answered, after=after, limit=limit + 1
    )
    days = await calendar.current()
    return cursors.page(
        purpose,
        rows,
        limit=limit,
        item=lambda row: correction_view.desk_correction(row, days),
        position=correction_view.row_id,
    )


async def open_one(correction_id: UUID, *, staff_id: UUID) -> Correction:
    """A request with its values, for the source's staff; that they looked stands in the person's history.

    Raises:
        CorrectionNotFound: not there, or not for one of their departments.
    """
    async with database.transaction():
        row = await correction_queries.one(correction_id)
        if row is None or (post := _covering(await people.posts_of(staff_id), row)) is None:
            raise CorrectionNotFound
        reader = Reader(
            actor_id=staff_id,
            purpose="correction",
            purpose_text=CHECKING,
            recipient=post.department,
            basis=DUTY,
            case_ref=str(correction_id),
        )
        await exchange.note_read(subject=correction_view.subject_of(row), names=[row["attribute"]], reader=reader)
    return correction_view.correction(row, await calendar.current())


async def file_of(correction_id: UUID, file_id: UUID, *, staff_id: UUID) -> tuple[StoredFile, bytes]:
    """A file of a request, for the source's staff.

    Raises:
        CorrectionNotFound: no such file of such a request.
    """
    row = await correction_queries.one(correction_id)
    if row is None or file_id not in row["files"] or _covering(await people.posts_of(staff_id), row) is None:
        raise CorrectionNotFound
    async with database.transaction():
        await audit.record(
            action="profiles.correction-file-read", actor=f"person:{staff_id}", subject=f"file:{file_id}",
            about=row["person_id"],
        )  # fmt: skip
    return await files.read(file_id, person_id=row["person_id"])


async def answer(correction_id: UUID, *, command: AnswerCorrection, staff_id: UUID, attempt: Attempt) -> Correction:
    """Say what came of it; the person gets a message, and registers are asked again soon.

    Raises:
        CorrectionNotFound, OwnCorrection, CorrectionAnswered
    """

    async def work() -> Correction:
        row = await correction_queries.one(correction_id, lock=True)
        if row is None or (post := _covering(await people.posts_of(staff_id), row)) is None:
            raise CorrectionNotFound
        if row["person_id"] == staff_id:
            raise OwnCorrection
        if row["state"] != OPEN:
            raise CorrectionAnswered
        await correction_queries.answer(
            correction_id, state=command.outcome, by=staff_id, department=post.department, text=command.text, at=now()
        )
        await correction_view.record(f"correction-{command.outcome}", by=staff_id, row=row)
        if command.outcome == "confirmed":
            await queries.note_load([row["subject_id"]], at=None)
        await messages.send(_letter(row, command, department=post.department))
        answered = await correction_queries.one(correction_id)
        assert answered is not None  # noqa: S101 - the row is held
        return correction_view.correction(answered, await calendar.current())

    return await once(attempt, Correction, work)


def _pairs(posts: Sequence[Post]) -> list[tuple[str, str]]:
    """The sources for which these posts answer, each with the stem of the codes of its places."""
    return [
        (owner.code, stem_of(post.region_code))
        for post in posts
        if Role.CASE_OFFICER in post.roles
        for owner in OWNERS.values()
        if any(word in post.department for word in owner.words)
    ]


def _covering(posts: Sequence[Post], row: Record) -> Post | None:
    """The post in which somebody may answer the request."""
    for post in posts:
        if any(owner == row["owner"] and row["region_code"].startswith(stem) for owner, stem in _pairs([post])):
            return post
    return None


def _letter(row: Record, command: AnswerCorrection, *, department: str) -> SendMessage:
    attribute = correction_view.attribute_of(row)
    confirmed = command.outcome == "confirmed"
    outcome = "已核实并在来源处更正" if confirmed else "经核实不予更正"
    return SendMessage(
        person_id=row["person_id"],
        sender=department,
        title=f"“{attribute.zh}”核对结果：{outcome}",
        body=command.text,
        facts=[MessageFact(label="核对事项", value=attribute.zh), MessageFact(label="结果", value=outcome)],
    )
