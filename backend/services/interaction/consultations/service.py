"""Asking the public: thirty days, comments without names, and a result that accounts for every comment.

甘政发〔2021〕69号 clause (九), 提升政民互动.
重大行政决策程序暂行条例 art. 14 to 16 (recalled): 公开征求意见, 意见采纳情况.
"""

from datetime import date, datetime
from uuid import UUID

from asyncpg import Record

from backend.core import database
from backend.core.attempts import Attempt, once
from backend.core.audit import log as audit
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.core.pages import LATEST, at_moment, moment_and_id
from backend.core.structs import Page
from backend.identity.people import service as people
from backend.reference.calendar import service as calendars
from backend.reference.regions import service as regions
from backend.services.interaction.consultations import queries
from backend.services.interaction.consultations.errors import (
    CommentNotFound,
    ConsultationMovedOn,
    ConsultationNotFound,
    CountsDisagree,
    DatesUnusable,
    NotOpen,
    NotYourFirm,
    SectionUnknown,
    TermTooShort,
    TooManyComments,
)
from backend.services.interaction.consultations.stages import LEAST_DAYS, days_open, is_short
from backend.services.interaction.consultations.structs import (
    Comment,
    Consultation,
    ConsultationDetail,
    ConsultationResult,
    ConsultationText,
    DeskComment,
    DeskConsultation,
    DraftConsultation,
    GiveComment,
    Stage,
)
from backend.services.interaction.consultations.views import Present, comment_of, desk_comment_of
from backend.services.interaction.offices import service as offices
from backend.services.interaction.offices.errors import SecondPersonNeeded

COMMENTS_MOST = 10  # of one person on one draft: enough for its sections, too few to drown the others
LAST = (date(9999, 1, 1), UUID(int=2**128 - 1))


async def listed(*, region_code: str | None, text: str | None, limit: int, cursor: str | None) -> Page[Consultation]:
    """What was opened for a region and those above it; what ends last stands first.

    Raises:
        RegionUnknown, BadCursor
    """
    purpose = f"consultations:{region_code}:{text}"
    position = ground().cursors.read(purpose, cursor)
    day, _, row_id = (position or "").partition(" ")
    before = (date.fromisoformat(day), UUID(row_id)) if position else LAST
    rows = await queries.listed(before=before, regions=await offices.way(region_code), text=text, limit=limit + 1)
    present = await _present()
    return ground().cursors.page(
        purpose, rows, limit=limit, item=present.summary, position=lambda row: f"{row['closes_on']} {row['id']}"
    )


async def find(consultation_id: UUID) -> ConsultationDetail:
    """One that was opened.

    Raises:
        ConsultationNotFound
    """
    row = await _opened(consultation_id)
    return (await _present()).detail(row, region_name=await regions.name_of(row["region_code"]))


async def comment(
    consultation_id: UUID, command: GiveComment, *, person_id: UUID, attempt: Attempt, at: datetime
) -> Comment:
    """Say something about the draft, while it is open.

    Raises:
        ConsultationNotFound, NotOpen, SectionUnknown, NotYourFirm, TooManyComments
    """

    async def work() -> Comment:
        row = await _while_open(consultation_id)
        if command.section is not None and command.section > len(row["sections"]):
            raise SectionUnknown(section=command.section)
        firm = command.organisation_id
        if firm is not None and await people.capacity_in(person_id, organisation_id=firm) is None:
            raise NotYourFirm
        await queries.lock_person(person_id)
        if await queries.standing_of(consultation_id, person_id=person_id) >= COMMENTS_MOST:
            raise TooManyComments(most=COMMENTS_MOST)
        comment_id = new_id()
        await queries.comment(comment_id, consultation_id, command, person_id=person_id, at=at)
        await _record("commented", consultation_id, actor=person_id, about=person_id)
        [mine] = await queries.mine(consultation_id, person_id=person_id, limit=1)
        return comment_of(mine)

    return await once(attempt, Comment, work)


