"""SQL of the search: what is indexed of every live item, page by page."""

from collections.abc import Sequence
from datetime import date

from asyncpg import Record

from backend.core import database

# Only what is shown and searched: materials and forms are most of a body and are not needed here.
ITEMS = """
    select code, name, audiences, levels, coalesce(body ->> 'about', '') as about,
        jsonb_build_object('basicCode', code, 'name', name, 'sector', sector, 'audiences', audiences, 'levels', levels,
            'about', coalesce(body -> 'about', '""'), 'caseKind', body -> 'caseKind',
            'promisedLimit', body -> 'promisedLimit', 'handlingForms', coalesce(body -> 'handlingForms', '[]'),
            'provinceWide', coalesce(body -> 'provinceWide', 'false'),
            'crossProvince', coalesce(body -> 'crossProvince', 'false'), 'evidence', body -> 'evidence') as summary
    from items_version
    where kind = 'item' and code > $2 and state in ('published', 'changing')
        and valid_from <= $1 and ($1 < valid_to or valid_to is null)
    order by code limit $3
"""
BUNDLES = """
    select code, array(select member ->> 'basicCode' from jsonb_array_elements(body -> 'members') as member) as members
    from items_version
    where kind = 'bundle' and state in ('published', 'changing')
        and valid_from <= $1 and ($1 < valid_to or valid_to is null)
    order by code limit $2
"""


async def items(*, on: date, after: str, limit: int) -> Sequence[Record]:
    """The next live items by code."""
    return await database.fetch(ITEMS, on, after, limit)


async def bundles(*, on: date, limit: int) -> Sequence[Record]:
    """Live bundles with the codes of their members."""
    return await database.fetch(BUNDLES, on, limit)
