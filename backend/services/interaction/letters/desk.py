"""Answering letters: one takes it, one writes, another checks; the writer hears of what ends or moves it."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from uuid import UUID

from asyncpg import Record

from backend.core import database
from backend.core.attempts import Attempt, once
from backend.core.ground import ground
from backend.core.structs import Page
from backend.identity.people import service as people
from backend.services.interaction.letters import queries
from backend.services.interaction.letters.anonymous import left_in
from backend.services.interaction.letters.errors import (
    BoxUnknown,
    LetterNotFound,
    NotForPublication,
    PersonalDataLeft,
    SameBox,
)
from backend.services.interaction.letters.service import record
from backend.services.interaction.letters.structs import (
    DeskLetter,
    GiveReason,
    LetterAction,
    LetterState,
    LetterSummary,
    ProposeAnswer,
    PublishLetter,
    Transfer,
)
from backend.services.interaction.letters.transitions import step
from backend.services.interaction.letters.views import (
    ANSWERED,
    WAITING,
    desk_letter_of,
    situation_of,
    summary_of,
)
from backend.services.interaction.offices import service as offices
from backend.services.interaction.offices.errors import SecondPersonNeeded
from backend.supports.files.structs import StoredFile
from backend.supports.messages import service as messages
from backend.supports.messages.structs import SendMessage

FIRST = (date(1, 1, 1), UUID(int=0))
SHOWN = ["name", "letter"]  # what an officer is told about the writer
Effect = Callable[[Record], Awaitable[None]]


async def listed(staff: UUID, *, state: LetterState | None, limit: int, cursor: str | None) -> Page[LetterSummary]:
    """Letters of the officer's own offices, what is due first first; without a state those that wait for the office.

    Raises:
        BadCursor
    """
    purpose = f"letters.desk:{staff}:{state}"
    day, _, row_id = (ground().cursors.read(purpose, cursor) or "").partition(" ")
    after = (date.fromisoformat(day), UUID(row_id)) if day else FIRST
    states = sorted(WAITING) if state is None else [state.value]
    rows = await queries.at_desk(await offices.columns(staff), after=after, states=states, limit=limit + 1)
    return ground().cursors.page(
        purpose, rows, limit=limit, item=summary_of, position=lambda row: f"{row['due_on']} {row['id']}"
    )


async def read(letter_id: UUID, *, staff: UUID) -> DeskLetter:
    """A letter of one's own office with its writer's name; that somebody looked is recorded.

    Raises:
        LetterNotFound: not there, or with another office.
    """
    async with database.transaction():
        row = await _own(letter_id, staff=staff)
        await record("read", letter_id, actor=staff, about=row["person_id"], fields=SHOWN)
        return await _shown(letter_id, staff=staff)


async def file_of(letter_id: UUID, file_id: UUID, *, staff: UUID) -> tuple[StoredFile, bytes]:
    """An attachment of a letter of one's own office; that somebody looked is recorded.

    Raises:
        LetterNotFound, FileNotHere
    """
    async with database.transaction():
        row = await _own(letter_id, staff=staff)
        await record("file-read", letter_id, actor=staff, about=row["person_id"], fields=["attachment"])
    return await offices.content(row["files"], file_id)


async def assign(letter_id: UUID, *, staff: UUID, attempt: Attempt, at: datetime) -> DeskLetter:
    """Take the letter; a colleague may take it over.

    Raises:
        LetterNotFound, LetterMovedOn
    """

    async def effect(_row: Record) -> None:
        await queries.assign(letter_id, officer=staff)

    return await _act(letter_id, LetterAction.ASSIGN, "", effect, staff=staff, attempt=attempt, at=at)


async def transfer(letter_id: UUID, command: Transfer, *, staff: UUID, attempt: Attempt, at: datetime) -> LetterSummary:
    """Hand it to the office that it belongs to, and say why; the clock runs on. It is this office's no more.

    Raises:
        LetterNotFound, LetterMovedOn, TransferredTooOften, BoxUnknown, SameBox
    """

    async def work() -> LetterSummary:
        row = await _move(letter_id, LetterAction.TRANSFER, command.reason, staff=staff, at=at)
        box = await queries.box(command.box_id)
        if box is None:
            raise BoxUnknown
        if (box["department"], box["region_code"]) == (row["department"], row["region_code"]):
            raise SameBox
        await queries.hand_on(letter_id, box)
        text = f"您的来信《{row['subject']}》已转由{box['department']}办理。原因：{command.reason}"
        await _tell(row, title="您的来信已转办", body=text)
        moved = await queries.one(letter_id)
        if moved is None:
            raise LetterNotFound
        return summary_of(moved)

    return await once(attempt, LetterSummary, work)


async def refuse(letter_id: UUID, command: GiveReason, *, staff: UUID, attempt: Attempt, at: datetime) -> DeskLetter:
    """Do not take it up, and say why and where else to turn.

    Raises:
        LetterNotFound, LetterMovedOn
    """

    async def effect(row: Record) -> None:
        await _tell(row, title="您的来信未能受理", body=f"《{row['subject']}》：{command.reason}")

    return await _act(letter_id, LetterAction.REFUSE, command.reason, effect, staff=staff, attempt=attempt, at=at)


async def propose(
    letter_id: UUID, command: ProposeAnswer, *, staff: UUID, attempt: Attempt, at: datetime
) -> DeskLetter:
    """Write an answer; a colleague checks it before it goes out.

    Raises:
        LetterNotFound, LetterMovedOn
    """

    async def effect(_row: Record) -> None:
        await queries.propose(letter_id, command.text)

    return await _act(letter_id, LetterAction.PROPOSE, "", effect, staff=staff, attempt=attempt, at=at)


async def give_back(letter_id: UUID, command: GiveReason, *, staff: UUID, attempt: Attempt, at: datetime) -> DeskLetter:
    """The answer must change, and why.

    Raises:
        LetterNotFound, LetterMovedOn, SecondPersonNeeded
    """
    return await _act(letter_id, LetterAction.RETURN, command.reason, None, staff=staff, attempt=attempt, at=at)


async def approve(letter_id: UUID, *, staff: UUID, attempt: Attempt, at: datetime) -> DeskLetter:
    """The answer goes out: into the letter's time line and the writer's inbox.

    Raises:
        LetterNotFound, LetterMovedOn, SecondPersonNeeded
    """

    async def work() -> DeskLetter:
        row = await _own(letter_id, staff=staff)
        answer = row["proposal"]
        await _move(letter_id, LetterAction.APPROVE, answer, staff=staff, at=at)
        await _tell(row, title=f"已答复：{row['subject']}", body=answer)
        return await _shown(letter_id, staff=staff)

    return await once(attempt, DeskLetter, work)


async def publish(
    letter_id: UUID, command: PublishLetter, *, staff: UUID, attempt: Attempt, at: datetime
) -> DeskLetter:
    """Let others read it, in words that somebody has checked who did not write the answer.

    Raises:
        LetterNotFound, NotForPublication, SecondPersonNeeded, PersonalDataLeft
    """

    async def work() -> DeskLetter:
        row = await _own(letter_id, staff=staff)
        if not row["publishable"] or row["state"] not in ANSWERED or row["published_at"] is not None:
            raise NotForPublication
        if row["proposer_id"] == staff:
            raise SecondPersonNeeded
        writer = (await people.names_of([row["person_id"]])).get(row["person_id"], "")
        for text in (command.title, command.question, command.answer):
            if (found := left_in(text, writer=writer)) is not None:
                raise PersonalDataLeft(what=found)
        await queries.publish(letter_id, command, at=at)
        await record("published", letter_id, actor=staff, about=row["person_id"])
        return await _shown(letter_id, staff=staff)

    return await once(attempt, DeskLetter, work)


async def _act(
    letter_id: UUID,
    action: LetterAction,
    text: str,
    effect: Effect | None,
    *,
    staff: UUID,
    attempt: Attempt,
    at: datetime,
) -> DeskLetter:
    async def work() -> DeskLetter:
        row = await _move(letter_id, action, text, staff=staff, at=at)
        if effect is not None:
            await effect(row)
        return await _shown(letter_id, staff=staff)

    return await once(attempt, DeskLetter, work)


async def _move(letter_id: UUID, action: LetterAction, text: str, *, staff: UUID, at: datetime) -> Record:
    row = await _own(letter_id, staff=staff)
    after = step(situation_of(row), action, actor=staff)
    await queries.move(
        letter_id, state=after.state, transfers=after.transfers, rounds=after.rounds, proposer=after.proposer, at=at
    )
    await queries.step(letter_id, action, actor=staff, department=row["department"], text=text, at=at)
    await record(action.value, letter_id, actor=staff, about=row["person_id"])
    return row


async def _own(letter_id: UUID, *, staff: UUID) -> Record:
    """Locked; whose office it is not with does not learn that it exists."""
    row = await queries.lock(letter_id)
    if row is None or not await offices.works_for(staff, department=row["department"], region_code=row["region_code"]):
        raise LetterNotFound
    return row


async def _shown(letter_id: UUID, *, staff: UUID) -> DeskLetter:
    row = await _own(letter_id, staff=staff)
    writer = (await people.names_of([row["person_id"]])).get(row["person_id"], "")
    return desk_letter_of(row, await queries.steps(letter_id), writer=writer, reader=staff)


async def _tell(row: Record, *, title: str, body: str) -> None:
    await messages.send(
        SendMessage(person_id=row["person_id"], sender=row["department"], title=title[:200], body=body[:4000])
    )
