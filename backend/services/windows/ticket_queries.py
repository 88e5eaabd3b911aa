"""All SQL about tickets: taking a number, the one order in which people are called, and what becomes of a ticket.

Nobody waits for anybody. A number is claimed by trying a lock that is its name: who fails tries the next one. The next
ticket is the first one that nobody else is just calling.
"""

# ruff: noqa: S608 - braces in the statements hold constants of this module; values travel as parameters

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core import database

TRIES = 200  # numbers tried at once: more people than that do not take a ticket of one line in the same instant

# The order of calling, smallest first; {t} is the row and {at} the moment. Who was transferred has waited already. An
# appointment counts from its time on, for who was there when called. Then declared needs, then everybody as they came.
RANK = """
    case when {t}.transferred then 0
         when {t}.slot_starts_at <= {at} and not {t}.returned then 1
         when {t}.need <> 'none' then 2 else 3 end
"""
ORDER = """
    ({rank}), case when not {t}.transferred and not {t}.returned and {t}.slot_starts_at <= {at} then {t}.slot_starts_at
        else '-infinity'::timestamptz end, {t}.place, {t}.returned, {t}.line_no
"""


def _order(row: str, at: str) -> str:
    return ORDER.format(rank=RANK.format(t=row, at=at), t=row, at=at)


TAKE = f"""
    with top as (
        select coalesce(max(serial), 0) as serial from windows_ticket
        where hall_code = $2 and day = $3 and letter = $4
    ), mine as (
        select n.serial from top, generate_series(top.serial + 1, top.serial + {TRIES}) as n (serial)
        where pg_try_advisory_xact_lock(hashtextextended(
            'windows.number:' || $2::text || ':' || $3::text || ':' || $4::text || n.serial, 0
        )) limit 1
    ), arrived as (select nextval('windows_line') as line_no)
    insert into windows_ticket (id, hall_code, day, letter, line, serial, place, line_no, person_id, need, basic_code,
        booking_id, slot_starts_at, state, taken_at)
    select $1, $2, $3, $4, $4, mine.serial, line_no, line_no, $5, $6, $7, $8, $9, 'waiting', $10 from mine, arrived
    on conflict (hall_code, day, letter, serial) do nothing
    returning *
"""
# A line ($6) or window ($7) that the hall gave up while people waited for it is everybody's: nobody is lost.
CALL = f"""
    with next as (
        select t.id from windows_ticket t
        where t.hall_code = $1 and t.day = $2 and t.state = 'waiting' and (
            t.target_window = $3
            or ((t.target_window is null or t.target_window <> all($7::int[]))
                and (cardinality($4::text[]) = 0 or t.line = any($4) or t.line <> all($6::text[])))
        )
        order by {_order("t", "$5")} limit 1 for update skip locked
    )
    update windows_ticket t set state = 'called', window_number = $3, called_at = $5, calls = 1, target_window = null
    from next where t.id = next.id returning t.*
"""
# With what an estimate needs: how long the last people of the line took (all windows together: nobody's own speed is
# computed anywhere), and which windows are staffed. One question, because every waiting phone asks it.
AHEAD = f"""
    select t.*, case when t.state = 'waiting' then (
        select count(*) from windows_ticket o
        where o.hall_code = t.hall_code and o.day = t.day and o.state = 'waiting'
            and (o.line = t.line and (o.target_window is null or o.target_window = t.target_window))
            and ({_order("o", "$1")}) < ({_order("t", "$1")})
    ) end as ahead, pace.seconds, pace.samples, seated.numbers as seated
    from windows_ticket t
    left join lateral (
        select extract(epoch from avg(l.ended_at - l.called_at))::float8 as seconds, count(*) as samples from (
            select d.ended_at, d.called_at from windows_ticket d
            where d.hall_code = t.hall_code and d.day = t.day and d.line = t.line and d.state = 'done'
            order by d.ended_at desc limit 20
        ) l
    ) pace on t.state = 'waiting'
    left join lateral (
        select array_agg(s.window_number) as numbers from windows_seat s
        where s.hall_code = t.hall_code and s.day = t.day and s.left_at is null
    ) seated on t.state = 'waiting'
"""
# Back behind the next three who have the same right, or at the end when there are fewer.
REJOIN = """
    update windows_ticket t set state = 'waiting', returned = true, window_number = null, transferred = false,
        place = coalesce((
            select o.place from windows_ticket o
            where o.hall_code = t.hall_code and o.day = t.day and o.line = t.line and o.state = 'waiting'
                and o.target_window is null and (o.need = 'none') = (t.need = 'none')
            order by o.place, o.returned, o.line_no offset 2 limit 1
        ), nextval('windows_line'))
    where t.id = $1 and t.state = 'skipped' returning t.*
"""
WAITING = f"""
    select t.* from windows_ticket t
    where t.hall_code = $1 and t.day = $2 and t.state = 'waiting' order by {_order("t", "$3")} limit $4
"""
# The numbers that each line calls next, as things are now.
NEXT_NUMBERS = f"""
    select line, letter, serial from (
        select t.line, t.letter, t.serial, row_number() over (partition by t.line order by {_order("t", "$3")}) as n
        from windows_ticket t where t.hall_code = $1 and t.day = $2 and t.state = 'waiting'
    ) ordered where n <= $4 order by line, n
"""
COUNTS = """
    select line, count(*) as waiting, count(*) filter (where need <> 'none') as priority,
        count(*) filter (where slot_starts_at is not null) as appointments
    from windows_ticket where hall_code = $1 and day = $2 and state = 'waiting' group by line
"""
OPEN = "('waiting', 'called', 'serving', 'skipped')"


