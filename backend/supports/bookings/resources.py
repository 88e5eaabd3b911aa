"""What departments do: offer something, change it, close days, open a rush, see who comes. Only for their own."""

from collections.abc import Awaitable, Callable, Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from asyncpg import Record

from backend.core import database
from backend.core.attempts import Attempt, once
from backend.core.audit import log as audit
from backend.core.ground import ground
from backend.core.identifiers import mask_name
from backend.core.ids import new_id
from backend.core.pages import EARLIEST, at_moment, moment_and_id
from backend.core.structs import Page
from backend.identity.people import service as people
from backend.identity.people.errors import PersonNotFound
from backend.reference.regions import service as regions
from backend.supports.bookings import draw, line, plan, ports, resource_queries
from backend.supports.bookings.errors import (
    DrawNotFound,
    NotYourResource,
    OpeningOutOfReach,
    PlaceUnknown,
    PlanUnusable,
    ResourceNotFound,
    RushUnderWay,
)
from backend.supports.bookings.records import resource_of
from backend.supports.bookings.structs import (
    ChangeResource,
    CloseDates,
    CreateResource,
    DayBooking,
    Draw,
    OpenRush,
    Resource,
    State,
    Terms,
)

PLANNED_AT_ONCE = 100  # resources of one round; the next round takes the others
RUSH_AHEAD = timedelta(days=366)
NOBODY = UUID(int=0)


async def create(command: CreateResource, *, staff: UUID, attempt: Attempt, at: datetime) -> Resource:
    """Offer something new, with slots up to its horizon.

    Raises:
        NotYourResource, PlanUnusable, PlaceUnknown
    """

    async def work() -> Resource:
        sender = await _department(staff, owner=command.owner)
        await _check(command)
        resource_id = new_id()
        await resource_queries.insert_resource(resource_id, command, sender=sender)
        await _plan(resource_id, at=at)
        return await _changed("resource-created", resource_id, staff=staff)

    return await once(attempt, Resource, work)


async def change(
    resource_id: UUID, command: ChangeResource, *, staff: UUID, attempt: Attempt, at: datetime
) -> Resource:
    """Replace the terms. Who has a place keeps it, also where the plan has no slot any more.

    Raises:
        ResourceNotFound, NotYourResource, PlanUnusable, PlaceUnknown
    """

    async def work() -> None:
        sender = await _own(await resource_queries.lock_resource(resource_id), staff=staff)
        await _check(command)
        await resource_queries.change_resource(resource_id, command, active=command.active, sender=sender)
        await _plan(resource_id, at=at)

    return await _command("resource-changed", resource_id, work, staff=staff, attempt=attempt)


async def close_dates(
    resource_id: UUID, command: CloseDates, *, staff: UUID, attempt: Attempt, at: datetime
) -> Resource:
    """Replace the closed days. Bookings of days that are closed now end, and their people are told.

    Raises:
        ResourceNotFound, NotYourResource
    """

    async def work() -> None:
        await _own(await resource_queries.lock_resource(resource_id), staff=staff)
        await resource_queries.set_closed_dates(resource_id, sorted(set(command.dates)))
        await _plan(resource_id, at=at)
        await _end_days(resource_id, command.dates, at=at)

    return await _command("dates-closed", resource_id, work, staff=staff, attempt=attempt)


