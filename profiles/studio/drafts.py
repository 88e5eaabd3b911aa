"""The life of a draft: begun, saved, submitted, and published or refused by somebody who has had no hand in it."""

from typing import Final
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core.attempts import Attempt, once
from backend.core.audit import log as audit
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.core.structs import Page, now
from backend.reference.regions import service as regions
from profiles.attributes.conditions import SubjectKind
from profiles.publishing import service as publishing
from profiles.publishing.structs import Body, Kind, Release
from profiles.studio import crafts, differing, queries
from profiles.studio.errors import (
    CodeTaken,
    DayPast,
    DraftElsewhere,
    DraftExists,
    DraftMoved,
    DraftNotFound,
    DraftUnsound,
    NotByEditor,
    NothingChanged,
    NotYourDraft,
)
from profiles.studio.structs import (
    ApproveDraft,
    Draft,
    DraftLine,
    DraftState,
    DropDraft,
    MakeDraft,
    RefuseDraft,
    SaveDraft,
    SubmitDraft,
)

LAST: Final = UUID(int=2**128 - 1)
PURPOSE: Final = "studio.drafts"


async def make(staff_id: UUID, *, command: MakeDraft, attempt: Attempt) -> Draft:
    """Begin a draft of something new, or with a copy of a version; of an older one to go back to it.

    Raises:
        CodeTaken, DraftExists, UnknownRelease
    """

    async def work() -> Draft:
        draft_id = new_id()
        body = await _first_body(command)
        kept = await queries.insert(
            draft_id, kind=command.kind.value, code=command.code, based_on=command.version, body=_text(body), note="",
            by=staff_id, at=now(),
        )  # fmt: skip
        if not kept:
            raise DraftExists(code=command.code)
        return await _recorded(draft_id, by=staff_id, what="made")

    return await once(attempt, Draft, work)


async def save(draft_id: UUID, *, command: SaveDraft, staff_id: UUID, attempt: Attempt) -> Draft:
    """Keep the draft as it is to stand; a refused one is a draft again.

    Raises:
        DraftNotFound, DraftElsewhere, DraftMoved
    """

    async def work() -> Draft:
        await _held(draft_id, command.edit, DraftState.DRAFT, DraftState.REFUSED)
        await queries.save(draft_id, body=_text(command.body), note=command.note, by=staff_id, at=now())
        return await _recorded(draft_id, by=staff_id, what="saved")

    return await once(attempt, Draft, work)


async def submit(draft_id: UUID, *, command: SubmitDraft, staff_id: UUID, attempt: Attempt) -> Draft:
    """Ask a second person to decide.

    Raises:
        DraftNotFound, DraftElsewhere, DraftMoved, DraftUnsound, NothingChanged
    """

    async def work() -> Draft:
        row = await _held(draft_id, command.edit, DraftState.DRAFT)
        await _require_sound(row)
        await queries.submit(draft_id, note=command.note, by=staff_id, at=now())
        return await _recorded(draft_id, by=staff_id, what="submitted")

    return await once(attempt, Draft, work)


async def approve(draft_id: UUID, *, command: ApproveDraft, staff_id: UUID, attempt: Attempt) -> Draft:
    """Publish what was read as the next version, if it is still sound.

    Raises:
        DraftNotFound, DraftElsewhere, DraftMoved, NotByEditor, DayPast, DraftUnsound, NothingChanged
    """

    async def work() -> Draft:
        row = await _held(draft_id, command.edit, DraftState.SUBMITTED)
        _require_other(row, staff_id)
        day = command.valid_from or regions.today()
        if day < regions.today():
            raise DayPast
        await _require_sound(row)
        published = await publishing.publish(
            Release(
                kind=Kind(row["kind"]), code=row["code"], body=row["body"], valid_from=day, note=row["note"],
                based_on=row["based_on"], editors=row["editors"], submitted_by=row["submitted_by"],
                approved_by=staff_id,
            )
        )  # fmt: skip
        await queries.publish(draft_id, version=published.version, by=staff_id, at=now())
        return await _recorded(draft_id, by=staff_id, what="approved")

    answer = await once(attempt, Draft, work)
    publishing.forget()
    return answer


async def refuse(draft_id: UUID, *, command: RefuseDraft, staff_id: UUID, attempt: Attempt) -> Draft:
    """Give it back with a reason.

    Raises:
        DraftNotFound, DraftElsewhere, DraftMoved, NotByEditor
    """

    async def work() -> Draft:
        row = await _held(draft_id, command.edit, DraftState.SUBMITTED)
        _require_other(row, staff_id)
        await queries.refuse(draft_id, reason=command.reason, by=staff_id, at=now())
        return await _recorded(draft_id, by=staff_id, what="refused")

    return await once(attempt, Draft, work)


