"""All SQL about halls, who sits in them, and reports about kiosks. Tickets and requests for help have their own."""

# ruff: noqa: S608 - braces in the statements hold constants of this module; values travel as parameters

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core import database
from backend.core.ids import new_id
from backend.services.windows.seeds import Seed
from backend.services.windows.structs import ChangeHall

HALL = """
    select h.*, (
        select case when bool_or(f.state = 'confirmed') then 'out-of-order' when count(*) > 0 then 'reported' end
        from windows_fault f where f.hall_code = h.code and f.state in ('reported', 'confirmed')
    ) as fault
    from windows_hall h
"""
# Codes are compared byte by byte (collate "C"), so that a region and everything below it is one range of the index.
LISTED = f"""
    {HALL} where h.active and h.code > $1
        and ($2::text is null or (h.region_code collate "C" >= $2 and h.region_code collate "C" < $2 || '~'))
        and ($3::text is null or h.level = $3) and ($4::text is null or strpos(h.name, $4) > 0)
        and (not $5 or h.level in ('township', 'village'))
    order by h.code limit $6
"""
# The box comes from the index; the exact distance (haversine, mean radius of the earth) is computed for what is in it.
NEAR = f"""
    select * from (
        select x.*, 2 * 6371008.8 * asin(least(1, sqrt(
            sin(radians(x.lat - $2::float8) / 2) ^ 2
            + cos(radians($2::float8)) * cos(radians(x.lat)) * sin(radians(x.lon - $1::float8) / 2) ^ 2
        ))) as meters
        from (
            {HALL} where h.lat between $2::float8 - $4::float8 and $2::float8 + $4::float8
                and h.lon between $1::float8 - $5::float8 and $1::float8 + $5::float8 and h.active
                and ($6::text is null or h.level = $6)
        ) x
    ) found
    where meters <= $3 order by meters, code limit $7
"""
LEVELS = 5  # province, prefecture, county, township, village: named one by one, because a list is planned each time
_RESPONSIBLE = """
    where h.active and h.region_code collate "C" in ($1, $2, $3, $4, $5) and (h.level <> 'kiosk' or h.region_code = $6)
        and ($7::text is null or h.level = $7)
    order by h.level = 'kiosk', array_position(array[$1, $2, $3, $4, $5]::text[], h.region_code::text) desc, h.code
    limit $8
"""
RESPONSIBLE = f"{HALL} {_RESPONSIBLE}"
SIGNS = f"select h.code, h.name, h.address from windows_hall h {_RESPONSIBLE}"
OF_POSTS = """
    select code, name, level from windows_hall
    where level <> 'kiosk' and active and code > $3 and code in (
        select code from windows_hall where department = any($1)
        union
        select h.code from unnest($2::text[]) as post (region)
        join windows_hall h
            on h.region_code collate "C" >= post.region and h.region_code collate "C" < post.region || '~'
        where h.region_code = post.region or (length(post.region) = 9 and length(h.region_code) = 12)
    )
    order by code limit $4
"""
CHANGE = """
    update windows_hall set address = $3, phones = $4, hours = $5, closed_dates = $6, lines = $7, windows = $8,
        accessibility = $9, active = $10, follows_holidays = $11, details_evidence = 'read', version = version + 1
    where code = $1 and version = $2
"""
_FIELDS = [name for name in Seed.__struct_fields__ if name != "appointment_capacity"]
_TYPES = {"lon": "float8[]", "lat": "float8[]"}
# What a hall has changed about itself (version > 1) is better than the seed: only its place in the tree is renewed.
SEED = f"""
    insert into windows_hall as old ({", ".join(_FIELDS)})
    select * from unnest({", ".join(f"${n}::{_TYPES.get(field, 'text[]')}" for n, field in enumerate(_FIELDS, 1))})
    on conflict (code) do update set {", ".join(f"{field} = excluded.{field}" for field in _FIELDS[1:])}
    where old.version = 1 and ({", ".join(f"old.{field}" for field in _FIELDS)})
        is distinct from ({", ".join(f"excluded.{field}" for field in _FIELDS)})
"""
SEATS = """
    select s.window_number, s.person_id, t.letter, t.serial from windows_seat s
    left join windows_ticket t on t.hall_code = s.hall_code and t.day = s.day and t.window_number = s.window_number
        and t.state in ('called', 'serving')
    where s.hall_code = $1 and s.day = $2 and s.left_at is null order by s.window_number
"""
SEAT_OF = """
    select s.*, h.name, h.region_code, h.department, h.level, h.windows, h.lines from windows_seat s
    join windows_hall h on h.code = s.hall_code
    where s.person_id = $1 and s.day = $2 and s.left_at is null
"""


async def hall(code: str) -> Record | None:
    """One hall, closed ones included."""
    return await database.fetch_one(f"{HALL} where h.code = $1", code)


async def halls(codes: Collection[str]) -> dict[str, Record]:
    """These halls by their codes, closed ones included."""
    rows = await database.fetch(f"{HALL} where h.code = any($1::text[])", list(codes))
    return {row["code"]: row for row in rows}


async def lock_hall(code: str) -> Record | None:
    """The hall for who changes it: one at a time."""
    await database.execute("select 1 from windows_hall where code = $1 for update", code)
    return await hall(code)


async def listed(
    *, after: str, prefix: str | None, level: str | None, text: str | None, helps: bool, limit: int
) -> Sequence[Record]:
    """Open halls by code; `prefix` is the beginning of their region's code."""
    return await database.fetch(LISTED, after, prefix, level, text, helps, limit)