class NewTicket(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket to be written."""

    id: UUID
    hall_code: str
    day: date
    letter: str
    person_id: UUID | None
    need: str
    basic_code: str | None
    booking_id: UUID | None
    slot_starts_at: datetime | None
    taken_at: datetime


async def take(ticket: NewTicket) -> Record | None:
    """Write the ticket under a number that nobody has; None when the number went to somebody meanwhile: try again."""
    return await database.fetch_one(TAKE, *msgspec.structs.astuple(ticket))


async def call(
    code: str,
    *,
    day: date,
    number: int,
    letters: Sequence[str],
    at: datetime,
    all_letters: Sequence[str],
    all_numbers: Sequence[int],
) -> Record | None:
    """Call whoever is next for this window, which serves these letters; None when nobody waits."""
    return await database.fetch_one(CALL, code, day, number, list(letters), at, list(all_letters), list(all_numbers))


async def rejoin(ticket_id: UUID) -> Record | None:
    """Bring a skipped ticket back into its line; None when it is not skipped."""
    return await database.fetch_one(REJOIN, ticket_id)


async def ticket(ticket_id: UUID, *, at: datetime) -> Record | None:
    """A ticket, with how many are before it."""
    return await database.fetch_one(f"{AHEAD} where t.id = $2", at, ticket_id)


async def by_number(code: str, *, day: date, letter: str, serial: int, at: datetime) -> Record | None:
    """The ticket that bears this number today."""
    return await database.fetch_one(
        f"{AHEAD} where t.hall_code = $2 and t.day = $3 and t.letter = $4 and t.serial = $5",
        at,
        code,
        day,
        letter,
        serial,
    )


async def open_of(code: str, *, day: date, person_id: UUID) -> Record | None:
    """What the person has in this hall today."""
    return await database.fetch_one(
        f"select * from windows_ticket where hall_code = $1 and day = $2 and person_id = $3 and state in {OPEN}",
        code,
        day,
        person_id,
    )


async def mine(person_id: UUID, *, before: UUID, at: datetime, limit: int) -> Sequence[Record]:
    """The person's tickets, the newest first."""
    return await database.fetch(
        f"{AHEAD} where t.person_id = $2 and t.id < $3 order by t.id desc limit $4", at, person_id, before, limit
    )


async def at_window(code: str, *, day: date, number: int) -> Record | None:
    """What is open at a window."""
    return await database.fetch_one(
        "select * from windows_ticket where hall_code = $1 and day = $2 and window_number = $3"
        " and state in ('called', 'serving')",
        code,
        day,
        number,
    )


async def move(
    ticket_id: UUID, *, state: str, from_states: Sequence[str], number: int | None, at: datetime, ends: bool
) -> Record | None:
    """Bring a ticket that stands in one of these states, at this window if one is named, to another state."""
    return await database.fetch_one(
        """
        update windows_ticket set state = $2, ended_at = case when $6 then $5::timestamptz end
        where id = $1 and state = any($3) and ($4::int is null or window_number = $4) returning *
        """,
        ticket_id,
        state,
        list(from_states),
        number,
        at,
        ends,
    )


async def recall(ticket_id: UUID, *, number: int) -> Record | None:
    """Call the same one again."""
    return await database.fetch_one(
        "update windows_ticket set calls = least(calls + 1, 99) where id = $1 and state = 'called'"
        " and window_number = $2 returning *",
        ticket_id,
        number,
    )


async def transfer(ticket_id: UUID, *, number: int, target: int | None, line: str | None, note: str) -> Record | None:
    """Send who is at this window to another one, or to another line, where they come first."""
    return await database.fetch_one(
        """
        update windows_ticket set state = 'waiting', transferred = true, window_number = null, target_window = $3,
            line = coalesce($4, line), note = $5, called_at = null, calls = 0
        where id = $1 and window_number = $2 and state in ('called', 'serving') returning *
        """,
        ticket_id,
        number,
        target,
        line,
        note,
    )


async def waiting(code: str, *, day: date, at: datetime, limit: int) -> Sequence[Record]:
    """Who waits, in the order of calling."""
    return await database.fetch(WAITING, code, day, at, limit)


async def skipped(code: str, *, day: date, limit: int) -> Sequence[Record]:
    """Who did not come when called and may still come."""
    return await database.fetch(
        "select * from windows_ticket where hall_code = $1 and day = $2 and state = 'skipped'"
        " order by line_no limit $3",
        code,
        day,
        limit,
    )


async def called(code: str, *, day: date, limit: int) -> Sequence[Record]:
    """What stands at the windows, the newest call first."""
    return await database.fetch(
        "select * from windows_ticket where hall_code = $1 and day = $2 and state in ('called', 'serving')"
        " order by called_at desc, id desc limit $3",
        code,
        day,
        limit,
    )


async def next_numbers(code: str, *, day: date, at: datetime, each: int) -> Sequence[Record]:
    """The first numbers of each line."""
    return await database.fetch(NEXT_NUMBERS, code, day, at, each)


async def counts(code: str, *, day: date) -> Sequence[Record]:
    """How many wait in each line."""
    return await database.fetch(COUNTS, code, day)


async def end_old(day: date, *, at: datetime) -> int:
    """End what earlier days left over; how many tickets."""
    return await database.execute(
        f"update windows_ticket set state = case when state = 'serving' then 'done' else 'lapsed' end, ended_at = $2"
        f" where day < $1 and state in {OPEN}",
        day,
        at,
    )
