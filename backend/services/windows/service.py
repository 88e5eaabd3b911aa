"""Halls as everybody sees them, and what rooms above ask: which are near, where an officer sits, who is before them."""

import asyncio
import math
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from backend.core import database
from backend.core.attempts import Attempt, once
from backend.core.audit import log as audit
from backend.core.ground import ground
from backend.core.structs import Page, now
from backend.reference.calendar import service as calendar
from backend.reference.regions import service as regions
from backend.reference.regions.errors import UnknownRegion
from backend.reference.regions.structs import Level
from backend.services.windows import appointments, posts, queries, seeds, setup, ticket_queries
from backend.services.windows.errors import HallChangedElsewhere, HallNotFound, RegionUnknown, WhereMissing
from backend.services.windows.records import Present, desk_ticket_of, detail_of, hall_of, window_of
from backend.services.windows.structs import (
    AppointmentPlan,
    ChangeHall,
    DeskTicket,
    Hall,
    HallDetail,
    HallLevel,
    HallSign,
    Window,
)

RADII_METERS = (3_000.0, 30_000.0, 400_000.0)  # the next circle only when the last one held too few
METERS_PER_DEGREE = 111_000.0  # a little less than a degree of latitude anywhere, so that the box holds the circle
COUNTY_DIGITS = 6


async def listed(
    *, region_code: str | None, level: HallLevel | None, text: str | None, helps: bool, limit: int, cursor: str | None
) -> Page[Hall]:
    """Halls by code: of a region and below it, of a level, with a text in their name, with helpers.

    Raises:
        BadCursor
    """
    purpose = f"windows.halls:{region_code}:{level}:{text}:{helps}"
    after = ground().cursors.read(purpose, cursor) or ""
    prefix = None if region_code is None else _prefix(region_code)
    rows = await queries.listed(after=after, prefix=prefix, level=level, text=text, helps=helps, limit=limit + 1)
    present = Present(at=now(), calendar=await calendar.current())
    return ground().cursors.page(
        purpose,
        rows,
        limit=limit,
        item=lambda row: hall_of(row, present),
        position=lambda row: row["code"],
    )


async def near(
    *,
    lon: float | None = None,
    lat: float | None = None,
    region_code: str | None = None,
    level: HallLevel | None = None,
    limit: int = 10,
) -> list[Hall]:
    """The nearest halls to a point, or who is responsible for a region: the smallest level first, kiosks last.

    Raises:
        WhereMissing: neither was said.
        RegionUnknown
    """
    if lon is not None and lat is not None:
        rows = await _around(lon, lat, level=level, limit=limit)
    elif region_code is not None:
        rows = await _responsible(region_code, level=level, limit=limit)
    else:
        raise WhereMissing
    present = Present(at=now(), calendar=await calendar.current())
    return [hall_of(row, present) for row in rows]


async def signs(region_code: str, *, limit: int) -> list[HallSign]:
    """What stands on the doors of the halls that are responsible for a region, as `near` orders them.

    Raises:
        RegionUnknown
    """
    way, county = await _way_up(region_code)
    return [HallSign(**dict(row)) for row in await queries.signs(way, county=county, limit=limit)]


async def find(code: str, *, at: datetime | None = None) -> HallDetail:
    """One hall with everything about it.

    Raises:
        HallNotFound
    """
    row, moment = await queries.hall(code), at or now()
    if row is None:
        raise HallNotFound
    counted = await ticket_queries.counts(code, day=regions.local_time(moment).date())
    waiting = sum(one["waiting"] for one in counted)
    return detail_of(row, Present(at=moment, calendar=await calendar.current()), waiting=waiting)


async def officer_at(person_id: UUID) -> Window | None:
    """The window at which this person sits today."""
    seat = await queries.seat_of(person_id, day=regions.today())
    return window_of(seat) if seat else None


async def current_ticket(person_id: UUID) -> DeskTicket | None:
    """What is open at the officer's window now, with who it is: for counter intake."""
    day = regions.today()
    seat = await queries.seat_of(person_id, day=day)
    if seat is None:
        return None
    row = await ticket_queries.at_window(seat["hall_code"], day=day, number=seat["window_number"])
    return desk_ticket_of(row, known=True) if row else None