async def near(
    *, lon: float, lat: float, meters: float, box: tuple[float, float], level: str | None, limit: int
) -> Sequence[Record]:
    """Halls with their distances within a circle; `box` are the degrees of latitude and longitude that hold it."""
    return await database.fetch(NEAR, lon, lat, meters, *box, level, limit)


async def responsible(regions: Sequence[str], *, county: str | None, level: str | None, limit: int) -> Sequence[Record]:
    """The halls of these regions, the last region first, then the kiosks of the county."""
    return await database.fetch(RESPONSIBLE, *_way(regions), county, level, limit)


async def signs(regions: Sequence[str], *, county: str | None, limit: int) -> Sequence[Record]:
    """Of the same halls in the same order, what stands on their doors: far less than the whole rows."""
    return await database.fetch(SIGNS, *_way(regions), county, None, limit)


async def of_posts(departments: Sequence[str], *, regions: Sequence[str], after: str, limit: int) -> Sequence[Record]:
    """Halls of these departments, of exactly these regions, and of the villages of these townships."""
    return await database.fetch(OF_POSTS, list(departments), list(regions), after, limit)


async def change(code: str, command: ChangeHall) -> bool:
    """Replace what the hall decides; False when somebody changed it since."""

    def kept(value: object) -> object:
        return None if value is None else msgspec.to_builtins(value)

    touched = await database.execute(
        CHANGE,
        code,
        command.version,
        command.address,
        kept(command.phones),
        kept(command.hours),
        kept(command.closed_dates),
        kept(command.lines),
        kept(command.windows),
        kept(command.accessibility),
        command.active,
        command.follows_holidays,
    )
    return touched == 1


async def set_appointments(code: str, *, plan: object, resource_id: UUID | None) -> None:
    """Note the plan and the resource of bookings that follows it."""
    await database.execute(
        "update windows_hall set appointments = $2, resource_id = $3 where code = $1", code, plan, resource_id
    )


async def with_appointments() -> Sequence[Record]:
    """Every hall that offers appointments."""
    return await database.fetch("select code from windows_hall where appointments is not null order by code")


async def seed(rows: Sequence[Seed]) -> int:
    """Write what is new or different; the number of rows written."""
    columns = zip(*([getattr(row, name) for name in _FIELDS] for row in rows), strict=True)
    return await database.execute(SEED, *map(list, columns))


async def settle() -> None:
    """Tell the planner what the table looks like now."""
    await database.execute("analyze windows_hall")


async def seats(code: str, *, day: date) -> Sequence[Record]:
    """Who sits where, and which ticket is before them."""
    return await database.fetch(SEATS, code, day)


async def seat_of(person_id: UUID, *, day: date, keep: bool = False) -> Record | None:
    """Where the person sits today; with `keep` nobody relieves them until the transaction ends."""
    return await database.fetch_one(f"{SEAT_OF} {'for update of s' if keep else ''}", person_id, day)


async def leave_seat(seat_id: UUID, *, at: datetime) -> None:
    """End a sitting."""
    await database.execute("update windows_seat set left_at = $2 where id = $1", seat_id, at)


async def seat_at(code: str, *, day: date, number: int) -> Record | None:
    """Who sits at this window, kept from others until the transaction ends."""
    return await database.fetch_one(
        "select * from windows_seat where hall_code = $1 and day = $2 and window_number = $3 and left_at is null"
        " for update",
        code,
        day,
        number,
    )


async def insert_seat(code: str, *, day: date, number: int, person_id: UUID, at: datetime) -> None:
    """Sit down."""
    await database.execute(
        "insert into windows_seat (id, hall_code, day, window_number, person_id, sat_at)"
        " values ($1, $2, $3, $4, $5, $6)",
        new_id(),
        code,
        day,
        number,
        person_id,
        at,
    )


async def end_old_seats(day: date, *, at: datetime) -> int:
    """Let nobody sit on from an earlier day."""
    return await database.execute("update windows_seat set left_at = $2 where day < $1 and left_at is null", day, at)


async def insert_fault(fault_id: UUID, *, code: str, person_id: UUID, about: str, text: str, at: datetime) -> None:
    """Write a report."""
    await database.execute(
        "insert into windows_fault (id, hall_code, person_id, about, text, state, at, changed_at)"
        " values ($1, $2, $3, $4, $5, 'reported', $6, $6)",
        fault_id,
        code,
        person_id,
        about,
        text,
        at,
    )


async def open_faults_of(person_id: UUID) -> int:
    """How many reports of the person nobody has dealt with."""
    row = await database.fetch_one(
        "select count(*) as n from windows_fault where person_id = $1 and state = 'reported'", person_id
    )
    return 0 if row is None else int(row["n"])


async def faults(code: str, *, before: tuple[datetime, UUID], limit: int) -> Sequence[Record]:
    """Reports about a kiosk, the newest first."""
    return await database.fetch(
        "select * from windows_fault where hall_code = $1 and (at, id) < ($2, $3) order by at desc, id desc limit $4",
        code,
        *before,
        limit,
    )


async def fault(fault_id: UUID, *, code: str) -> Record | None:
    """One report, kept from others until the transaction ends."""
    return await database.fetch_one(
        "select * from windows_fault where id = $1 and hall_code = $2 for update", fault_id, code
    )


async def set_fault(fault_id: UUID, *, state: str, at: datetime) -> None:
    """Note what became of a report."""
    await database.execute("update windows_fault set state = $2, changed_at = $3 where id = $1", fault_id, state, at)


def _way(regions: Sequence[str]) -> list[str | None]:
    return [*regions, *[None] * (LEVELS - len(regions))]
