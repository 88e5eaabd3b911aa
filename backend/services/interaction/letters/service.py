"""Writing to an office: one's own letters, what others may read, and where one can write to.

甘政发〔2021〕69号 clause (九), 提升政民互动.
Not for litigation, discipline, reconsideration and the like, which have ways of their own (as for 12345).
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from asyncpg import Record

from backend.core import database, rates
from backend.core.attempts import Attempt, once
from backend.core.audit import log as audit
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.core.pages import LATEST, at_moment, moment_and_id
from backend.core.structs import Page
from backend.reference.calendar import service as calendars
from backend.reference.calendar.structs import YearLoaded
from backend.reference.regions.service import local_time
from backend.services.interaction.letters import queries
from backend.services.interaction.letters.errors import BoxUnknown, LetterNotFound, TooManyLetters
from backend.services.interaction.letters.structs import (
    AskAgain,
    Letter,
    LetterAction,
    LetterBoxes,
    LetterKind,
    LetterSummary,
    PublicLetter,
    SeedBox,
    Settle,
    WriteLetter,
)
from backend.services.interaction.letters.terms import term_of, terms
from backend.services.interaction.letters.transitions import step
from backend.services.interaction.letters.views import box_of, letter_of, public_of, situation_of, summary_of
from backend.services.interaction.offices import service as offices
from backend.supports.files.structs import StoredFile

LETTERS_MOST = 5  # a day: whoever has more to say writes it into one letter
BATCH = 500


async def boxes(region_code: str | None) -> LetterBoxes:
    """Where one can write to from this region, the nearest first.

    Raises:
        RegionUnknown
    """
    rows = await queries.boxes(await offices.way(region_code))
    return LetterBoxes(boxes=[box_of(one) for one in rows], terms=list(terms()))


async def write(command: WriteLetter, *, person_id: UUID, attempt: Attempt, at: datetime) -> Letter:
    """Write a letter; its clock runs from the day on which it came.

    Raises:
        BoxUnknown, TooManyLetters, FileNotHere
    """

    async def work() -> Letter:
        box = await queries.box(command.box_id)
        if box is None:
            raise BoxUnknown
        if await rates.count(f"letters:{person_id}", most=LETTERS_MOST, window=timedelta(days=1)):
            raise TooManyLetters(most=LETTERS_MOST)
        files = await offices.attached(command.files, person_id=person_id, kept=[])
        letter_id, day = new_id(), local_time(at).date()
        due = await due_of(command.kind, since=day)
        await queries.write(letter_id, command, box, person_id=person_id, files=files, on=day, due=due, at=at)
        await queries.step(letter_id, LetterAction.WRITE, actor=person_id, department=box["department"], text="", at=at)
        await record("written", letter_id, actor=person_id, about=person_id)
        return await _mine(letter_id, person_id=person_id)

    return await once(attempt, Letter, work)


async def mine(person_id: UUID, *, limit: int, cursor: str | None) -> Page[LetterSummary]:
    """One's own letters, the newest first.

    Raises:
        BadCursor
    """
    purpose = f"letters:{person_id}"
    before = moment_and_id(ground().cursors.read(purpose, cursor), first=LATEST)
    rows = await queries.mine(person_id, before=before, limit=limit + 1)
    return ground().cursors.page(purpose, rows, limit=limit, item=summary_of, position=at_moment("received_at"))


async def find(letter_id: UUID, *, person_id: UUID) -> Letter:
    """One's own letter with what happened.

    Raises:
        LetterNotFound: not there, or somebody else's.
    """
    return await _mine(letter_id, person_id=person_id)


async def file_of(letter_id: UUID, file_id: UUID, *, person_id: UUID) -> tuple[StoredFile, bytes]:
    """An attachment of one's own letter.

    Raises:
        LetterNotFound, FileNotHere
    """
    return await offices.content((await _own(letter_id, person_id=person_id))["files"], file_id)


async def ask_again(letter_id: UUID, command: AskAgain, *, person_id: UUID, attempt: Attempt, at: datetime) -> Letter:
    """The answer did not solve it: once more, to the same office, with a clock of its own.

    Raises:
        LetterNotFound, LetterMovedOn, AskedAgainAlready
    """

    async def work() -> Letter:
        row = await _moved(letter_id, LetterAction.ASK_AGAIN, person_id=person_id, text=command.text, at=at)
        day = local_time(at).date()
        await queries.restart(letter_id, on=day, due=await due_of(LetterKind(row["kind"]), since=day))
        return await _mine(letter_id, person_id=person_id)

    return await once(attempt, Letter, work)


async def settle(letter_id: UUID, command: Settle, *, person_id: UUID, attempt: Attempt, at: datetime) -> Letter:
    """Say whether the answer solved it; that ends the letter.

    Raises:
        LetterNotFound, LetterMovedOn
    """

    async def work() -> Letter:
        await _moved(letter_id, LetterAction.SETTLE, person_id=person_id, text="", at=at)
        await queries.settle(letter_id, solved=command.solved)
        return await _mine(letter_id, person_id=person_id)

    return await once(attempt, Letter, work)


async def published(
    *, region_code: str | None, kind: LetterKind | None, text: str | None, limit: int, cursor: str | None
) -> Page[PublicLetter]:
    """Letters that others may read, the newest first.

    Raises:
        RegionUnknown, BadCursor
    """
    purpose = f"letters.public:{region_code}:{kind}:{text}"
    before = moment_and_id(ground().cursors.read(purpose, cursor), first=LATEST)
    regions = await offices.way(region_code)
    rows = await queries.published(before=before, regions=regions, kind=kind, text=text, limit=limit + 1)
    return ground().cursors.page(purpose, rows, limit=limit, item=public_of, position=at_moment("published_at"))


async def find_published(letter_id: UUID) -> PublicLetter:
    """One that others may read.

    Raises:
        LetterNotFound: not there, or not public.
    """
    row = await queries.one(letter_id)
    if row is None or row["published_at"] is None:
        raise LetterNotFound
    return public_of(row)


async def recount(_loaded: YearLoaded) -> None:
    """A year's notice has come: days that rested on law alone are counted again, a batch at a time."""
    after = UUID(int=0)
    while rows := await queries.provisional(after=after, limit=BATCH):
        days = [await due_of(LetterKind(one["kind"]), since=one["counted_from"]) for one in rows]
        ids = [one["id"] for one in rows]
        await queries.redue(ids, days=[day for day, _ in days], provisional=[unsure for _, unsure in days])
        after = ids[-1]