async def drop(draft_id: UUID, *, command: DropDraft, staff_id: UUID, attempt: Attempt) -> Draft:
    """Give it up; also what waits for a decision.

    Raises:
        DraftNotFound, DraftElsewhere, DraftMoved, NotYourDraft
    """

    async def work() -> Draft:
        row = await _held(draft_id, command.edit, DraftState.DRAFT, DraftState.SUBMITTED, DraftState.REFUSED)
        if staff_id not in row["editors"]:
            raise NotYourDraft
        await queries.drop(draft_id)
        return await _recorded(draft_id, by=staff_id, what="dropped")

    return await once(attempt, Draft, work)


async def read(draft_id: UUID) -> Draft:
    """One draft with what is wrong with it, and what differs.

    Raises:
        DraftNotFound
    """
    row = await queries.one(draft_id)
    if row is None:
        raise DraftNotFound
    return await _draft(row)


async def listed(*, kind: Kind | None, state: DraftState | None, limit: int, cursor: str | None) -> Page[DraftLine]:
    """Drafts, the newest first.

    Raises:
        BadCursor
    """
    cursors, purpose = ground().cursors, f"{PURPOSE}:{kind}:{state}"
    position = cursors.read(purpose, cursor)
    rows = await queries.listed(
        kind=kind.value if kind else None,
        state=state.value if state else None,
        before=UUID(position) if position else LAST,
        limit=limit + 1,
    )
    return cursors.page(purpose, rows, limit=limit, item=line, position=lambda row: str(row["id"]))


def line(row: Record) -> DraftLine:
    """A draft as lists show it."""
    kind = Kind(row["kind"])
    return DraftLine(
        id=row["id"],
        kind=kind,
        code=row["code"],
        title=crafts.CRAFTS[kind].title(row["body"]),
        state=DraftState(row["state"]),
        edit=row["edit"],
        based_on=row["based_on"],
        note=row["note"],
        editors=row["editors"],
        edited_by=row["edited_by"],
        edited_at=row["edited_at"],
        submitted_by=row["submitted_by"],
        decided_by=row["decided_by"],
        reason=row["reason"],
        version=row["version"],
    )


async def _first_body(command: MakeDraft) -> Body:
    if command.version is not None:
        return (await publishing.version(command.kind, command.code, command.version)).body
    if command.code in await publishing.newest(command.kind):
        raise CodeTaken(code=command.code)
    return crafts.CRAFTS[command.kind].begun(command.code, command.subject or SubjectKind.PERSON)


async def _held(draft_id: UUID, edit: int, *states: DraftState) -> Record:
    """The row, held until the transaction ends, in one of these states and as the caller has read it."""
    row = await queries.one(draft_id, lock=True)
    if row is None:
        raise DraftNotFound
    if row["state"] not in states:
        raise DraftElsewhere(state=row["state"])
    if row["edit"] != edit:
        raise DraftMoved
    return row


def _require_other(row: Record, staff_id: UUID) -> None:
    if staff_id == row["submitted_by"] or staff_id in row["editors"]:
        raise NotByEditor


async def _require_sound(row: Record) -> None:
    draft = await _draft(row)
    if draft.flaws:
        raise DraftUnsound(
            total=len(draft.flaws),
            faults=[
                {"path": one.path, "code": one.code, "zh": one.cause.zh, "en": one.cause.en} for one in draft.flaws
            ],
        )
    if not draft.changes:
        raise NothingChanged


async def _recorded(draft_id: UUID, *, by: UUID, what: str) -> Draft:
    draft = await read(draft_id)
    await audit.record(
        action=f"studio.draft-{what}",
        actor=f"person:{by}",
        subject=f"draft:{draft_id}",
        fields=[f"{draft.line.kind}:{draft.line.code}:{draft.line.edit}"],
    )
    return draft


async def _draft(row: Record) -> Draft:
    kind, code = Kind(row["kind"]), row["code"]
    newest = (await publishing.newest(kind)).get(code, 0)
    before = (await publishing.version(kind, code, newest)).body if newest else None
    return Draft(
        line=line(row),
        body=row["body"],
        flaws=await crafts.flaws(kind, row["body"], code=code, version=newest + 1),
        changes=differing.changes(before, row["body"]),
    )


def _text(body: Body) -> str:
    return msgspec.json.encode(body).decode()
