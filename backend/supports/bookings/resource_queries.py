"""All SQL about what a department offers: resources, their slots as the plan wants them, and rushes."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core import database
from backend.core.ids import new_id
from backend.supports.bookings.plan import PlannedSlot
from backend.supports.bookings.structs import CreateResource, Terms

RESOURCE = """
    select r.*, d.opens_at, d.commitment from bookings_resource r
    left join bookings_draw d on d.resource_id = r.id and d.drawn_at is null
"""
PENDING = "select * from bookings_draw where resource_id = $1 and drawn_at is null"
INSERT_RESOURCE = """
    insert into bookings_resource (id, owner, sender, name_zh, name_en, region_code, address, plan, horizon_days,
        per_person_most, hold_seconds, closed_dates)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '[]')
"""
CHANGE_RESOURCE = """
    update bookings_resource set name_zh = $2, name_en = $3, region_code = $4, address = $5, plan = $6,
        horizon_days = $7, per_person_most = $8, hold_seconds = $9, active = $10, sender = $11, planned_until = null
    where id = $1
"""
# Nobody loses a place because room became less: the capacity comes down as places are given back.
PUT_SLOTS = """
    insert into bookings_slot as s (id, resource_id, starts_at, ends_at, capacity)
    select id, $1, starts_at, ends_at, capacity
    from unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::int[]) as n (id, starts_at, ends_at, capacity)
    on conflict (resource_id, starts_at) do update set
        ends_at = excluded.ends_at, capacity = greatest(excluded.capacity, s.taken), open = true
    where (s.ends_at, s.capacity, s.open) is distinct from
        (excluded.ends_at, greatest(excluded.capacity, s.taken), true)
"""
SHUT_SLOTS = """
    update bookings_slot set open = false
    where resource_id = $1 and starts_at > $2 and open
        and not exists (select 1 from unnest($3::timestamptz[]) as n (wanted) where n.wanted = starts_at)
"""
PLACES = """
    update bookings_booking b set drawn_place = n.place + $2
    from unnest($1::uuid[]) with ordinality as n (id, place) where b.id = n.id
"""
PLACES_AT_ONCE = 20_000  # about a second, well within the statement timeout


def _terms(terms: Terms) -> tuple[object, ...]:
    words = (terms.name.zh, terms.name.en, terms.region_code, terms.address)
    numbers = (terms.horizon_days, terms.per_person_most, terms.hold_seconds)
    return (*words, msgspec.to_builtins(terms.plan), *numbers)


async def insert_resource(resource_id: UUID, command: CreateResource, *, sender: str) -> None:
    """Write a new resource."""
    await database.execute(INSERT_RESOURCE, resource_id, command.owner, sender, *_terms(command))


async def change_resource(resource_id: UUID, terms: Terms, *, active: bool, sender: str) -> None:
    """Replace the terms."""
    await database.execute(CHANGE_RESOURCE, resource_id, *_terms(terms), active, sender)


async def resource(resource_id: UUID) -> Record | None:
    """The resource, with its pending draw."""
    return await database.fetch_one(f"{RESOURCE} where r.id = $1", resource_id)


async def lock_resource(resource_id: UUID) -> Record | None:
    """The resource for who changes or plans it: one at a time."""
    await database.execute("select 1 from bookings_resource where id = $1 for update", resource_id)
    return await resource(resource_id)


async def resources(owner: str, *, after: UUID, limit: int, active_only: bool) -> Sequence[Record]:
    """An owner's resources in the order of their making."""
    condition = "where r.owner = $1 and r.id > $2 and (r.active or not $4) order by r.id limit $3"
    return await database.fetch(f"{RESOURCE} {condition}", owner, after, limit, active_only)


async def unplanned(day: date, *, limit: int) -> Sequence[Record]:
    """Active resources whose slots do not reach as far as their horizon says."""
    return await database.fetch(
        "select id from bookings_resource where active and coalesce(planned_until < $1::date + horizon_days, true)"
        " order by id limit $2",
        day,
        limit,
    )


async def set_planned(resource_id: UUID, *, until: date) -> None:
    """Note how far the slots reach."""
    await database.execute("update bookings_resource set planned_until = $2 where id = $1", resource_id, until)


