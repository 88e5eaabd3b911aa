"""The rules of bundles: handed in once, handled in parallel, seen by those whose matter it is, taken back in parts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core import database
from backend.core.attempts import Attempt, once
from backend.core.audit import log as audit
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.core.structs import Page, now
from backend.identity.delegations import service as delegations
from backend.identity.delegations.errors import MayNotActFor
from backend.identity.delegations.structs import DelegatedAction
from backend.identity.people.structs import Subject
from backend.reference.calendar import service as calendar
from backend.reference.regions import service as regions
from backend.services.cases.bundles import advancing, contents, plan, queries, viewing
from backend.services.cases.bundles.errors import BundleNotFound, NoPartApplies, NothingToWithdraw, UnknownPart
from backend.services.cases.bundles.structs import BundleCase, BundleSummary, PartState, SubmitBundle, WithdrawBundle
from backend.services.cases.flow import service as flow
from backend.services.cases.flow.errors import NotNow
from backend.services.cases.flow.structs import Reasoned, State
from backend.services.cases.forms import service as forms
from backend.services.cases.forms.structs import Draft, ReadyBundle, StartBundle

hear = advancing.hear
PARTLY: Final = Attempt(caller="bundles", key=None, request_hash=b"")
"""Each withdrawal of a part belongs to the caller's attempt, it is none of its own."""


class Kept(msgspec.Struct, frozen=True):
    """What an attempt remembers of a bundle: its id alone, because answers are kept in clear."""

    id: UUID


async def start(person_id: UUID, *, command: StartBundle, attempt: Attempt) -> Draft:
    """Begin the one application for all items of a bundle; it is filled in as any other draft.

    Raises:
        what `forms.start_bundle` refuses.
    """
    return await forms.start_bundle(person_id, command=command, attempt=attempt)


async def submit(draft_id: UUID, *, person_id: UUID, command: SubmitBundle, attempt: Attempt) -> BundleCase:
    """Hand in the draft: the parts of the first group become cases at once, all of them or none.

    Raises:
        NoPartApplies, what `forms.take_bundle` refuses, and what flow refuses of a part that begins.
    """

    async def work() -> Kept:
        bundle_id, at = new_id(), now()
        ready = await forms.take_bundle(draft_id, person_id=person_id, version=command.version, case_id=bundle_id)
        if not ready.parts:
            raise NoPartApplies
        await _insert(bundle_id, ready, channel=command.channel, at=at)
        await _record("bundles.submitted", person_id=person_id, bundle_id=bundle_id)
        bundle = await queries.one_locked(bundle_id)
        if bundle is not None:
            await advancing.advance(bundle, at=at, strict=True)
        return Kept(bundle_id)

    kept = await once(attempt, Kept, work)
    return await read_one(kept.id, person_id=person_id)


async def mine(person_id: UUID, *, limit: int, cursor: str | None = None) -> Page[BundleSummary]:
    """Bundles of the person and of those for whom they may act now, the newest first.

    Raises:
        BadCursor
    """
    cursors, purpose = ground().cursors, f"bundles:{person_id}"
    position = cursors.read(purpose, cursor)
    async with database.transaction():
        rows = await queries.mine(person_id, before=UUID(position) if position else None, limit=limit + 1)
        page = cursors.page(purpose, rows, limit=limit, item=lambda row: row, position=lambda row: str(row["id"]))
        parts = await _parts_by_bundle([row["id"] for row in page.items])
        seen = [
            row for row in page.items if await _may(DelegatedAction.FOLLOW, row, parts[row["id"]], person_id=person_id)
        ]
    return Page(items=[viewing.summary_of(row, parts[row["id"]]) for row in seen], next_cursor=page.next_cursor)


async def read_one(bundle_id: UUID, *, person_id: UUID) -> BundleCase:
    """The bundle with its parts and the results so far.

    Raises:
        BundleNotFound
    """
    async with database.transaction():
        row, parts = await _required(bundle_id, person_id=person_id, action=DelegatedAction.FOLLOW)
        cases = {one.id: one for one in await flow.of_bundle(bundle_id)}
    return viewing.bundle_of(row, parts, cases=cases)


