"""Which applications are still outside, where each service is to be found, and what is late.

甘政发〔2021〕69号 clause (十四), 统一全省政务服务移动端入口.
国办函〔2026〕12号 (read in part) asks that government apps are registered.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from asyncpg import Record

from backend.core import database
from backend.core.attempts import Attempt, once
from backend.core.audit import log as audit
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.core.structs import Evidence, Page
from backend.host.outside import queries, steps
from backend.host.outside.errors import (
    ChangedMeanwhile,
    EntryIncomplete,
    NotYourApplication,
    OutsideAppNotFound,
    StepImpossible,
)
from backend.host.outside.export import table_of
from backend.host.outside.structs import (
    ChangeOutsideApp,
    MigrationState,
    OutsideApp,
    OutsideAppDetail,
    OutsideEntry,
    OutsideFigures,
    OutsideKind,
    OutsideStep,
    SeedOutsideApp,
)
from backend.host.registry import service as registry
from backend.host.registry.errors import UnknownMiniApp
from backend.identity.people import service as people
from backend.identity.people.structs import Role
from backend.reference.regions import service as regions
from backend.reference.regions.errors import UnknownRegion

EXPORT_MOST = 5_000  # a province has hundreds; more in one file is a mistake somewhere
FIRST = ("", UUID(int=0))


async def listed(
    *,
    region_code: str | None,
    state: MigrationState | None,
    item: str | None,
    text: str | None,
    limit: int,
    cursor: str | None,
) -> Page[OutsideApp]:
    """Applications by name: of a region and those above it, in a state, that offer an item.

    Raises:
        EntryIncomplete: there is no such region. BadCursor
    """
    purpose = f"outside:{region_code}:{state}:{item}:{text}"
    position = ground().cursors.read(purpose, cursor)
    row_id, _, name = (position or "").partition(" ")
    rows = await queries.listed(
        after=(name, UUID(row_id)) if position else FIRST,
        regions=await _way(region_code),
        state=state,
        item=item,
        text=text,
        limit=limit + 1,
    )
    return ground().cursors.page(
        purpose, rows, limit=limit, item=_app_of, position=lambda row: f"{row['id']} {row['name']}"
    )


async def find(app_id: UUID) -> OutsideAppDetail:
    """One with its history.

    Raises:
        OutsideAppNotFound
    """
    return _detail_of(await _one(app_id), await queries.history(app_id))


async def figures() -> OutsideFigures:
    """How many stand where."""
    rows = await queries.figures(regions.today())
    states = {state.value: 0 for state in MigrationState} | {row["state"]: row["many"] for row in rows}
    return OutsideFigures(total=sum(states.values()), states=states, overdue=sum(row["late"] for row in rows))


async def exported() -> bytes:
    """The whole register as CSV."""
    rows = await queries.listed(after=FIRST, regions=None, state=None, item=None, text=None, limit=EXPORT_MOST)
    return table_of(_app_of(row) for row in rows)


async def register(command: OutsideEntry, *, staff: UUID, attempt: Attempt, at: datetime) -> OutsideAppDetail:
    """Enter an application.

    Raises:
        NotYourApplication, EntryIncomplete
    """

    async def work() -> OutsideAppDetail:
        await _check(command, staff=staff)
        app_id = new_id()
        await queries.insert(app_id, command, source=command.department, evidence=Evidence.READ, at=at)
        return await _kept("registered", app_id, command, version=1, staff=staff, at=at)

    return await once(attempt, OutsideAppDetail, work)


async def change(
    app_id: UUID, command: ChangeOutsideApp, *, staff: UUID, attempt: Attempt, at: datetime
) -> OutsideAppDetail:
    """Replace what is registered; what was there stays in the history.

    Raises:
        OutsideAppNotFound, NotYourApplication, EntryIncomplete, StepImpossible, ChangedMeanwhile
    """

    async def work() -> OutsideAppDetail:
        row = await _one(app_id)
        await _require(staff, department=row["department"])
        await _check(command, staff=staff)
        before = MigrationState(row["state"])
        if not steps.may_go(before, command.state):
            raise StepImpossible(before=before.value, after=command.state.value)
        version = await queries.change(app_id, command, version=command.version, at=at)
        if version is None:
            raise ChangedMeanwhile
        return await _kept("changed", app_id, command, version=version, staff=staff, at=at)

    return await once(attempt, OutsideAppDetail, work)


async def seed(wanted: Sequence[SeedOutsideApp], *, at: datetime) -> int:
    """Register what is not there yet; the number that is new."""
    async with database.transaction():
        new = [one for one in wanted if await queries.seed(one, at=at)]
        for one in new:
            await queries.note(one.id, one, version=1, actor=None, at=at)
        if new:
            await audit.record(action="outside.seeded", actor="operator", subject=f"outside-apps:{len(new)}")
    return len(new)


async def _kept(
    what: str, app_id: UUID, entry: OutsideEntry, *, version: int, staff: UUID, at: datetime
) -> OutsideAppDetail:
    await queries.note(app_id, entry, version=version, actor=staff, at=at)
    await audit.record(action=f"outside.{what}", actor=f"person:{staff}", subject=f"outside-app:{app_id}")
    return await find(app_id)


async def _check(entry: OutsideEntry, *, staff: UUID) -> None:
    await _require(staff, department=entry.department)
    if not await regions.exists(entry.region_code):
        raise EntryIncomplete(reason="region-code")
    if (what := steps.lacking(entry)) is not None:
        raise EntryIncomplete(reason=what)
    if entry.merged_into is not None:
        try:
            await registry.find(entry.merged_into)
        except UnknownMiniApp as error:
            raise EntryIncomplete(reason="merged-into") from error


async def _require(staff: UUID, *, department: str) -> None:
    """Operators look after the whole register, a department's developers after what is theirs."""
    posts = await people.posts_of(staff)
    if any(Role.OPERATOR in post.roles for post in posts):
        return
    if not any(post.department == department and Role.DEPARTMENT_DEVELOPER in post.roles for post in posts):
        raise NotYourApplication(department=department)


async def _one(app_id: UUID) -> Record:
    row = await queries.one(app_id)
    if row is None:
        raise OutsideAppNotFound
    return row


async def _way(region_code: str | None) -> list[str] | None:
    if region_code is None:
        return None
    try:
        return [place.code for place in await regions.path_of(region_code)]
    except UnknownRegion as error:
        raise EntryIncomplete(reason="region-code") from error


def _detail_of(row: Record, history: Sequence[Record]) -> OutsideAppDetail:
    told = [
        OutsideStep(
            version=one["version"], at=one["at"], state=MigrationState(one["state"]), planned_on=one["planned_on"]
        )
        for one in history
    ]
    return OutsideAppDetail(**_fields(row, today=regions.today()), history=told)


def _app_of(row: Record) -> OutsideApp:
    return OutsideApp(**_fields(row, today=regions.today()))


def _fields(row: Record, *, today: date) -> dict[str, Any]:
    state = MigrationState(row["state"])
    plain = {name: row[name] for name in OutsideApp.__struct_fields__ if name != "overdue"}
    return plain | {
        "kind": OutsideKind(row["kind"]),
        "state": state,
        "evidence": Evidence(row["evidence"]),
        "overdue": steps.is_overdue(
            state=state, planned_on=row["planned_on"], exempt_until=row["exempt_until"], today=today
        ),
    }