async def keep(command: CreateResource, *, closed: Collection[date], active: bool, sender: str, at: datetime) -> UUID:
    """What a room above offers in the owner's name: the owner's first resource, made or brought to these terms.

    Inside the caller's transaction; the caller has judged who may, and keeps others away from the same owner. Bookings
    of days that are closed now end, and their people are told. Doing it again changes nothing.

    Raises:
        PlanUnusable, PlaceUnknown
    """
    await _check(command)
    known = await resource_queries.resources(command.owner, after=NOBODY, limit=1, active_only=False)
    resource_id: UUID = known[0]["id"] if known else new_id()
    if known and known[0]["sender"] == sender and _says(resource_of(known[0]), command, closed=closed, active=active):
        return resource_id
    if known:
        await resource_queries.lock_resource(resource_id)
        await resource_queries.change_resource(resource_id, command, active=active, sender=sender)
    else:
        await resource_queries.insert_resource(resource_id, command, sender=sender)
    await resource_queries.set_closed_dates(resource_id, sorted(set(closed)))
    await _plan(resource_id, at=at)
    await _end_days(resource_id, closed, at=at)
    await audit.record(action="bookings.resource-kept", actor=command.owner, subject=f"booking-resource:{resource_id}")
    return resource_id


async def open_rush(resource_id: UUID, command: OpenRush, *, staff: UUID, attempt: Attempt, at: datetime) -> Resource:
    """Announce a rush, or move the opening of one that is announced: its seed stays what was committed to.

    Raises:
        ResourceNotFound, NotYourResource, OpeningOutOfReach, RushUnderWay
    """

    async def work() -> None:
        await _own(await resource_queries.lock_resource(resource_id), staff=staff)
        if not at < command.opens_at <= at + RUSH_AHEAD:
            raise OpeningOutOfReach
        pending = await resource_queries.pending_rush(resource_id, alone=True)
        if pending is None:
            seed = draw.new_seed()
            await resource_queries.put_rush(
                resource_id, opens_at=command.opens_at, commitment=draw.commitment(seed), seed=seed
            )
        elif pending["opens_at"] <= at:
            raise RushUnderWay
        else:
            await resource_queries.move_rush(pending["id"], opens_at=command.opens_at)

    return await _command("rush-opened", resource_id, work, staff=staff, attempt=attempt)


async def listed(owner: str, *, staff: UUID, limit: int, cursor: str | None) -> Page[Resource]:
    """The owner's resources, inactive ones included.

    Raises:
        NotYourResource, BadCursor
    """
    await _department(staff, owner=owner)
    purpose = f"bookings.resources:{owner}"
    position = ground().cursors.read(purpose, cursor)
    after = UUID(position) if position else NOBODY
    rows = await resource_queries.resources(owner, after=after, limit=limit + 1, active_only=False)
    return ground().cursors.page(purpose, rows, limit=limit, item=resource_of, position=lambda row: str(row["id"]))


async def of_day(resource_id: UUID, *, day: date, staff: UUID, limit: int, cursor: str | None) -> Page[DayBooking]:
    """Who comes on a day, with masked names; that somebody looked is recorded.

    Raises:
        ResourceNotFound, NotYourResource, BadCursor
    """
    purpose = f"bookings.day:{resource_id}:{day}"
    async with database.transaction():
        await _own(await resource_queries.resource(resource_id), staff=staff)
        after = moment_and_id(ground().cursors.read(purpose, cursor), first=EARLIEST)
        since, until = plan.hours_of(day)
        rows = await resource_queries.of_day(resource_id, since=since, until=until, after=after, limit=limit + 1)
        names = {row["person_id"]: await _masked(row["person_id"]) for row in rows[:limit]}
        await _record("day-read", resource_id, staff=staff)

    def shown(row: Record) -> DayBooking:
        return DayBooking(
            id=row["id"],
            starts_at=row["starts_at"],
            state=State(row["state"]),
            number=row["number"],
            name=names[row["person_id"]],
        )

    return ground().cursors.page(purpose, rows, limit=limit, item=shown, position=at_moment("starts_at"))