async def seed_boxes(wanted: Sequence[SeedBox]) -> int:
    """Open the boxes that are not there yet; the number that is new."""
    async with database.transaction():
        new = [one.id for one in wanted if await queries.seed_box(one)]
        if new:
            await audit.record(action="letters.boxes-seeded", actor="operator", subject=f"letter-boxes:{len(new)}")
    return len(new)


async def due_of(kind: LetterKind, *, since: date) -> tuple[date, bool]:
    """The last day on which an answer is in time, and whether it rests on a year whose notice is not out."""
    found = (await calendars.current()).add(since, term_of(kind).days)
    return found.day, found.provisional


async def record(what: str, letter_id: UUID, *, actor: UUID, about: UUID, fields: list[str] | None = None) -> None:
    """The audit leaf of a step or a look."""
    await audit.record(
        action=f"letters.{what}",
        actor=f"person:{actor}",
        subject=f"letter:{letter_id}",
        about=about,
        purpose="letter-handling" if fields else None,
        fields=fields,
    )


async def _moved(letter_id: UUID, action: LetterAction, *, person_id: UUID, text: str, at: datetime) -> Record:
    row = await queries.lock(letter_id)
    if row is None or row["person_id"] != person_id:
        raise LetterNotFound
    after = step(situation_of(row), action, actor=person_id)
    await queries.move(
        letter_id, state=after.state, transfers=after.transfers, rounds=after.rounds,
        proposer=after.proposer, at=at,
    )  # fmt: skip
    await queries.step(letter_id, action, actor=person_id, department=row["department"], text=text, at=at)
    await record(action.value, letter_id, actor=person_id, about=person_id)
    return row


async def _own(letter_id: UUID, *, person_id: UUID) -> Record:
    row = await queries.one(letter_id)
    if row is None or row["person_id"] != person_id:
        raise LetterNotFound
    return row


async def _mine(letter_id: UUID, *, person_id: UUID) -> Letter:
    row = await _own(letter_id, person_id=person_id)
    return letter_of(row, await queries.steps(letter_id))