async def withdraw(bundle_id: UUID, *, person_id: UUID, command: WithdrawBundle, attempt: Attempt) -> BundleCase:
    """Take back parts, or all that still can be; the others go on.

    Raises:
        BundleNotFound, UnknownPart, NothingToWithdraw, NotNow
    """

    async def work() -> Kept:
        row, parts = await _required(bundle_id, person_id=person_id, action=DelegatedAction.APPLY, lock=True)
        named = _named(parts, command.parts)
        taken = [await _withdraw_part(part, person_id=person_id, command=command) for part in named]
        if not any(taken):
            raise NothingToWithdraw
        await _record("bundles.withdrawn", person_id=person_id, bundle_id=bundle_id)
        await advancing.follow(row, parts, at=now())
        return Kept(bundle_id)

    await once(attempt, Kept, work)
    return await read_one(bundle_id, person_id=person_id)


async def _insert(bundle_id: UUID, ready: ReadyBundle, *, channel: str, at: datetime) -> None:
    codes = [part.application.item.basic_code for part in ready.parts]
    limits = [(part.group, part.application.item.promised_limit) for part in ready.parts]
    due = plan.promised(limits, start=regions.today(), calendar=await calendar.current())
    await queries.insert(
        bundle_id,
        applicant_id=ready.actor_id,
        subject_kind=ready.subject.kind,
        subject_id=ready.subject.id,
        subject_name=ready.subject_name,
        code=ready.bundle.code,
        name=ready.bundle.name,
        region_code=ready.region_code,
        channel=channel,
        at=at,
        due_on=due.day,
        due_provisional=due.provisional,
    )
    for part in ready.parts:
        item, part_id = part.application.item, new_id()
        await queries.insert_part(
            part_id,
            bundle_id=bundle_id,
            basic_code=item.basic_code,
            name=item.name,
            department=item.department.name,
            stage=part.group,
            needs=plan.needs_of(ready.bundle, item.basic_code, codes),
            state=PartState.WAITING,
            content=contents.seal_for(ground().keyring, part_id=part_id, application=part.application),
        )


async def _required(
    bundle_id: UUID, *, person_id: UUID, action: DelegatedAction, lock: bool = False
) -> tuple[Record, Sequence[Record]]:
    row = await (queries.one_locked(bundle_id) if lock else queries.one(bundle_id))
    if row is None:
        raise BundleNotFound
    parts = await queries.parts([bundle_id])
    if not await _may(action, row, parts, person_id=person_id):
        raise BundleNotFound
    return row, parts


async def _may(action: DelegatedAction, row: Record, parts: Sequence[Record], *, person_id: UUID) -> bool:
    """Whether the person may do this for the subject now, for every part; in the caller's transaction."""
    subject = Subject(kind=row["subject_kind"], id=row["subject_id"])
    try:
        for part in parts:
            await delegations.authority(
                agent_id=person_id, subject=subject, action=action, basic_code=part["basic_code"], at=regions.today()
            )
    except MayNotActFor:
        return False
    return True


async def _parts_by_bundle(bundle_ids: Sequence[UUID]) -> dict[UUID, list[Record]]:
    found: dict[UUID, list[Record]] = {one: [] for one in bundle_ids}
    for part in await queries.parts(bundle_ids):
        found[part["bundle_id"]].append(part)
    return found


def _named(parts: Sequence[Record], codes: Sequence[str] | None) -> Sequence[Record]:
    by_code = {part["basic_code"]: part for part in parts}
    if codes is None:
        return parts
    for code in codes:
        if code not in by_code:
            raise UnknownPart(part=code)
    return [by_code[code] for code in dict.fromkeys(codes)]


async def _withdraw_part(part: Record, *, person_id: UUID, command: WithdrawBundle) -> bool:
    """Take one part back; False when it has ended, or when all are meant and this one can no longer be taken back."""
    if part["state"] in {PartState.WAITING, PartState.NOT_STARTED} and part["case_id"] is None:
        await queries.stands(part["id"], state=PartState.WITHDRAWN)
        return True
    if part["state"] != PartState.RUNNING:
        return False
    try:
        case = await flow.order(
            part["case_id"],
            action="withdraw",
            order=Reasoned(reason=command.reason),
            person_id=person_id,
            attempt=PARTLY,
            at=now(),
        )
    except NotNow:
        if command.parts is not None:
            raise
        return False
    await advancing.note(part, from_state=State(part["case_state"]), to_state=case.state, version=case.version)
    return True


async def _record(action: str, *, person_id: UUID, bundle_id: UUID) -> None:
    await audit.record(action=action, actor=f"person:{person_id}", subject=f"bundle:{bundle_id}", about=person_id)