async def last_draw(resource_id: UUID, *, limit: int, cursor: str | None) -> Draw:
    """The newest rush, for everybody: before the draw its commitment, afterwards also seed and order.

    Raises:
        DrawNotFound, BadCursor
    """
    rush = await resource_queries.rush(resource_id)
    if rush is None:
        raise DrawNotFound
    purpose = f"bookings.draw:{rush['id']}"
    after = int(ground().cursors.read(purpose, cursor) or 0)
    rows = await resource_queries.drawn(rush["id"], after=after, limit=limit + 1)
    page = ground().cursors.page(
        purpose, rows, limit=limit, item=lambda row: UUID(str(row["id"])), position=lambda row: str(row["drawn_place"])
    )
    return Draw(
        resource_id=resource_id,
        opens_at=rush["opens_at"],
        commitment=rush["commitment"],
        drawn_at=rush["drawn_at"],
        seed=bytes(rush["seed"]).hex() if rush["drawn_at"] else None,
        items=page.items,
        next_cursor=page.next_cursor,
    )


async def plan_ahead(*, at: datetime) -> int:
    """Make slots for the days that have come into the horizon; how many resources were behind. Twice is as once."""
    behind = await resource_queries.unplanned(regions.local_time(at).date(), limit=PLANNED_AT_ONCE)
    for row in behind:
        async with database.transaction():
            await _plan(row["id"], at=at)
    return len(behind)


async def _plan(resource_id: UUID, *, at: datetime) -> None:
    """Let the slots be what the plan wants from now on; more room than before goes to who waits."""
    row = await resource_queries.lock_resource(resource_id)
    if row is None:
        raise ResourceNotFound
    resource, today = resource_of(row), regions.local_time(at).date()
    days = resource.horizon_days if resource.active else 0
    wanted = plan.slots(resource.plan, first=today, days=days, closed=set(resource.closed_dates))
    coming = [slot for slot in wanted if slot.starts_at > at]
    await resource_queries.put_slots(resource_id, coming)
    await resource_queries.shut_slots(resource_id, after=at, wanted=coming)
    await resource_queries.set_planned(resource_id, until=today + timedelta(days=days))
    await line.pay_debts(at=at, resource_id=resource_id)


def _says(resource: Resource, terms: Terms, *, closed: Collection[date], active: bool) -> bool:
    """Whether the resource has these terms already."""
    same = all(getattr(resource, name) == getattr(terms, name) for name in Terms.__struct_fields__)
    return same and set(resource.closed_dates) == set(closed) and resource.active == active


async def _end_days(resource_id: UUID, days: Collection[date], *, at: datetime) -> None:
    for day in days:
        since, until = plan.hours_of(day)
        for slot in await resource_queries.slots_between(resource_id, since=max(at, since), until=until):
            await line.end_all(slot["id"], at=at)


async def _command(
    what: str, resource_id: UUID, work: Callable[[], Awaitable[None]], *, staff: UUID, attempt: Attempt
) -> Resource:
    async def whole() -> Resource:
        await work()
        return await _changed(what, resource_id, staff=staff)

    return await once(attempt, Resource, whole)


async def _changed(what: str, resource_id: UUID, *, staff: UUID) -> Resource:
    await _record(what, resource_id, staff=staff)
    row = await resource_queries.resource(resource_id)
    if row is None:
        raise ResourceNotFound
    return resource_of(row)


async def _own(row: Record | None, *, staff: UUID) -> str:
    if row is None:
        raise ResourceNotFound
    return await _department(staff, owner=row["owner"])


async def _department(staff: UUID, *, owner: str) -> str:
    department = await ports.owners().department_for(staff, owner=owner)
    if department is None:
        raise NotYourResource
    return department


async def _check(terms: Terms) -> None:
    if (weekday := plan.clash(terms.plan)) is not None:
        raise PlanUnusable(weekday=weekday)
    if not await regions.exists(terms.region_code):
        raise PlaceUnknown(code=terms.region_code)


async def _masked(person_id: UUID) -> str:
    """A name that two people at a desk recognise; people who are gone have none."""
    try:
        return mask_name((await people.face(person_id)).name)
    except PersonNotFound:
        return "*"


async def _record(what: str, resource_id: UUID, *, staff: UUID) -> None:
    await audit.record(action=f"bookings.{what}", actor=f"person:{staff}", subject=f"booking-resource:{resource_id}")