async def withdraw_comment(
    consultation_id: UUID, comment_id: UUID, *, person_id: UUID, attempt: Attempt, at: datetime
) -> Comment:
    """Take one's own comment back, while the draft is open.

    Raises:
        ConsultationNotFound, NotOpen, CommentNotFound
    """

    async def work() -> Comment:
        await _while_open(consultation_id)
        if not await queries.withdraw(comment_id, consultation_id=consultation_id, person_id=person_id, at=at):
            raise CommentNotFound
        await _record("comment-withdrawn", consultation_id, actor=person_id, about=person_id)
        own = await queries.mine(consultation_id, person_id=person_id, limit=100)
        return next(comment_of(one) for one in own if one["id"] == comment_id)

    return await once(attempt, Comment, work)


async def my_comments(consultation_id: UUID, *, person_id: UUID, limit: int) -> Page[Comment]:
    """One's own comments, the newest first; one page, since nobody has many.

    Raises:
        ConsultationNotFound
    """
    await _opened(consultation_id)
    rows = await queries.mine(consultation_id, person_id=person_id, limit=limit)
    return Page(items=[comment_of(one) for one in rows])


async def at_desk(staff: UUID, *, limit: int, cursor: str | None) -> Page[Consultation]:
    """The consultations of the officer's own offices, drafts included.

    Raises:
        BadCursor
    """
    purpose = f"consultations.desk:{staff}"
    before = moment_and_id(ground().cursors.read(purpose, cursor), first=LATEST)
    rows = await queries.at_desk(await offices.columns(staff), before=before, limit=limit + 1)
    present = await _present()
    return ground().cursors.page(purpose, rows, limit=limit, item=present.summary, position=at_moment("changed_at"))


async def find_at_desk(consultation_id: UUID, *, staff: UUID) -> DeskConsultation:
    """One of one's own office.

    Raises:
        ConsultationNotFound, NotYourOffice
    """
    async with database.transaction():
        return await _shown(consultation_id, staff=staff)


async def comments_at_desk(consultation_id: UUID, *, staff: UUID, limit: int, cursor: str | None) -> Page[DeskComment]:
    """What was said, the oldest first; not by whom.

    Raises:
        ConsultationNotFound, NotYourOffice, BadCursor
    """
    purpose = f"consultations.comments:{consultation_id}"
    position = ground().cursors.read(purpose, cursor)
    async with database.transaction():
        await _own(consultation_id, staff=staff)
        await _record("comments-read", consultation_id, actor=staff)
        after = UUID(position) if position else UUID(int=0)
        rows = await queries.comments(consultation_id, after=after, limit=limit + 1)
    return ground().cursors.page(purpose, rows, limit=limit, item=desk_comment_of, position=lambda row: str(row["id"]))


async def draft(command: DraftConsultation, *, staff: UUID, attempt: Attempt, at: datetime) -> DeskConsultation:
    """Begin a consultation of one's own office.

    Raises:
        NotYourOffice, DatesUnusable, TermTooShort
    """

    async def work() -> DeskConsultation:
        await offices.require(staff, department=command.department, region_code=command.region_code)
        _check(command)
        consultation_id = new_id()
        await queries.draft(consultation_id, command, editor=staff, at=at)
        return await _done("drafted", consultation_id, staff=staff)

    return await once(attempt, DeskConsultation, work)


async def revise(
    consultation_id: UUID, command: ConsultationText, *, staff: UUID, attempt: Attempt, at: datetime
) -> DeskConsultation:
    """Write at a draft; whoever does can no longer check it. What is open stays as people read it.

    Raises:
        ConsultationNotFound, NotYourOffice, ConsultationMovedOn, DatesUnusable, TermTooShort
    """

    async def work() -> DeskConsultation:
        row = await _own(consultation_id, staff=staff)
        if row["opened_at"] is not None:
            raise ConsultationMovedOn
        _check(command)
        await queries.revise(consultation_id, command, editor=staff, at=at)
        return await _done("revised", consultation_id, staff=staff)

    return await once(attempt, DeskConsultation, work)


