"""What is asked often comes from indexes, however many slots there are."""

from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest

from backend.core import database
from backend.core.pages import LATEST
from backend.supports.bookings import queries, resource_queries
from tests.supports.bookings.conftest import (
    MONDAY,
)


class TestPlans:
    @pytest.mark.slow
    async def test_come_from_indexes_at_200_000_slots(self, make_resource):
        resource = await make_resource()

        for name, plan in (await plans_in_full_tables(resource)).items():
            assert "Seq Scan" not in plan, f"{name}:\n{plan}"


class RolledBack(Exception):
    """Ends a transaction whose work must not stay."""


async def plans_in_full_tables(resource):
    """How PostgreSQL would answer with 2000 resources, 200,000 slots and 40,000 bookings; nothing of it is kept."""
    plans = {}
    with suppress(RolledBack):
        async with database.transaction():
            await fill_tables()
            slot = (await database.fetch_one("select id from bookings_slot where resource_id = $1", resource.id))["id"]
            week = (MONDAY, MONDAY + timedelta(days=7))
            asked = {
                "take": (queries.TAKE, (slot, MONDAY)),
                "situation": (queries.SITUATION, (MONDAY, slot, resource.owner, uuid4())),
                "open slots": (
                    f"""{queries.SLOT} where s.resource_id = $2 and s.starts_at >= $3 and s.starts_at < $4
                        and s.starts_at > $1 and s.open order by s.starts_at limit $5""",
                    (MONDAY, resource.id, *week, 250),
                ),
                "offer": (queries.OFFER, (slot, 1, MONDAY, MONDAY)),
                "lapse": (queries.LAPSE_HOLDS, (slot, MONDAY)),
                "lapsed": (
                    "select distinct slot_id as id from bookings_booking where state = 'held' and expires_at <= $1",
                    (MONDAY - timedelta(days=400),),
                ),
                "mine": (
                    f"""{queries.BOOKING} where b.person_id = $1 and (b.starts_at, b.id) < ($2, $3)
                        order by b.starts_at desc, b.id desc limit $4""",
                    (uuid4(), *LATEST, 20),
                ),
                "resources": (
                    f"{resource_queries.RESOURCE} where r.owner = $1 order by r.id limit 5",
                    (resource.owner,),
                ),
                "shut": (resource_queries.SHUT_SLOTS, (resource.id, MONDAY, [MONDAY])),
                "passed": (queries.END_PASSED, (MONDAY - timedelta(days=400),)),
                "cancel": (queries.CANCEL, (uuid4(), MONDAY)),
            }
            for name, (sql, arguments) in asked.items():
                lines = await database.fetch(f"explain {sql}", *arguments)
                plans[name] = "\n".join(row[0] for row in lines)
            raise RolledBack
    return plans


async def fill_tables():
    await database.execute(
        """
        insert into bookings_resource (id, owner, sender, name_zh, name_en, region_code, plan, closed_dates,
            horizon_days, per_person_most, hold_seconds)
        select gen_random_uuid(), 'mini-app:full' || n, 'x', 'x', 'x', '620102', '[]', '[]', 1, 1, 300
        from generate_series(1, 2000) n
        """
    )
    for first in range(0, 100, 20):
        await database.execute(
            """
            insert into bookings_slot (id, resource_id, starts_at, ends_at, capacity, taken)
            select gen_random_uuid(), r.id, $1::timestamptz + make_interval(hours => n),
                $1::timestamptz + make_interval(hours => n + 1), 2, 1
            from bookings_resource r, generate_series($2::int + 1, $2 + 20) n where r.owner like 'mini-app:full%'
            """,
            MONDAY,
            first,
        )
    await database.execute(
        """
        insert into bookings_booking (id, resource_id, slot_id, person_id, starts_at, state, expires_at, line_no,
            number, changed_at)
        select gen_random_uuid(), s.resource_id, s.id, gen_random_uuid(), s.starts_at, kind,
            case when kind = 'held' then s.starts_at end, case when kind = 'waiting' then 1 end,
            case when kind = 'booked' then left(s.id::text, 12) end, $1
        from (
            select *, case row_number() over () % 10 when 0 then 'waiting' when 1 then 'held' else 'booked' end as kind
            from bookings_slot where taken = 1 and starts_at <= $1::timestamptz + interval '20 hours'
        ) s
        on conflict do nothing
        """,
        MONDAY,
    )
    await database.execute(
        """
        insert into bookings_draw (id, resource_id, opens_at, commitment, seed, drawn_at)
        select gen_random_uuid(), id, $1, 'x', 'x', $1 from bookings_resource
        """,
        MONDAY,
    )
    for table in ("resource", "slot", "booking", "draw"):
        await database.execute(f"analyze bookings_{table}")
