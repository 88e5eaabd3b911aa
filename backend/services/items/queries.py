"""SQL of those who read the catalogue. A version is in force on a day when it was approved and its time includes it."""

# ruff: noqa: S608 - braces in the statements hold constants of this module; values travel as parameters

from collections.abc import Sequence
from datetime import date

from asyncpg import Record

from backend.core import database

IN_FORCE = "valid_from <= $1 and ($1 < valid_to or valid_to is null)"
REVISION = "select revision from items_revision where id = 1"
# The item and what the places on the way down do with it, the province first.
ON_THE_WAY = f"""
    select id, kind, region_code, version, valid_from, body from items_version
    where code = $2 and kind in ('item', 'override') and region_code = any($3::text[]) and {IN_FORCE}
    order by length(region_code), region_code, version
"""
ONE_VERSION = """
    select id, kind, region_code, version, valid_from, body from items_version
    where kind = 'item' and code = $1 and version = $2 and valid_from is not null
"""
BUNDLE = f"select version, body from items_version where kind = 'bundle' and code = $2 and {IN_FORCE} order by version"
LISTED = f"""
    select code, body from items_version
    where kind = $2 and code > $3 and state in ('published', 'changing') and {IN_FORCE}
        and ($4::text is null or sector = $4)
        and ($5::text is null or $5 = any(audiences))
        and ($6::varchar[] is null or levels && $6)
    order by code limit $7
"""
BODY_OF = f"""
    select region_code from items_version
    where kind = 'override' and code = $2 and body ->> 'bodyCode' = $3 and {IN_FORCE} limit 1
"""


async def revision() -> int:
    """How often the catalogue has changed."""
    row = await database.fetch_one(REVISION)
    return int(row["revision"]) if row else 0


async def on_the_way(basic_code: str, *, regions: Sequence[str], on: date) -> Sequence[Record]:
    """The item's version of the day, and what differs in any of the regions; the item is first."""
    return await database.fetch(ON_THE_WAY, on, basic_code, ["", *regions])


async def one_version(basic_code: str, *, version: int) -> Record | None:
    """A version of the item that is or was in force."""
    return await database.fetch_one(ONE_VERSION, basic_code, version)


async def bundle(code: str, *, on: date) -> Record | None:
    """The bundle's version of the day."""
    return await database.fetch_one(BUNDLE, on, code)


async def listed(
    kind: str,
    *,
    on: date,
    after: str,
    limit: int,
    sector: str | None = None,
    audience: str | None = None,
    levels: Sequence[str] | None = None,
) -> Sequence[Record]:
    """Live items or bundles by code."""
    return await database.fetch(
        LISTED, on, kind, after, sector, audience, None if levels is None else list(levels), limit
    )


async def place_of_body(basic_code: str, *, body_code: str, on: date) -> str | None:
    """The region whose own implementing body has this credit code."""
    row = await database.fetch_one(BODY_OF, on, basic_code, body_code)
    return str(row["region_code"]) if row else None