async def open_it(consultation_id: UUID, *, staff: UUID, attempt: Attempt, at: datetime) -> DeskConsultation:
    """Let people see it and comment, checked by somebody who wrote none of it.

    Raises:
        ConsultationNotFound, NotYourOffice, ConsultationMovedOn, SecondPersonNeeded, DatesUnusable
    """

    async def work() -> DeskConsultation:
        row = await _own(consultation_id, staff=staff)
        if row["opened_at"] is not None:
            raise ConsultationMovedOn
        if staff in row["editors"]:
            raise SecondPersonNeeded
        if row["opens_on"] < calendars.today():
            raise DatesUnusable
        await queries.open_it(consultation_id, checker=staff, at=at)
        return await _done("opened", consultation_id, staff=staff)

    return await once(attempt, DeskConsultation, work)


async def propose_result(
    consultation_id: UUID, command: ConsultationResult, *, staff: UUID, attempt: Attempt, at: datetime
) -> DeskConsultation:
    """Write what became of the comments; a colleague publishes it.

    Raises:
        ConsultationNotFound, NotYourOffice, ConsultationMovedOn: it has not ended, or has its result. CountsDisagree
    """

    async def work() -> DeskConsultation:
        row = await _own(consultation_id, staff=staff)
        if (await _present()).stage(row) not in {Stage.ENDED, Stage.OVERDUE}:
            raise ConsultationMovedOn
        if (told := sum(one.comments for one in command.groups)) != row["comments"]:
            raise CountsDisagree(received=row["comments"], sorted=told)
        await queries.propose_result(consultation_id, command, writer=staff, at=at)
        return await _done("result-proposed", consultation_id, staff=staff)

    return await once(attempt, DeskConsultation, work)


async def publish_result(consultation_id: UUID, *, staff: UUID, attempt: Attempt, at: datetime) -> DeskConsultation:
    """Let people read the result, checked by somebody who did not write it.

    Raises:
        ConsultationNotFound, NotYourOffice, ConsultationMovedOn, SecondPersonNeeded
    """

    async def work() -> DeskConsultation:
        row = await _own(consultation_id, staff=staff)
        if row["result"] is None or row["result_at"] is not None:
            raise ConsultationMovedOn
        if row["result_by"] == staff:
            raise SecondPersonNeeded
        await queries.publish_result(consultation_id, at=at)
        return await _done("result-published", consultation_id, staff=staff)

    return await once(attempt, DeskConsultation, work)


def _check(text: ConsultationText) -> None:
    if text.opens_on < calendars.today() or text.closes_on <= text.opens_on:
        raise DatesUnusable
    if text.normative and is_short(text.opens_on, text.closes_on) and not text.short_reason.strip():
        raise TermTooShort(least=LEAST_DAYS, days=days_open(text.opens_on, text.closes_on))


async def _present() -> Present:
    return Present(today=calendars.today(), calendar=await calendars.current())


async def _opened(consultation_id: UUID) -> Record:
    row = await queries.one(consultation_id)
    if row is None or row["opened_at"] is None:
        raise ConsultationNotFound
    return row


async def _while_open(consultation_id: UUID) -> Record:
    row = await _opened(consultation_id)
    if (await _present()).stage(row) is not Stage.OPEN:
        raise NotOpen(opens=row["opens_on"].isoformat(), closes=row["closes_on"].isoformat())
    return row


async def _own(consultation_id: UUID, *, staff: UUID) -> Record:
    row = await queries.lock(consultation_id)
    if row is None:
        raise ConsultationNotFound
    await offices.require(staff, department=row["department"], region_code=row["region_code"])
    return row


async def _done(what: str, consultation_id: UUID, *, staff: UUID) -> DeskConsultation:
    await _record(what, consultation_id, actor=staff)
    return await _shown(consultation_id, staff=staff)


async def _shown(consultation_id: UUID, *, staff: UUID) -> DeskConsultation:
    row = await _own(consultation_id, staff=staff)
    name = await regions.name_of(row["region_code"])
    return (await _present()).desk(row, region_name=name, reader=staff)


async def _record(what: str, consultation_id: UUID, *, actor: UUID, about: UUID | None = None) -> None:
    await audit.record(
        action=f"consultations.{what}",
        actor=f"person:{actor}",
        subject=f"consultation:{consultation_id}",
        about=about,
    )
