"""Keeping the catalogue: files come in as drafts, another person puts them in force, and what differs is seen."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from asyncpg import Record

from backend.core.attempts import Attempt, once
from backend.core.audit import log as audit
from backend.core.ids import new_id
from backend.reference.regions import service as regions
from backend.services.items import desk_queries, drafts, holdings, judging, publishing, rights, versions
from backend.services.items.desk_structs import (
    AT_ONCE,
    ChangeVersions,
    Drafted,
    Imported,
    ImportFiles,
    VersionsChanged,
)
from backend.services.items.drafts import Content
from backend.services.items.errors import (
    ForbiddenDifference,
    NothingChosen,
    OwnWork,
    ReasonMissing,
    UnknownVersion,
    ValidityPast,
    WrongState,
)
from backend.services.items.faults import Fault, Flaw, fault
from backend.services.items.memory import MEMORY
from backend.services.items.publication import (
    ACTION_TITLES,
    APPROVING,
    LIVE,
    MOVES,
    REASONED,
    STATE_TITLES,
    Action,
    State,
    next_state,
)
from backend.services.items.reading import Reading
from backend.services.items.rights import Hand


async def take_in(command: ImportFiles, *, staff: UUID, attempt: Attempt, at: datetime) -> Imported:
    """Take files in as drafts: all of them or, with one fault, none.

    Raises:
        ImportRefused: with the place, cause and fix of every fault.
        NotYourPlace: something in them is not theirs to say.
    """

    async def work() -> Imported:
        await desk_queries.lock()
        hand = await rights.hand_of(staff)
        found = await holdings.read_over(command.files)
        known = await holdings.known_to(found)
        await _require_theirs(hand, found, known)
        faults = await asyncio.to_thread(judging.judge, found, known)
        names = {code: item.name for code, item in known.items.items()}
        wholes = drafts.contents(found, names=names | {code: one.value.name for code, one in found.items.items()})
        standing = await drafts.newest(wholes)
        faults += _waiting(found, standing)
        if faults:
            raise judging.refused(faults)
        return await _draft(wholes, standing, hand=hand, at=at, dry_run=command.dry_run)

    return await once(attempt, Imported, work)


async def change(command: ChangeVersions, *, staff: UUID, attempt: Attempt, at: datetime) -> VersionsChanged:
    """Submit, approve, reject or cancel versions, all of them or none.

    Raises:
        NothingChosen, UnknownVersion, WrongState, ReasonMissing, ValidityPast
        OwnWork: who edited or submitted it does not decide it.
        NotYourPlace: it is not theirs to submit, cancel or decide.
        ForbiddenDifference: the standard has moved on, and the difference is illegal now.
    """

    async def work() -> VersionsChanged:
        await desk_queries.lock()
        _require_sense(command)
        hand, rows = await rights.hand_of(staff), await _chosen(command)
        await _require_may(hand, command.action, rows)
        flagged = await _move(command, rows, hand=hand, at=at)
        ids = [row["id"] for row in rows]
        changed, marked = await desk_queries.by_id(ids), await desk_queries.by_id(flagged)
        return VersionsChanged(changed=[*map(versions.version, changed)], flagged=[*map(versions.version, marked)])

    answer = await once(attempt, VersionsChanged, work)
    MEMORY.clear()
    return answer


async def _require_theirs(hand: Hand, found: Reading, known: judging.Known) -> None:
    for one in (*found.items.values(), *found.bundles.values()):
        rights.require_keeper(hand, name=one.value.name)
    for code, region in found.differences:
        item = found.items[code].value if code in found.items else known.items.get(code)
        if item is not None and region in known.ways:
            await rights.require_place(hand, item, region_code=region)
        elif not hand.is_keeper:
            rights.require_keeper(hand, name=code)


def _waiting(found: Reading, standing: dict[drafts.Key, Record]) -> list[Fault]:
    """What waits for an approver is not changed under their eyes."""
    places = {("item", code, ""): one for code, one in found.items.items()}
    places |= {("override", code, region): one for (code, region), one in found.differences.items()}
    places |= {("bundle", code, ""): one for code, one in found.bundles.items()}
    return [
        fault(Flaw(path=(), code="waiting"), one.spot(()))
        for key, one in places.items()
        if (row := standing.get(key)) is not None and row["state"] == State.SUBMITTED
    ]


async def _draft(
    wholes: Sequence[Content], standing: dict[drafts.Key, Record], *, hand: Hand, at: datetime, dry_run: bool
) -> Imported:
    fresh = [one for one in wholes if not drafts.is_same(one, standing.get(one.key))]
    batch = new_id() if fresh and not dry_run else None
    rows = [(one, standing.get(one.key)) for one in fresh]
    made = [(one.row(version=_number(old), by=hand.actor, at=at, batch=batch), old) for one, old in rows]
    if batch is not None:
        await desk_queries.insert([row for row, old in made if not drafts.is_open(old)])
        for row, old in made:
            if old is not None and drafts.is_open(old):
                await desk_queries.rewrite(old["id"], row)
        new = [row.id for row, old in made if not drafts.is_open(old)]
        await desk_queries.mark_changing(new, at=at, changing=True)
        await audit.record(action="items.imported", actor=hand.actor, subject=f"import:{batch}")
    created = [
        Drafted(kind=row.kind, code=row.code, region_code=row.region_code, version=row.version, name=row.name)
        for row, _ in made
    ]
    return Imported(batch=batch, created=created, unchanged=len(wholes) - len(fresh), dry_run=dry_run)


def _number(old: Record | None) -> int:
    """An open draft is rewritten, everything else is followed by the next version."""
    if old is None:
        return 1
    return int(old["version"]) if drafts.is_open(old) else int(old["version"]) + 1


def _require_sense(command: ChangeVersions) -> None:
    if (command.ids is None) == (command.batch is None):
        raise NothingChosen
    if command.action in REASONED and not command.reason.strip():
        raise ReasonMissing
    if command.valid_from is not None and command.valid_from < regions.today():
        raise ValidityPast


async def _chosen(command: ChangeVersions) -> Sequence[Record]:
    """The versions, locked; of an import those from which the action can begin."""
    if command.batch is not None:
        states = sorted({state for state, action in MOVES if action is command.action})
        rows = await desk_queries.of_batch(command.batch, states=states, limit=AT_ONCE)
        wanted = 1
    else:
        rows = await desk_queries.chosen(command.ids or [])
        wanted = len(set(command.ids or []))
    if len(rows) < wanted:
        raise UnknownVersion
    for row in rows:
        if next_state(State(row["state"]), command.action) is None:
            raise _wrong_state(row, command.action)
    return rows


def _wrong_state(row: Record, action: Action) -> WrongState:
    state = State(row["state"])
    return WrongState(
        name=row["name"], state=f"{STATE_TITLES[state]} ({state})", action=f"{ACTION_TITLES[action]} ({action})"
    )


async def _require_may(hand: Hand, action: Action, rows: Sequence[Record]) -> None:
    items = await holdings.items({row["code"] for row in rows if row["kind"] == "override"})
    for row in rows:
        decides = action in APPROVING or State(row["state"]) in LIVE
        item = items.get(row["code"])
        if decides or row["kind"] != "override" or item is None:
            rights.require_keeper(hand, name=row["name"])
        else:
            await rights.require_place(hand, item, region_code=row["region_code"])
        if action in APPROVING and hand.actor in {row["edited_by"], row["submitted_by"]}:
            raise OwnWork(name=row["name"])


async def _move(command: ChangeVersions, rows: Sequence[Record], *, hand: Hand, at: datetime) -> list[UUID]:
    """Do it; the ids of versions that are illegal since then."""
    ids, reason = [row["id"] for row in rows], command.reason.strip()
    match command.action:
        case Action.SUBMIT:
            await desk_queries.submit(ids, by=hand.actor, at=at)
        case Action.REJECT:
            await desk_queries.reject(ids, reason=reason, at=at)
        case Action.CANCEL:
            return await _cancel(rows, reason=reason, by=hand.actor, at=at)
        case Action.APPROVE:
            return await _approve(rows, day=command.valid_from, by=hand.actor, at=at)
    for row in rows:
        await audit.record(action=f"items.{command.action}", actor=hand.actor, subject=f"version:{row['id']}")
    return []


async def _approve(rows: Sequence[Record], *, day: date | None, by: str, at: datetime) -> list[UUID]:
    """A first version without another day holds since the day that its content says; a later one from today."""
    today = regions.today()
    first = [row for row in rows if row["version"] == 1 and day is None]
    later = [row for row in rows if row not in first]
    for start in sorted({_since(row) for row in first}):
        await desk_queries.publish([row["id"] for row in first if _since(row) == start], by=by, at=at, day=start)
    await desk_queries.publish([row["id"] for row in later], by=by, at=at, day=day or today)
    flagged = await publishing.settle(rows, action="items.published", by=by)
    own = {row["id"]: row for row in rows}
    for version_id in flagged:
        if version_id in own:
            raise ForbiddenDifference(region=own[version_id]["region_code"] or "-", element=own[version_id]["name"])
    return flagged


def _since(row: Record) -> date:
    return date.fromisoformat(row["body"]["validFrom"])


async def _cancel(rows: Sequence[Record], *, reason: str, by: str, at: datetime) -> list[UUID]:
    live = [row for row in rows if State(row["state"]) in LIVE]
    await desk_queries.cancel([row["id"] for row in rows], reason=reason, at=at, day=regions.today())
    await desk_queries.mark_changing([row["id"] for row in rows], at=at, changing=False)
    for row in rows:
        await audit.record(action="items.cancelled", actor=by, subject=f"version:{row['id']}")
    return await publishing.settle(live, action="items.withdrawn", by=by) if live else []
