"""All SQL about places in slots. Who changes what people have in a slot holds its row; `line.settle` says why."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from backend.core import database
from backend.supports.bookings.structs import Order, State

# Two look-ups in small partial indexes a slot: booked places, which may be many, are not touched.
SLOT = """
    select s.*,
        (select count(*) from bookings_booking w where w.slot_id = s.id and w.state = 'waiting') as waiting,
        (select count(*) from bookings_booking h
            where h.slot_id = s.id and h.state = 'held' and h.expires_at <= $1) as lapsed
    from bookings_slot s
"""
SITUATION = f"""
    select x.*, r.name_zh, r.name_en, r.address, r.hold_seconds, r.per_person_most, r.active, d.opens_at,
        (select count(*) from bookings_booking b where b.person_id = $4 and b.resource_id = x.resource_id
            and b.state in ('waiting', 'held', 'booked') and b.starts_at > $1
            and (b.expires_at is null or b.expires_at > $1)) as mine_open,
        exists (select 1 from bookings_booking b where b.person_id = $4 and b.slot_id = x.id
            and b.state in ('waiting', 'held', 'booked')
            and (b.expires_at is null or b.expires_at > $1)) as mine_here
    from ({SLOT} where s.id = $2) x
    join bookings_resource r on r.id = x.resource_id and r.owner = $3
    left join bookings_draw d on d.resource_id = x.resource_id and d.drawn_at is null
"""  # noqa: S608 - made of constants
COUNT_OPEN = """
    select count(*) as n from bookings_booking b join bookings_resource r on r.id = b.resource_id
    where b.person_id = $1 and r.owner = $2 and b.state in ('waiting', 'held', 'booked') and b.starts_at > $3
        and (b.expires_at is null or b.expires_at > $3)
"""
# A place in line is counted when it is looked at; nobody in line is rewritten when somebody before them leaves.
BOOKING = """
    select b.*, s.ends_at, r.owner, r.name_zh, r.name_en, r.address,
        case when b.state = 'waiting' and (b.draw_id is null or b.drawn_place is not null) then 1 + (
            select count(*) from bookings_booking o where o.slot_id = b.slot_id and o.state = 'waiting'
            and (coalesce(o.drawn_place, 2147483647), o.line_no) < (coalesce(b.drawn_place, 2147483647), b.line_no)
        ) end as place_in_line
    from bookings_booking b
    join bookings_slot s on s.id = b.slot_id
    join bookings_resource r on r.id = b.resource_id
"""
# The one place where a place is taken: a full slot has no row for this, however many ask at the same time.
TAKE = """
    update bookings_slot set taken = taken + 1
    where id = $1 and taken < capacity and open and starts_at > $2 and not exists
        (select 1 from bookings_booking where slot_id = $1 and state = 'waiting')
"""
INSERT_BOOKING = """
    insert into bookings_booking (id, resource_id, slot_id, person_id, starts_at, state, expires_at, draw_id, line_no,
        changed_at)
    select $1, s.resource_id, s.id, $3, s.starts_at, $4::text, $5, $6,
        case when $4::text = 'waiting' then nextval('bookings_line') end, $7
    from bookings_slot s where s.id = $2
"""
CONFIRM = """
    update bookings_booking set state = 'booked', number = $3, expires_at = null, changed_at = $4
    where id = $1 and person_id = $2 and state = 'held' and expires_at > $4
"""
CANCEL = """
    with was as (select id, state from bookings_booking where id = $1 for update)
    update bookings_booking b set state = 'cancelled', expires_at = null, changed_at = $2
    from was where b.id = was.id and was.state in ('waiting', 'held', 'booked') returning was.state
"""
LAPSE_HOLDS = """
    update bookings_booking set state = 'lapsed', expires_at = null, changed_at = $2
    where slot_id = $1 and state = 'held' and expires_at <= $2 returning id, person_id
"""
OFFER = """
    update bookings_booking b set state = 'held', expires_at = $3, changed_at = $4
    from (
        select id from bookings_booking where slot_id = $1 and state = 'waiting'
        order by drawn_place, line_no limit $2
    ) first
    where b.id = first.id and b.state = 'waiting' returning b.id, b.person_id
"""
END_ALL = """
    update bookings_booking set state = 'closed', expires_at = null, changed_at = $2
    where slot_id = $1 and state in ('waiting', 'held', 'booked') returning id, person_id
"""
END_PASSED = """
    update bookings_booking set state = 'lapsed', changed_at = $1 where state = 'waiting' and id in
        (select id from bookings_booking where state = 'waiting' and starts_at <= $1 limit 1000)
"""
IN_DEBT = """
    select s.id from bookings_slot s
    where s.id in (select slot_id from bookings_booking where state = 'waiting') and s.taken < s.capacity and s.open
        and s.starts_at > $1 and ($2::uuid is null or s.resource_id = $2) and not exists
        (select 1 from bookings_draw d where d.resource_id = s.resource_id and d.drawn_at is null)
    order by s.id limit 500
