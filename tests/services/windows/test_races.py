"""Races on real PostgreSQL: 32 officers, 32 connections, commits and crashes in between; numbers taken at once."""

import asyncio
from uuid import uuid4

import asyncpg
import pytest

from backend.core import database
from backend.services.windows import desk, ticket_queries
from backend.services.windows.structs import Counter as Window
from backend.services.windows.ticket_queries import NewTicket
from tests.services.windows.conftest import MONDAY, call, does, paper, sit

OFFICERS = 32
DAY = MONDAY.date()


async def left(hall):
    row = await database.fetch_one(
        "select count(*) as n from windows_ticket where hall_code = $1 and state = 'waiting'", hall
    )
    return row["n"]


@pytest.fixture
async def big_hall(make_hall):
    return await make_hall(windows=[Window(number=number, name=f"{number}号") for number in range(1, OFFICERS + 1)])


@pytest.fixture
async def connections(database_url):
    """Connections of their own, so that all of them really stand in their transactions at the same time."""
    opened = await asyncio.gather(*(asyncpg.connect(database_url) for _ in range(OFFICERS)))
    yield opened
    await asyncio.gather(*(one.close() for one in opened))


async def give(hall, officer, count):
    return [await paper(hall, officer) for _ in range(count)]


@pytest.mark.slow
class TestCalling:
    async def test_32_officers_never_call_the_same_and_lose_nobody(self, big_hall, make_officer):
        officers = [await make_officer(big_hall) for _ in range(OFFICERS)]
        for number, officer in enumerate(officers, 1):
            await sit(big_hall, officer, number)
        given = await give(big_hall, officers[0], 150)

        async def work(officer):
            mine = []
            while (ticket := await call(big_hall, officer)) is not None or await left(big_hall):
                if ticket is not None:
                    mine.append(ticket.number)
                    await does(desk.finish, big_hall, ticket, officer)
            return mine

        worked = await asyncio.gather(*(work(officer) for officer in officers))

        called = [number for mine in worked for number in mine]
        assert len(called) == len(set(called))
        assert set(called) == {one.number for one in given}

    async def test_32_open_transactions_hold_32_tickets_and_what_crashes_goes_back(
        self, big_hall, make_officer, connections
    ):
        await give(big_hall, await make_officer(big_hall), 40)
        transactions = [one.transaction() for one in connections]
        await asyncio.gather(*(one.start() for one in transactions))

        async def calls(number, connection):
            values = (big_hall, DAY, number, [], MONDAY, ["A"], [number])
            return await connection.fetchrow(ticket_queries.CALL, *values, timeout=5)

        rows = await asyncio.gather(*(calls(number, one) for number, one in enumerate(connections, 1)))
        for number, transaction in enumerate(transactions):
            await (transaction.commit() if number % 2 else transaction.rollback())

        assert sorted(row["serial"] for row in rows) == list(range(1, OFFICERS + 1))
        assert await left(big_hall) == 40 - OFFICERS // 2
        states = await database.fetch(
            "select state, count(*) as n from windows_ticket where hall_code = $1 group by state", big_hall
        )
        assert {row["state"]: row["n"] for row in states} == {"called": 16, "waiting": 24}


@pytest.mark.slow
class TestNumbers:
    async def test_32_open_transactions_take_32_numbers_without_waiting(self, big_hall, connections):
        transactions = [one.transaction() for one in connections]
        await asyncio.gather(*(one.start() for one in transactions))

        async def takes(connection):
            new = NewTicket(
                id=uuid4(), hall_code=big_hall, day=DAY, letter="A", person_id=None, need="none", basic_code=None,
                booking_id=None, slot_starts_at=None, taken_at=MONDAY,
            )  # fmt: skip
            values = (getattr(new, name) for name in NewTicket.__struct_fields__)
            return await connection.fetchrow(ticket_queries.TAKE, *values, timeout=5)

        rows = await asyncio.gather(*(takes(one) for one in connections))
        for number, transaction in enumerate(transactions):
            await (transaction.rollback() if number == OFFICERS - 1 else transaction.commit())

        assert sorted(row["serial"] for row in rows) == list(range(1, OFFICERS + 1))
        assert await left(big_hall) == OFFICERS - 1
