"""What is asked every few seconds comes from indexes, however many tickets earlier days left behind."""

from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest

from backend.core import database
from backend.services.windows import queries, ticket_queries
from tests.services.windows.conftest import ELDER, MONDAY

DAY = MONDAY.date()
FILL = """
    insert into windows_ticket (id, hall_code, day, letter, serial, line, place, line_no, person_id, state,
        window_number, taken_at, called_at, ended_at)
    select gen_random_uuid(), h.code, $1::date, 'A', n, 'A', n, n, gen_random_uuid(),
        case when $1::date = $3::date and n > 40 then 'waiting' else 'done' end, 1, $2, $2, $2
    from (select code from windows_hall where level = 'county' order by code limit 80) h, generate_series(1, 50) n
"""
SEATS = """
    insert into windows_seat (id, hall_code, day, window_number, person_id, sat_at, left_at)
    select gen_random_uuid(), h.code, $1::date - d, 1, gen_random_uuid(), $2::timestamptz,
        case when d > 0 then $2::timestamptz end
    from (select code from windows_hall where level = 'county' order by code limit 80) h, generate_series(0, 49) d
"""
DAYS = 15


class RolledBack(Exception):
    """Ends a transaction whose work must not stay."""


async def plans():
    """How PostgreSQL would answer with 60,000 tickets and 4,000 sittings; nothing of it is kept."""
    found = {}
    hall = "h620102"
    asked = {
        "call": (ticket_queries.CALL, (hall, DAY, 3, ["A"], MONDAY, ["A", "B"], [1, 2, 3])),
        "ahead": (f"{ticket_queries.AHEAD} where t.id = $2", (MONDAY, uuid4())),
        "waiting": (ticket_queries.WAITING, (hall, DAY, MONDAY, 50)),
        "next numbers": (ticket_queries.NEXT_NUMBERS, (hall, DAY, MONDAY, 5)),
        "counts": (ticket_queries.COUNTS, (hall, DAY)),
        "seats": (queries.SEATS, (hall, DAY)),
        "seat of": (queries.SEAT_OF, (ELDER, DAY)),
        "responsible": (queries.RESPONSIBLE, ("620000", "620100", "620102", None, None, "620102", None, 20)),
        "listed": (queries.LISTED, ("", "620102", None, None, False, 20)),
        "of posts": (queries.OF_POSTS, (["甲"], ["620102001"], "", 20)),
        "near": (queries.NEAR, (103.8, 36.06, 3000.0, 0.03, 0.04, None, 20)),
    }
    with suppress(RolledBack):
        async with database.transaction():
            for number in range(DAYS):
                await database.execute(FILL, DAY - timedelta(days=number), MONDAY, DAY)
            await database.execute(SEATS, DAY, MONDAY)
            await database.execute("analyze windows_ticket, windows_seat, windows_hall")
            for name, (sql, values) in asked.items():
                rows = await database.fetch(f"explain {sql}", *values)
                found[name] = "\n".join(row[0] for row in rows)
            raise RolledBack
    return found


@pytest.mark.slow
async def test_come_from_indexes_at_60_000_tickets(database_url):
    for name, plan in (await plans()).items():
        assert "Seq Scan on windows" not in plan, f"{name}:\n{plan}"
