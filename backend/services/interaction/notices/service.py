"""Publishing: whoever writes does not check, a correction keeps what was there, a withdrawal says why.

政府信息公开条例 art. 19, 20 (recalled) and 甘政发〔2021〕69号 clause (九): 政务公开第一平台, 开放透明的政务公共服务.
"""

from collections.abc import Sequence
from datetime import datetime, time
from uuid import UUID

from asyncpg import Record

from backend.core import database
from backend.core.attempts import Attempt, Done, once
from backend.core.audit import log as audit
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.core.pages import LATEST, at_moment, moment_and_id
from backend.core.structs import Page, now
from backend.reference.regions import service as regions
from backend.services.interaction.notices import queries
from backend.services.interaction.notices.categories import INTERPRETATION, is_known
from backend.services.interaction.notices.errors import CategoryUnknown, NoticeMovedOn, NoticeNotFound, PolicyUnknown
from backend.services.interaction.notices.structs import (
    DeskNotice,
    DeskNoticeLine,
    DraftNotice,
    GiveReason,
    Notice,
    NoticeDetail,
    NoticeText,
    SeedNotice,
    VersionState,
)
from backend.services.interaction.notices.views import desk_line_of, desk_of, detail_of, notice_of
from backend.services.interaction.offices import service as offices
from backend.services.interaction.offices.errors import SecondPersonNeeded
from backend.supports.files.structs import StoredFile


async def listed(
    *,
    region_code: str | None,
    category: str | None,
    department: str | None,
    text: str | None,
    limit: int,
    cursor: str | None,
) -> Page[Notice]:
    """What is published for a region and those above it, the newest first.

    Raises:
        RegionUnknown, BadCursor
    """
    purpose = f"notices:{region_code}:{category}:{department}:{text}"
    before = moment_and_id(ground().cursors.read(purpose, cursor), first=LATEST)
    rows = await queries.listed(
        before=before,
        regions=await offices.way(region_code),
        category=category,
        department=department,
        text=text,
        limit=limit + 1,
    )
    return ground().cursors.page(purpose, rows, limit=limit, item=notice_of, position=at_moment("published_at"))


async def find(notice_id: UUID, *, version: int | None = None) -> NoticeDetail:
    """A notice as it is shown, or as one of its earlier versions was.

    Raises:
        NoticeNotFound: it was never published, or has no such version.
    """
    row = await queries.published(notice_id, version=version)
    if row is None:
        raise NoticeNotFound
    explained = await queries.published(row["interprets"], version=None) if row["interprets"] else None
    return detail_of(
        row,
        region_name=await regions.name_of(row["region_code"]),
        explained=explained,
        explaining=await queries.explaining(notice_id),
        publications=await queries.publications(notice_id),
    )


async def file_of(notice_id: UUID, file_id: UUID) -> tuple[StoredFile, bytes]:
    """An attachment of what is shown; public like the notice itself.

    Raises:
        NoticeNotFound, FileNotHere
    """
    row = await queries.published(notice_id, version=None)
    if row is None or row["withdrawn_at"] is not None:
        raise NoticeNotFound
    return await offices.content(row["files"], file_id)


async def at_desk(staff: UUID, *, state: VersionState | None, limit: int, cursor: str | None) -> Page[DeskNoticeLine]:
    """The notices of the officer's own offices, what was changed last first.

    Raises:
        BadCursor
    """
    purpose = f"notices.desk:{staff}:{state}"
    before = moment_and_id(ground().cursors.read(purpose, cursor), first=LATEST)
    rows = await queries.at_desk(await offices.columns(staff), before=before, state=state, limit=limit + 1)
    return ground().cursors.page(purpose, rows, limit=limit, item=desk_line_of, position=at_moment("changed_at"))


async def find_at_desk(notice_id: UUID, *, staff: UUID) -> DeskNotice:
    """A notice of one's own office with what is being worked on.

    Raises:
        NoticeNotFound, NotYourOffice
    """
    async with database.transaction():
        return await _shown(notice_id, staff=staff)