async def change(code: str, command: ChangeHall, *, staff: UUID, attempt: Attempt, at: datetime) -> HallDetail:
    """Replace what the hall decides about itself. Appointments on days that are closed now end, and people are told.

    Raises:
        HallNotFound, NotYourHall, HallChangedElsewhere, HoursUnusable, LinesUnusable
    """

    async def work() -> HallDetail:
        row = await _own(code, staff=staff)
        setup.check(command, level=HallLevel(row["level"]))
        if not await queries.change(code, command):
            raise HallChangedElsewhere(yours=command.version, theirs=row["version"])
        await appointments.follow(code, at=at)
        await audit.record(action="windows.hall-changed", actor=f"person:{staff}", subject=f"hall:{code}")
        return await find(code, at=at)

    return await once(attempt, HallDetail, work)


async def plan_appointments(
    code: str, command: AppointmentPlan, *, staff: UUID, attempt: Attempt, at: datetime
) -> HallDetail:
    """Offer appointments in the hall's own hours, or no more of them. Who has one keeps it.

    Raises:
        HallNotFound, NotYourHall
    """

    async def work() -> HallDetail:
        await _own(code, staff=staff)
        await appointments.plan(code, command, at=at)
        await audit.record(action="windows.appointments-planned", actor=f"person:{staff}", subject=f"hall:{code}")
        return await find(code, at=at)

    return await once(attempt, HallDetail, work)


async def department_of(person_id: UUID, *, code: str) -> str | None:
    """The hall's department if this member of staff runs the hall, else None."""
    row = await queries.hall(code)
    return row["department"] if row is not None and await posts.covers(person_id, row, roles=posts.RUNS) else None


async def seed(*, at: datetime | None = None) -> int:
    """Bring the table to what the divisions say; the number of rows that changed, 0 the second time."""
    divisions = [one for level in Level for one in await regions.all_of_level(level)]
    rows = await asyncio.to_thread(seeds.seeds, divisions)
    async with database.transaction():
        changed = await queries.seed(rows)
        if changed:
            await queries.settle()
            await audit.record(action="windows.halls-seeded", actor="operator", subject=f"halls:{changed}")
        for row in (one for one in rows if one.appointment_capacity):
            if (await queries.hall(row.code) or {}).get("appointments") is None:
                await appointments.plan(row.code, AppointmentPlan(capacity=row.appointment_capacity), at=at or now())
    return changed


async def _around(lon: float, lat: float, *, level: HallLevel | None, limit: int) -> Sequence[Record]:
    """The nearest first; a wider circle only while there are too few."""
    rows: Sequence[Record] = ()
    for meters in RADII_METERS:
        degrees = meters / METERS_PER_DEGREE
        box = (degrees, degrees / max(0.1, math.cos(math.radians(lat))))
        rows = await queries.near(lon=lon, lat=lat, meters=meters, box=box, level=level, limit=limit)
        if len(rows) == limit:
            break
    return rows


async def _responsible(region_code: str, *, level: HallLevel | None, limit: int) -> Sequence[Record]:
    way, county = await _way_up(region_code)
    return await queries.responsible(way, county=county, level=level, limit=limit)


async def _way_up(region_code: str) -> tuple[list[str], str | None]:
    """The region and what governs it, the province first; and the county among them."""
    try:
        way = [place.code for place in await regions.path_of(region_code)]
    except UnknownRegion as error:
        raise RegionUnknown(code=region_code) from error
    return way, next((code for code in reversed(way) if len(code) == COUNTY_DIGITS), None)


async def _own(code: str, *, staff: UUID) -> Record:
    row = await queries.lock_hall(code)
    if row is None:
        raise HallNotFound
    await posts.require(staff, row, roles=posts.RUNS)
    return row


def _prefix(region_code: str) -> str:
    """How the codes of a region and of everything below it begin: 62, 6201, 620102, ..."""
    if len(region_code) == COUNTY_DIGITS:
        return region_code.removesuffix("00").removesuffix("00")
    return region_code
