"""帮办代办: a request for help goes to the community workers of its township or village; one of them takes it.

Until then they see what is asked and where; who asks is shown to the one who took it. The person hears of every step.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import UUID

from asyncpg import Record

from backend.core.attempts import Attempt, once
from backend.core.audit import log as audit
from backend.core.ids import new_id
from backend.reference.regions import service as regions
from backend.reference.regions.errors import UnknownRegion
from backend.reference.regions.service import local_time
from backend.services.windows import help_queries
from backend.services.windows.errors import (
    HelpMovedOn,
    HelpNotFound,
    HelpNotHere,
    HelpNotYours,
    HelpTaken,
    RegionUnknown,
    TooManyHelpRequests,
    WishOutOfReach,
)
from backend.services.windows.help_structs import (
    Arrange,
    AskForHelp,
    HelpRequest,
    SayUnable,
    WriteMessage,
)
from backend.services.windows.help_view import covered, find
from backend.supports.messages import service as messages
from backend.supports.messages.structs import SendMessage

OPEN_MOST = 3  # of one person: a helper visits for several things at once
WISH_DAYS = 60
POINT_DIGITS = 9
OPEN, HELD = ("open", "taken", "arranged"), ("taken", "arranged")
SENDER = "帮办代办"
Move = Callable[[], Awaitable[Record | None]]


async def ask(command: AskForHelp, *, person_id: UUID, attempt: Attempt, at: datetime) -> HelpRequest:
    """Ask the helpers of a township or village.

    Raises:
        RegionUnknown, HelpNotHere, WishOutOfReach, TooManyHelpRequests
    """

    async def work() -> HelpRequest:
        way = await _way(command.region_code)
        _within_reach(command.wished_at, at=at)
        await help_queries.lock_person(person_id)
        if await help_queries.count_open(person_id) >= OPEN_MOST:
            raise TooManyHelpRequests(most=OPEN_MOST)
        new = help_queries.NewHelp(
            id=new_id(),
            person_id=person_id,
            region_code=command.region_code,
            way=way,
            place=command.place,
            wished_at=command.wished_at,
            basic_code=command.basic_code,
            what=command.what,
            created_at=at,
        )
        await help_queries.insert(new)
        await _record("asked", new.id, actor=person_id, about=person_id)
        return await find(new.id, reader=person_id)

    return await once(attempt, HelpRequest, work)


async def withdraw(help_id: UUID, *, person_id: UUID, attempt: Attempt, at: datetime) -> HelpRequest:
    """The person needs no help any more; a helper who had taken it is told.

    Raises:
        HelpNotFound, HelpMovedOn
    """

    async def work() -> HelpRequest:
        row = await _of_person(help_id, person_id=person_id)
        moved = await help_queries.move(help_id, state="withdrawn", from_states=OPEN, at=at)
        if moved is None:
            raise await _moved_on(help_id)
        await _record("withdrawn", help_id, actor=person_id, about=person_id)
        if row["worker_id"] is not None:
            await _tell(row["worker_id"], title="帮办请求已撤回", body=f"“{_short(row)}”的帮办请求已由本人撤回。")
        return await find(help_id, reader=person_id)

    return await once(attempt, HelpRequest, work)


async def write(help_id: UUID, command: WriteMessage, *, author: UUID, attempt: Attempt, at: datetime) -> HelpRequest:
    """A few words from the person to the helper who took it, or back; the other one finds them in the inbox, too.

    Raises:
        HelpNotFound
        HelpNotYours: another helper looks after it, or nobody yet.
        HelpMovedOn: it has ended.
    """

    async def work() -> HelpRequest:
        request = await find(help_id, reader=author)
        row = await help_queries.request(help_id)
        if row is None or author not in {row["person_id"], row["worker_id"]}:
            raise HelpNotYours
        if request.state not in OPEN:
            raise HelpMovedOn(state=request.state.value)
        await help_queries.insert_message(new_id(), help_id=help_id, author_id=author, text=command.text, at=at)
        await _record("written", help_id, actor=author, about=row["person_id"])
        other = row["worker_id"] if author == row["person_id"] else row["person_id"]
        if other is not None:
            await _tell(other, title="帮办代办有新留言", body=command.text)
        return await find(help_id, reader=author)

    return await once(attempt, HelpRequest, work)


async def take(help_id: UUID, *, worker: UUID, attempt: Attempt, at: datetime) -> HelpRequest:
    """I will help. Of several who say so at the same time, one does.

    Raises:
        HelpNotFound, HelpTaken, HelpMovedOn
    """

    async def move() -> Record | None:
        return await help_queries.move(help_id, state="taken", from_states=("open",), at=at, worker_id=worker)

    told = ("已有帮办员接单", "帮办员已接下您的请求，将与您约定上门时间。")
    return await _step("taken", help_id, move, told, worker=worker, attempt=attempt)


async def hand_back(help_id: UUID, *, worker: UUID, attempt: Attempt, at: datetime) -> HelpRequest:
    """Let another helper take it.

    Raises:
        HelpNotFound, HelpNotYours, HelpMovedOn
    """

    async def move() -> Record | None:
        return await help_queries.move(help_id, state="open", from_states=HELD, at=at, of_worker=worker)

    told = ("正在为您更换帮办员", "原帮办员不能前来，您的请求已转给其他帮办员，请稍候。")
    return await _step("handed-back", help_id, move, told, worker=worker, attempt=attempt)


async def arrange(help_id: UUID, command: Arrange, *, worker: UUID, attempt: Attempt, at: datetime) -> HelpRequest:
    """Say when the helper comes; saying another time replaces it.

    Raises:
        HelpNotFound, HelpNotYours, HelpMovedOn, WishOutOfReach
    """
    _within_reach(command.visit_at, at=at)  # also before it is written out: not every moment has a local time

    async def move() -> Record | None:
        return await help_queries.move(
            help_id, state="arranged", from_states=HELD, at=at, of_worker=worker, visit_at=command.visit_at
        )

    told = ("上门时间已约定", f"帮办员将于 {local_time(command.visit_at):%Y-%m-%d %H:%M} 上门。")
    return await _step("arranged", help_id, move, told, worker=worker, attempt=attempt)


async def done(help_id: UUID, *, worker: UUID, attempt: Attempt, at: datetime) -> HelpRequest:
    """The person was helped.

    Raises:
        HelpNotFound, HelpNotYours, HelpMovedOn
    """

    async def move() -> Record | None:
        return await help_queries.move(help_id, state="done", from_states=HELD, at=at, of_worker=worker)

    told = ("帮办已完成", "您的帮办请求已办理完成。")
    return await _step("done", help_id, move, told, worker=worker, attempt=attempt)


async def unable(help_id: UUID, command: SayUnable, *, worker: UUID, attempt: Attempt, at: datetime) -> HelpRequest:
    """It cannot be done, and why.

    Raises:
        HelpNotFound, HelpNotYours, HelpMovedOn
    """

    async def move() -> Record | None:
        return await help_queries.move(
            help_id, state="unable", from_states=HELD, at=at, of_worker=worker, reason=command.reason
        )

    return await _step("unable", help_id, move, ("帮办未能办理", command.reason), worker=worker, attempt=attempt)


async def _step(
    what: str, help_id: UUID, move: Move, told: tuple[str, str], *, worker: UUID, attempt: Attempt
) -> HelpRequest:
    """What a worker does with a request of their region; the person is told."""

    async def work() -> HelpRequest:
        row = await help_queries.request(help_id)
        if row is None or not await covered(row, worker=worker):
            raise HelpNotFound
        if await move() is None:
            raise await _moved_on(help_id, worker=worker, taking=what == "taken")
        await _record(what, help_id, actor=worker, about=row["person_id"])
        await _tell(row["person_id"], title=told[0], body=told[1])
        return await find(help_id, reader=worker)

    return await once(attempt, HelpRequest, work)


async def _moved_on(
    help_id: UUID, *, worker: UUID | None = None, taking: bool = False
) -> HelpMovedOn | HelpNotYours | HelpTaken:
    """Why the step could not be made, by what the request is now."""
    row = await help_queries.request(help_id)
    if row is None:
        raise HelpNotFound
    if worker is not None and row["state"] in HELD and row["worker_id"] != worker:
        return HelpTaken() if taking else HelpNotYours()
    return HelpMovedOn(state=row["state"])


async def _of_person(help_id: UUID, *, person_id: UUID) -> Record:
    row = await help_queries.request(help_id)
    if row is None or row["person_id"] != person_id:
        raise HelpNotFound
    return row


async def _way(region_code: str) -> list[str]:
    if len(region_code) < POINT_DIGITS:
        raise HelpNotHere
    try:
        return [place.code for place in await regions.path_of(region_code)]
    except UnknownRegion as error:
        raise RegionUnknown(code=region_code) from error


def _within_reach(moment: datetime | None, *, at: datetime) -> None:
    if moment is not None and not at < moment <= at + timedelta(days=WISH_DAYS):
        raise WishOutOfReach(days=WISH_DAYS)


def _short(row: Record) -> str:
    return str(row["what"])[:20]


async def _tell(person_id: UUID, *, title: str, body: str) -> None:
    await messages.send(SendMessage(person_id=person_id, sender=SENDER, title=title, body=body))


async def _record(what: str, help_id: UUID, *, actor: UUID, about: UUID) -> None:
    await audit.record(
        action=f"windows.help-{what}", actor=f"person:{actor}", subject=f"help-request:{help_id}", about=about
    )
