"""What the hall shows to everybody: numbers called, numbers next, nothing about anybody."""

from datetime import datetime

from asyncpg import Record

from backend.reference.calendar import service as calendar
from backend.reference.regions.service import local_time
from backend.services.windows import opening, queries, ticket_queries
from backend.services.windows.errors import HallNotFound
from backend.services.windows.records import lines_of, number_of, times_of, windows_of
from backend.services.windows.ticket_structs import Board, CalledNumber, LineOnBoard

CALLED_MOST = 40  # more than any board has room for
NEXT_EACH = 5


async def read(code: str, *, at: datetime) -> Board:
    """The board as it stands.

    Raises:
        HallNotFound
    """
    hall, day = await queries.hall(code), local_time(at).date()
    if hall is None:
        raise HallNotFound
    names = {window.number: window.name for window in windows_of(hall)}
    called = await ticket_queries.called(code, day=day, limit=CALLED_MOST)
    return Board(
        hall_code=code,
        name=hall["name"],
        day=day,
        open=opening.is_open(times_of(hall), at, await calendar.current()),
        called=[_called(row, names) for row in called],
        lines=await _lines(hall, at=at),
    )


def _called(row: Record, names: dict[int, str]) -> CalledNumber:
    window = row["window_number"]
    return CalledNumber(
        number=number_of(row), window_number=window, window_name=names.get(window, f"{window}"), calls=row["calls"]
    )


async def _lines(hall: Record, *, at: datetime) -> list[LineOnBoard]:
    code, day = hall["code"], local_time(at).date()
    waiting = {row["line"]: row["waiting"] for row in await ticket_queries.counts(code, day=day)}
    coming: dict[str, list[str]] = {}
    for row in await ticket_queries.next_numbers(code, day=day, at=at, each=NEXT_EACH):
        coming.setdefault(row["line"], []).append(number_of(row))
    return [
        LineOnBoard(
            letter=line.letter,
            name=line.name,
            waiting=waiting.get(line.letter, 0),
            next_numbers=coming.get(line.letter, []),
        )
        for line in lines_of(hall)
    ]