async def set_closed_dates(resource_id: UUID, dates: Sequence[date]) -> None:
    """Replace the closed days."""
    texts = [day.isoformat() for day in dates]
    await database.execute(
        "update bookings_resource set closed_dates = $2, planned_until = null where id = $1", resource_id, texts
    )


async def put_slots(resource_id: UUID, planned: Sequence[PlannedSlot]) -> int:
    """Make the planned slots exist; how many were new or different."""
    columns = [(new_id(), one.starts_at, one.ends_at, one.capacity) for one in planned]
    ids, starts, ends, capacities = (list(column) for column in zip(*columns, strict=True)) if columns else ([],) * 4
    return await database.execute(PUT_SLOTS, resource_id, ids, starts, ends, capacities)


async def shut_slots(resource_id: UUID, *, after: datetime, wanted: Sequence[PlannedSlot]) -> int:
    """Take nobody new where the plan has no slot any more."""
    return await database.execute(SHUT_SLOTS, resource_id, after, [one.starts_at for one in wanted])


async def slots_between(resource_id: UUID, *, since: datetime, until: datetime) -> Sequence[Record]:
    """Ids of the slots that begin in this time, closed ones included."""
    return await database.fetch(
        "select id from bookings_slot where resource_id = $1 and starts_at >= $2 and starts_at < $3 order by starts_at",
        resource_id,
        since,
        until,
    )


async def of_day(
    resource_id: UUID, *, since: datetime, until: datetime, after: tuple[datetime, UUID], limit: int
) -> Sequence[Record]:
    """Who holds or has a place of a resource in this time."""
    return await database.fetch(
        """
        select id, person_id, starts_at, state, number from bookings_booking
        where resource_id = $1 and starts_at >= $2 and starts_at < $3 and (starts_at, id) > ($4, $5)
            and state in ('held', 'booked')
        order by starts_at, id limit $6
        """,
        resource_id,
        since,
        until,
        *after,
        limit,
    )


async def put_rush(resource_id: UUID, *, opens_at: datetime, commitment: str, seed: bytes) -> None:
    """Announce a rush."""
    await database.execute(
        "insert into bookings_draw (id, resource_id, opens_at, commitment, seed) values ($1, $2, $3, $4, $5)",
        new_id(),
        resource_id,
        opens_at,
        commitment,
        seed,
    )


async def move_rush(draw_id: UUID, *, opens_at: datetime) -> None:
    """Give a rush another opening; its seed stays."""
    await database.execute("update bookings_draw set opens_at = $2 where id = $1", draw_id, opens_at)


async def rush(resource_id: UUID) -> Record | None:
    """The newest rush of a resource, drawn or not."""
    return await database.fetch_one(
        "select * from bookings_draw where resource_id = $1 order by opens_at desc limit 1", resource_id
    )


async def pending_rush(resource_id: UUID, *, alone: bool) -> Record | None:
    """The rush that is not drawn yet. Who joins its line keeps the draw away; who draws it is alone."""
    return await database.fetch_one(f"{PENDING} for {'update' if alone else 'share'}", resource_id)


async def due_rushes(at: datetime) -> Sequence[Record]:
    """Resources whose rush waits for its draw."""
    return await database.fetch(
        "select resource_id from bookings_draw where drawn_at is null and opens_at <= $1 limit 100", at
    )


async def tickets(draw_id: UUID) -> Sequence[Record]:
    """Who came before the opening and still waits."""
    return await database.fetch("select id from bookings_booking where draw_id = $1 and state = 'waiting'", draw_id)


async def set_drawn(draw_id: UUID, order: Sequence[UUID], *, at: datetime) -> None:
    """Write the places down and end the rush."""
    for start in range(0, len(order), PLACES_AT_ONCE):
        await database.execute(PLACES, order[start : start + PLACES_AT_ONCE], start)
    await database.execute("update bookings_draw set drawn_at = $2 where id = $1", draw_id, at)


async def drawn(draw_id: UUID, *, after: int, limit: int) -> Sequence[Record]:
    """The tickets in the order of the draw."""
    return await database.fetch(
        "select id, drawn_place from bookings_booking where draw_id = $1 and drawn_place > $2"
        " order by drawn_place limit $3",
        draw_id,
        after,
        limit,
    )