async def draft(command: DraftNotice, *, staff: UUID, attempt: Attempt, at: datetime) -> DeskNotice:
    """Begin a notice of one's own office.

    Raises:
        NotYourOffice, CategoryUnknown, PolicyUnknown, FileNotHere
    """

    async def work() -> DeskNotice:
        await offices.require(staff, department=command.department, region_code=command.region_code)
        if not is_known(command.category):
            raise CategoryUnknown(category=command.category)
        await _check_link(command, category=command.category)
        files = await offices.attached(command.files, person_id=staff, kept=[])
        notice_id = new_id()
        await queries.begin(
            notice_id,
            category=command.category,
            department=command.department,
            region_code=command.region_code,
            at=at,
        )
        await queries.open_version(notice_id, 1, command, files=files, editor=staff, source=command.department, at=at)
        return await _done("drafted", notice_id, staff=staff, at=at)

    return await once(attempt, DeskNotice, work)


async def revise(notice_id: UUID, command: NoticeText, *, staff: UUID, attempt: Attempt, at: datetime) -> DeskNotice:
    """Write at the open version; whoever does can no longer check it.

    Raises:
        NoticeNotFound, NotYourOffice, NoticeMovedOn, PolicyUnknown, FileNotHere
    """

    async def work() -> DeskNotice:
        notice = await _own(notice_id, staff=staff)
        version = await _open(notice_id, notice["live"], state=VersionState.DRAFT)
        await _check_link(command, category=notice["category"])
        files = await offices.attached(command.files, person_id=staff, kept=version["files"])
        await queries.revise(version["id"], command, files=files, editor=staff, at=at)
        return await _done("revised", notice_id, staff=staff, at=at)

    return await once(attempt, DeskNotice, work)


async def discard(notice_id: UUID, *, staff: UUID, attempt: Attempt, at: datetime) -> None:
    """Throw away what is being written: a correction, or the whole notice when nothing of it was ever published.

    Raises:
        NoticeNotFound, NotYourOffice, NoticeMovedOn: a colleague has it to check, or nothing is being written.
    """

    async def work() -> Done:
        notice = await _own(notice_id, staff=staff)
        version = await _open(notice_id, notice["live"], state=VersionState.DRAFT)
        await queries.discard(version["id"], notice_id=notice_id)
        await _note("discarded", notice_id, staff=staff, at=at)
        return Done()

    await once(attempt, Done, work)


async def submit(notice_id: UUID, *, staff: UUID, attempt: Attempt, at: datetime) -> DeskNotice:
    """Hand the open version to a colleague to be checked.

    Raises:
        NoticeNotFound, NotYourOffice, NoticeMovedOn
    """

    async def work() -> DeskNotice:
        notice = await _own(notice_id, staff=staff)
        version = await _open(notice_id, notice["live"], state=VersionState.DRAFT)
        await queries.set_state(version["id"], VersionState.SUBMITTED)
        return await _done("submitted", notice_id, staff=staff, at=at)

    return await once(attempt, DeskNotice, work)


async def publish(notice_id: UUID, *, staff: UUID, attempt: Attempt, at: datetime) -> DeskNotice:
    """Let people see it, checked by somebody who wrote none of it.

    Raises:
        NoticeNotFound, NotYourOffice, NoticeMovedOn, SecondPersonNeeded
    """

    async def work() -> DeskNotice:
        version = await _to_check(notice_id, staff=staff)
        await queries.publish(version["id"], checker=staff, at=at)
        return await _done("published", notice_id, staff=staff, at=at)

    return await once(attempt, DeskNotice, work)


async def give_back(notice_id: UUID, command: GiveReason, *, staff: UUID, attempt: Attempt, at: datetime) -> DeskNotice:
    """Let the writer do it again, and say why.

    Raises:
        NoticeNotFound, NotYourOffice, NoticeMovedOn, SecondPersonNeeded
    """

    async def work() -> DeskNotice:
        version = await _to_check(notice_id, staff=staff)
        await queries.set_state(version["id"], VersionState.DRAFT, returned=command.reason)
        return await _done("given-back", notice_id, staff=staff, at=at)

    return await once(attempt, DeskNotice, work)