"""


async def open_slots(
    resource_id: UUID, *, since: datetime, until: datetime, at: datetime, limit: int
) -> Sequence[Record]:
    """The slots of this time that still take people, in order."""
    condition = "where s.resource_id = $2 and s.starts_at >= $3 and s.starts_at < $4 and s.starts_at > $1 and s.open"
    return await database.fetch(
        f"{SLOT} {condition} order by s.starts_at limit $5", at, resource_id, since, until, limit
    )


async def situation(slot_id: UUID, *, owner: str, person_id: UUID, at: datetime) -> Record | None:
    """What decides about this person in this slot of this owner."""
    return await database.fetch_one(SITUATION, at, slot_id, owner, person_id)


async def count_open(person_id: UUID, *, owner: str, at: datetime) -> int:
    """How many bookings of all resources of one owner the person has that have not ended."""
    row = await database.fetch_one(COUNT_OPEN, person_id, owner, at)
    return 0 if row is None else int(row["n"])


async def lock_person(resource_id: UUID, person_id: UUID) -> None:
    """One at a time counts a person's open bookings of a resource; held until the transaction ends."""
    await database.execute(
        "select pg_advisory_xact_lock(hashtextextended('bookings:' || $1, 0))", f"{resource_id}:{person_id}"
    )


async def lock_slot(slot_id: UUID) -> Record | None:
    """The slot with what its people hear, kept from others until the transaction ends."""
    return await database.fetch_one(
        """
        select s.*, r.owner, r.sender, r.name_zh, exists
            (select 1 from bookings_draw d where d.resource_id = s.resource_id and d.drawn_at is null) as undrawn
        from bookings_slot s join bookings_resource r on r.id = s.resource_id where s.id = $1 for update of s
        """,
        slot_id,
    )


async def take(slot_id: UUID, *, at: datetime) -> bool:
    """Take a place; False when there is none that nobody waits for."""
    return await database.execute(TAKE, slot_id, at) == 1


async def shift_taken(slot_id: UUID, *, by: int) -> None:
    """Correct the number of places taken; the caller holds the slot."""
    await database.execute("update bookings_slot set taken = taken + $2 where id = $1", slot_id, by)


async def insert_booking(
    order: Order, *, state: State, at: datetime, expires_at: datetime | None = None, draw_id: UUID | None = None
) -> None:
    """Write a hold, or a place at the end of the line."""
    await database.execute(
        INSERT_BOOKING, order.id, order.slot_id, order.person_id, state.value, expires_at, draw_id, at
    )


async def booking(booking_id: UUID, *, person_id: UUID, owner: str | None) -> Record | None:
    """The person's booking, of this owner or of any."""
    condition = "where b.id = $1 and b.person_id = $2 and ($3::text is null or r.owner = $3)"
    return await database.fetch_one(f"{BOOKING} {condition}", booking_id, person_id, owner)


async def bookings(
    person_id: UUID, *, owner: str | None, before: tuple[datetime, UUID], limit: int
) -> Sequence[Record]:
    """The person's bookings, the latest time first."""
    condition = "where b.person_id = $1 and ($2::text is null or r.owner = $2) and (b.starts_at, b.id) < ($3, $4)"
    return await database.fetch(
        f"{BOOKING} {condition} order by b.starts_at desc, b.id desc limit $5", person_id, owner, *before, limit
    )


async def confirm(booking_id: UUID, *, person_id: UUID, number: str, at: datetime) -> bool:
    """Turn a hold that still holds into a booking."""
    return await database.execute(CONFIRM, booking_id, person_id, number, at) == 1


async def cancel(booking_id: UUID, *, at: datetime) -> State | None:
    """End an open booking; what it was, or None if it was open no more."""
    row = await database.fetch_one(CANCEL, booking_id, at)
    return State(row["state"]) if row else None


async def lapse_holds(slot_id: UUID, *, at: datetime) -> Sequence[Record]:
    """End the holds whose time has passed."""
    return await database.fetch(LAPSE_HOLDS, slot_id, at)


async def offer(slot_id: UUID, *, most: int, expires_at: datetime, at: datetime) -> Sequence[Record]:
    """Turn the first in line into holds."""
    return await database.fetch(OFFER, slot_id, most, expires_at, at)


async def end_all(slot_id: UUID, *, at: datetime) -> Sequence[Record]:
    """End everything open in a slot."""
    return await database.fetch(END_ALL, slot_id, at)


async def end_passed(at: datetime) -> int:
    """End the waiting for times that have begun; how many it were, 1000 at the most."""
    return await database.execute(END_PASSED, at)


async def with_lapsed_holds(at: datetime) -> Sequence[Record]:
    """Slots in which a hold has passed."""
    return await database.fetch(
        "select distinct slot_id as id from bookings_booking where state = 'held' and expires_at <= $1 limit 500", at
    )


async def in_debt(at: datetime, *, resource_id: UUID | None = None) -> Sequence[Record]:
    """Open slots with free places and people in line."""
    return await database.fetch(IN_DEBT, at, resource_id)
