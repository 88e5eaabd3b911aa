"""What an officer sees of a hall: its windows, its lines, who is next. Nothing here compares people."""

from datetime import date, datetime
from uuid import UUID

from asyncpg import Record

from backend.core.ground import ground
from backend.core.structs import Page
from backend.identity.people.structs import Role
from backend.reference.calendar import service as calendar
from backend.reference.regions.service import local_time
from backend.services.windows import opening, posts, queries, ticket_queries
from backend.services.windows.desk import before_me, hall_for, masked
from backend.services.windows.records import desk_ticket_of, lines_of, number_of, times_of, window_of, windows_of
from backend.services.windows.structs import HallLevel, WorkPlace
from backend.services.windows.ticket_structs import Desk, DeskLine, DeskWindow

SHOWN_MOST = 50  # of those who wait: what an officer looks through before calling


async def work_places(staff: UUID, *, limit: int, cursor: str | None) -> Page[WorkPlace]:
    """The halls in which the person may sit, by code.

    Raises:
        BadCursor
    """
    purpose = f"windows.work-places:{staff}"
    after = ground().cursors.read(purpose, cursor) or ""
    mine = await posts.mine(staff)
    regions = {
        post.region_code
        for post in mine
        if Role.CASE_OFFICER in post.roles or len(post.region_code) >= posts.TOWNSHIP_DIGITS
    }
    rows = await queries.of_posts(
        [post.department for post in mine], regions=sorted(regions), after=after, limit=limit + 1
    )
    return ground().cursors.page(
        purpose,
        rows,
        limit=limit,
        item=lambda row: WorkPlace(code=row["code"], name=row["name"], level=HallLevel(row["level"])),
        position=lambda row: str(row["code"]),
    )


async def read(code: str, *, staff: UUID, at: datetime) -> Desk:
    """The hall as it stands, for somebody who may sit in it.

    Raises:
        HallNotFound, NotYourHall
    """
    hall, day = await hall_for(code, staff=staff), local_time(at).date()
    seat = await queries.seat_of(staff, day=day)
    here = seat if seat is not None and seat["hall_code"] == code else None
    current = here and await ticket_queries.at_window(code, day=day, number=here["window_number"])
    waiting = await ticket_queries.waiting(code, day=day, at=at, limit=SHOWN_MOST)
    skipped = await ticket_queries.skipped(code, day=day, limit=SHOWN_MOST)
    return Desk(
        hall_code=code,
        name=hall["name"],
        day=day,
        open=opening.is_open(times_of(hall), at, await calendar.current()),
        window=window_of(here) if here else None,
        current=await before_me(current) if current else None,
        windows=await _windows(hall, day=day, staff=staff),
        lines=await _lines(hall, day=day),
        waiting=[desk_ticket_of(row) for row in waiting],
        skipped=[desk_ticket_of(row) for row in skipped],
    )


async def _windows(hall: Record, *, day: date, staff: UUID) -> list[DeskWindow]:
    seats = {row["window_number"]: row for row in await queries.seats(hall["code"], day=day)}
    known = await masked([row["person_id"] for row in seats.values()])
    names = {number: known[row["person_id"]] for number, row in seats.items()}
    return [
        DeskWindow(
            number=one.number,
            name=one.name,
            letters=one.letters,
            officer=names.get(one.number),
            mine=one.number in seats and seats[one.number]["person_id"] == staff,
            ticket_number=_number(seats.get(one.number)),
        )
        for one in windows_of(hall)
    ]


async def _lines(hall: Record, *, day: date) -> list[DeskLine]:
    counts = {row["line"]: row for row in await ticket_queries.counts(hall["code"], day=day)}
    return [
        DeskLine(
            letter=line.letter,
            name=line.name,
            **{
                name: counts[line.letter][name] if line.letter in counts else 0
                for name in ("waiting", "priority", "appointments")
            },
        )
        for line in lines_of(hall)
    ]


def _number(seat: Record | None) -> str | None:
    return None if seat is None or seat["serial"] is None else number_of(seat)