async def correct(notice_id: UUID, command: GiveReason, *, staff: UUID, attempt: Attempt, at: datetime) -> DeskNotice:
    """Open the next version; what is shown stays until a colleague has checked the new one, and is kept afterwards.

    Raises:
        NoticeNotFound, NotYourOffice, NoticeMovedOn: nothing is published, or somebody writes already.
    """

    async def work() -> DeskNotice:
        notice = await _own(notice_id, staff=staff)
        versions = await queries.versions(notice_id, live=notice["live"])
        if notice["live"] is None or notice["withdrawn_at"] or len(versions) > 1:
            raise NoticeMovedOn
        await queries.correct(notice_id, reason=command.reason, editor=staff, at=at)
        return await _done("correction-begun", notice_id, staff=staff, at=at)

    return await once(attempt, DeskNotice, work)


async def withdraw(notice_id: UUID, command: GiveReason, *, staff: UUID, attempt: Attempt, at: datetime) -> DeskNotice:
    """Show it no longer, at once and by one person: what should not be public must not wait for a colleague.

    Raises:
        NoticeNotFound, NotYourOffice, NoticeMovedOn
    """

    async def work() -> DeskNotice:
        notice = await _own(notice_id, staff=staff)
        if notice["live"] is None or notice["withdrawn_at"]:
            raise NoticeMovedOn
        await queries.withdraw(notice_id, reason=command.reason, at=at)
        return await _done("withdrawn", notice_id, staff=staff, at=at)

    return await once(attempt, DeskNotice, work)


async def seed(notices: Sequence[SeedNotice]) -> int:
    """Publish what is not there yet, on the day on which it was issued; the number that is new."""
    async with database.transaction():
        new = [
            one.id
            for one in notices
            if await queries.seed(one, at=datetime.combine(one.issued_on, time(2), tzinfo=now().tzinfo))
        ]
        if new:
            await audit.record(action="notices.seeded", actor="operator", subject=f"notices:{len(new)}")
    return len(new)


async def _own(notice_id: UUID, *, staff: UUID) -> Record:
    row = await queries.notice(notice_id)
    if row is None:
        raise NoticeNotFound
    await offices.require(staff, department=row["department"], region_code=row["region_code"])
    return row


async def _open(notice_id: UUID, live: int | None, *, state: VersionState) -> Record:
    found = await queries.versions(notice_id, live=live)
    version = next((one for one in found if one["state"] == state), None)
    if version is None:
        raise NoticeMovedOn
    return version


async def _to_check(notice_id: UUID, *, staff: UUID) -> Record:
    notice = await _own(notice_id, staff=staff)
    version = await _open(notice_id, notice["live"], state=VersionState.SUBMITTED)
    if staff in version["editors"]:
        raise SecondPersonNeeded
    return version


async def _check_link(text: NoticeText, *, category: str) -> None:
    if text.interprets is None:
        return
    policy = await queries.published(text.interprets, version=None)
    if category != INTERPRETATION or policy is None or policy["withdrawn_at"] is not None:
        raise PolicyUnknown


async def _done(what: str, notice_id: UUID, *, staff: UUID, at: datetime) -> DeskNotice:
    await _note(what, notice_id, staff=staff, at=at)
    return await _shown(notice_id, staff=staff)


async def _note(what: str, notice_id: UUID, *, staff: UUID, at: datetime) -> None:
    await queries.touch(notice_id, at=at)
    await audit.record(action=f"notices.{what}", actor=f"person:{staff}", subject=f"notice:{notice_id}")


async def _shown(notice_id: UUID, *, staff: UUID) -> DeskNotice:
    notice = await _own(notice_id, staff=staff)
    return desk_of(notice, await queries.versions(notice_id, live=notice["live"]), reader=staff)
