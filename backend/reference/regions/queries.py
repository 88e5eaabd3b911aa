"""All SQL of regions.

Search walks btree indexes over `collate "C"` as ranges (`>= prefix` and `< prefix + the last character`): a LIKE with a
parameter would fall back to reading the whole table as soon as PostgreSQL plans the statement once for all values.
"""

# ruff: noqa: S608 - braces in the statements hold constants of this module; values travel as parameters

from collections.abc import Sequence
from datetime import date

import msgspec
from asyncpg import Record

from backend.core import database
from backend.reference.regions.divisions import Seed

AFTER_ALL = "\U0010ffff"  # sorts behind every character that a name can hold

COLUMNS = (
    "code, name, full_name, level, acts_as, parent_code, statistical_parent_code, "
    "valid_from, valid_to, source, evidence"
)
# $1 is the day in every question below.
ON_DAY = "coalesce(valid_from <= $1, true) and coalesce($1 < valid_to, true)"
SHOWN = f"level <> 'county_placeholder' and {ON_DAY}"

VERSION = f"select {COLUMNS} from regions_region where code = $2 and {ON_DAY}"

# The version of the day, or else the last one there was: a former county still has a name and a place.
WAY_UP = f"""
    with recursive up as (
        select code, name, full_name, parent_code, depth from (
            select * from regions_region where code = $2 order by ({ON_DAY}) desc, valid_to desc nulls first limit 1
        ) own
        union all
        select above.code, above.name, above.full_name, above.parent_code, above.depth from up, lateral (
            select * from regions_region where code = up.parent_code
            order by ({ON_DAY}) desc, valid_to desc nulls first limit 1
        ) above
    )
    select code, name, full_name from up order by depth
"""

# The same for every code at once; who governs comes before who is governed.
STANDING = f"""
    select code, name, full_name, parent_code from (
        select distinct on (code) code, name, full_name, parent_code, depth from regions_region
        order by code, ({ON_DAY}) desc, valid_to desc nulls first
    ) latest order by depth, code
"""

CHILDREN = f"""
    select {COLUMNS} from regions_region where parent_code = $2 and code > $3 and {SHOWN} order by code limit $4
"""

OF_LEVEL = f"select {COLUMNS} from regions_region where (level = $2 or acts_as = $3) and {ON_DAY} order by code"

BY_NAME = f"""
    select {COLUMNS} from regions_region
    where (
        (name collate "C" >= $2 and name collate "C" < $3)
        or (full_name collate "C" >= $4 and full_name collate "C" < $5)
    ) and full_name like all ($6::text[]) and {SHOWN}
    order by name = $2 desc, depth, length(code), length(name), code limit $7
"""

BY_LETTERS = f"""
    select {COLUMNS} from regions_region
    where (
        (pinyin collate "C" >= $2 and pinyin collate "C" < $3)
        or (initials collate "C" >= $2 and initials collate "C" < $3)
    ) and {SHOWN}
    order by (pinyin = $2 or initials = $2) desc, depth, length(code), length(name), code limit $4
"""

BY_CODE = f"""
    select {COLUMNS} from regions_region
    where code collate "C" >= $2 and code collate "C" < $3 and {SHOWN}
    order by depth, code limit $4
"""

_FIELDS = Seed.__struct_fields__
_TYPES = {"depth": "smallint[]", "valid_from": "date[]", "valid_to": "date[]"}
SEED = f"""
    insert into regions_region as old ({", ".join(_FIELDS)})
    select * from unnest({", ".join(f"${n}::{_TYPES.get(field, 'text[]')}" for n, field in enumerate(_FIELDS, 1))})
    on conflict (id) do update set {", ".join(f"{field} = excluded.{field}" for field in _FIELDS[1:])}
    where ({", ".join(f"old.{field}" for field in _FIELDS)})
        is distinct from ({", ".join(f"excluded.{field}" for field in _FIELDS)})
"""


async def version(code: str, *, on: date) -> Record | None:
    """The division as it was on that day."""
    return await database.fetch_one(VERSION, on, code)


async def way_up(code: str, *, on: date) -> Sequence[Record]:
    """The province first, the division last; empty when the code never meant anything."""
    return await database.fetch(WAY_UP, on, code)


async def standing(*, on: date) -> Sequence[Record]:
    """Every code that ever meant something, with its parent; parents first."""
    return await database.fetch(STANDING, on)


async def children(parent_code: str, *, on: date, after: str, limit: int) -> Sequence[Record]:
    """What the division governs, by code."""
    return await database.fetch(CHILDREN, on, parent_code, after, limit)


async def of_level(level: str, *, acting: bool, on: date) -> Sequence[Record]:
    """All divisions of a level, by code; with `acting` also those that act as one."""
    return await database.fetch(OF_LEVEL, on, level, level if acting else None)


async def by_name(prefix: str, *, whole: str, within: list[str], on: date, limit: int) -> Sequence[Record]:
    """Names that begin with `prefix` or full names that begin with `whole`, inside all of `within`."""
    holding = [f"%{_literal(word)}%" for word in within]
    return await database.fetch(
        BY_NAME, on, prefix, prefix + AFTER_ALL, whole, whole + AFTER_ALL if whole else "", holding, limit
    )


async def by_letters(letters: str, *, on: date, limit: int) -> Sequence[Record]:
    """Names whose reading, or whose first letters, begin so."""
    return await database.fetch(BY_LETTERS, on, letters, letters + AFTER_ALL, limit)


async def by_code(digits: str, *, on: date, limit: int) -> Sequence[Record]:
    """Divisions whose code begins so."""
    return await database.fetch(BY_CODE, on, digits, digits + AFTER_ALL, limit)


async def seed(rows: Sequence[Seed]) -> int:
    """Write what is new or different; the number of rows written."""
    columns = zip(*(msgspec.structs.astuple(row) for row in rows), strict=True)
    return await database.execute(SEED, *map(list, columns))


async def settle() -> None:
    """Tell the planner what the table looks like now, rather than some minutes later."""
    await database.execute("analyze regions_region")


def _literal(word: str) -> str:
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
