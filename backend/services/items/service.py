"""What the government offers at a place: items, what is left of them for one person, and bundles of several."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

import msgspec
from asyncpg import Record

from backend.core.ground import ground
from backend.core.structs import Page
from backend.reference.regions import service as regions
from backend.services.items import codes, departments, inheritance, merging, narrowing, places, queries
from backend.services.items import search as searching
from backend.services.items.catalogue import CatalogueBundle, CatalogueItem, Difference
from backend.services.items.errors import BadItemCode, NotOfferedHere, UnknownBundle, UnknownItem
from backend.services.items.memory import MEMORY
from backend.services.items.search_structs import ItemHit, Suggestion
from backend.services.items.structs import (
    Audience,
    Bundle,
    BundleSummary,
    Item,
    ItemSummary,
    Narrowed,
    NarrowedBundle,
)

LISTED_MOST = 200  # bundles: the national master list has 153
SHOWN_MOST = 40  # of a code that does not exist, what a refusal repeats
T = TypeVar("T")


async def at_place(basic_code: str, *, region_code: str, on: date | None = None) -> Item:
    """The item as the nearest place on the way up offers it. Without `on`: today.

    Raises:
        UnknownItem: nothing of this code is in force.
        NotOfferedHere: nobody on the way up handles it.
        UnknownRegion
    """
    day = on or regions.today()
    await MEMORY.refresh(queries.revision)
    key, revision = f"{basic_code} {region_code} {day}", MEMORY.revision
    kept = MEMORY.get(key, Item)
    return kept or MEMORY.put(key, await _at_place(basic_code, region_code=region_code, day=day), revision=revision)


async def by_code(item_code: str, *, version: int | None = None) -> Item:
    """The item by its implementation code; with `version` as the basic catalogue said it then.

    Raises:
        BadItemCode, UnknownItem, NotOfferedHere
    """
    if version is not None:
        return await _by_code(item_code, version=version)
    await MEMORY.refresh(queries.revision)
    key, revision = f"code {item_code} {regions.today()}", MEMORY.revision
    kept = MEMORY.get(key, Item)
    return kept or MEMORY.put(key, await _by_code(item_code, version=None), revision=revision)


async def exists(basic_code: str, *, on: date | None = None) -> bool:
    """Whether an item of this code is in force."""
    rows = await queries.on_the_way(basic_code, regions=[], on=on or regions.today())
    return bool(rows)


def narrow(item: Item, answers: Mapping[str, str]) -> Narrowed:
    """What is left of the item for somebody who has given these answers, and what to ask next.

    Raises:
        NoSuchAnswer
    """
    return narrowing.narrow(item, answers)


async def bundle(code: str, *, region_code: str, on: date | None = None) -> Bundle:
    """One form and one set of materials for several items at a place.

    Raises:
        UnknownBundle
        NotOfferedHere: a member is handled by nobody on the way up.
        UnknownRegion
    """
    day = on or regions.today()
    await MEMORY.refresh(queries.revision)
    key, revision = f"bundle {code} {region_code} {day}", MEMORY.revision
    kept = MEMORY.get(key, Bundle)
    return kept or MEMORY.put(key, await _bundle(code, region_code=region_code, day=day), revision=revision)


async def members(code: str, *, on: date | None = None) -> frozenset[str]:
    """The basic codes behind a code: an item is in itself, a bundle has its members; none: there is no such thing."""
    day = on or regions.today()
    if await exists(code, on=day):
        return frozenset({code})
    row = await queries.bundle(code, on=day)
    return frozenset(str(one["basicCode"]) for one in row["body"]["members"]) if row is not None else frozenset()


async def bundles() -> list[BundleSummary]:
    """Every live bundle, by code."""
    rows = await queries.listed("bundle", on=regions.today(), after="", limit=LISTED_MOST)
    return [_bundle_summary(row) for row in rows]


async def bundles_page(*, limit: int, cursor: str | None = None) -> Page[BundleSummary]:
    """Live bundles page by page.

    Raises:
        BadCursor
    """
    after = ground().cursors.read("items.bundles", cursor) or ""
    rows = await queries.listed("bundle", on=regions.today(), after=after, limit=limit + 1)
    return ground().cursors.page("items.bundles", rows, limit=limit, item=_bundle_summary, position=_code)


def narrow_bundle(whole: Bundle, answers: Mapping[str, str]) -> NarrowedBundle:
    """The bundle's parts, form and materials for somebody who has given these answers, and what to ask next.

    Raises:
        NoSuchAnswer
    """
    return merging.narrow_bundle(whole, answers)


def member_answers(whole: Bundle, basic_code: str, answers: Mapping[str, str]) -> dict[str, str]:
    """The bundle's answers in a member's own questions."""
    return merging.member_answers(whole, basic_code, answers)


def member_values(whole: Bundle, basic_code: str, values: Mapping[str, T]) -> dict[str, T]:
    """The one form's values under a member's own field names."""
    return merging.member_values(whole, basic_code, values)


async def listed(
    *,
    sector: str | None = None,
    audience: Audience | None = None,
    region_code: str | None = None,
    limit: int,
    cursor: str | None = None,
) -> Page[ItemSummary]:
    """Live items by code; with a region only what somebody on the way up handles.

    Raises:
        BadCursor, UnknownRegion
    """
    purpose = f"items:{sector}:{audience}:{region_code}"
    after = ground().cursors.read(purpose, cursor) or ""
    levels = await places.levels_on_the_way(region_code) if region_code else None
    rows = await queries.listed(
        "item", on=regions.today(), after=after, limit=limit + 1, sector=sector, audience=audience,
        levels=sorted(levels) if levels is not None else None,
    )  # fmt: skip
    return ground().cursors.page(purpose, rows, limit=limit, item=_summary, position=_code)


def same_department(one: str, other: str) -> bool:
    """Whether two names mean one department; posts of the demo world carry a mark that items do not."""
    return departments.same(one, other)


async def is_handled_by(item: Item, department: str) -> bool:
    """Whether the department handles the item where it is offered, or is the same department of a place above."""
    way = await places.way_to(item.region_code)
    names = [
        departments.name_at(item.department.code, level=level, place=place.name)
        for place in way
        for level in place.levels
    ]
    return any(departments.same(one, department) for one in (item.department.name, *names))


async def revision() -> int:
    """How often the catalogue has changed, as this process knows; at most a second old."""
    await MEMORY.refresh(queries.revision)
    return MEMORY.revision


async def search(
    text: str, *, region_code: str | None = None, audience: Audience | None = None, limit: int
) -> list[ItemHit]:
    """Items that people mean by these words, the likeliest first; empty when there is no word in the text.

    Raises:
        UnknownRegion
    """
    return await searching.find(text, region_code=region_code, audience=audience, limit=limit)


async def suggest(
    text: str, *, region_code: str | None = None, audience: Audience | None = None, limit: int
) -> list[Suggestion]:
    """What may be meant while it is still being typed.

    Raises:
        UnknownRegion
    """
    return await searching.suggest(text, region_code=region_code, audience=audience, limit=limit)


async def _by_code(item_code: str, *, version: int | None) -> Item:
    body, level, basic_code = codes.read_item_code(item_code)
    region = await _place_of_body(body, basic_code=basic_code)
    if version is None:
        item = await at_place(basic_code, region_code=region)
    else:
        row = await queries.one_version(basic_code, version=version)
        if row is None:
            raise UnknownItem(item=item_code)
        item = await _computed(row, region_code=region, day=row["valid_from"])
    if item.item_code != item_code or item.use_level != level:
        raise UnknownItem(item=item_code)
    return item


async def _at_place(basic_code: str, *, region_code: str, day: date) -> Item:
    way = await places.way_to(region_code)
    rows = await queries.on_the_way(basic_code, regions=[place.code for place in way], on=day)
    if not rows or rows[0]["kind"] != "item":
        raise UnknownItem(item=basic_code[:SHOWN_MOST])
    return _inherited(rows[0], rows[1:], way=way)


async def _computed(row: Record, *, region_code: str, day: date) -> Item:
    way = await places.way_to(region_code)
    rows = await queries.on_the_way(row["body"]["basicCode"], regions=[place.code for place in way], on=day)
    return _inherited(row, [one for one in rows if one["kind"] == "override"], way=way)


def _inherited(row: Record, differing: Sequence[Record], *, way: Sequence[inheritance.Place]) -> Item:
    item = _item(row)
    found = inheritance.handling(way, item.levels)
    if found is None:
        raise _not_offered(item)
    place, level = found
    above = {one.code for one in way[: way.index(place) + 1]}
    differences = [msgspec.convert(one["body"], Difference) for one in differing if one["region_code"] in above]
    return inheritance.at(
        item, version=row["version"], valid_from=row["valid_from"], place=place, level=level, way=differences
    )


def _item(row: Record) -> CatalogueItem:
    """A version's body, read once: its lists are shared by every place."""
    key = f"version {row['id']}"
    kept = MEMORY.get(key, CatalogueItem)
    return kept or MEMORY.put(key, msgspec.convert(row["body"], CatalogueItem), revision=MEMORY.revision)


def _not_offered(item: CatalogueItem) -> NotOfferedHere:
    return NotOfferedHere(name=item.name, levels="、".join(codes.LEVEL_TITLES[level] for level in sorted(item.levels)))


async def _place_of_body(body_code: str, *, basic_code: str) -> str:
    own = await queries.place_of_body(basic_code, body_code=body_code, on=regions.today())
    if own is not None:
        return own
    read = codes.read_body_code(body_code)
    if read is None or not await regions.exists(read[1]):
        raise BadItemCode
    return read[1]


async def _bundle(code: str, *, region_code: str, day: date) -> Bundle:
    row = await queries.bundle(code, on=day)
    if row is None:
        raise UnknownBundle(bundle=code[:SHOWN_MOST])
    kept = msgspec.convert(row["body"], CatalogueBundle)
    items = [await at_place(member.basic_code, region_code=region_code, on=day) for member in kept.members]
    return merging.merge(kept, version=row["version"], items=items, region_code=region_code)


def _code(row: Record) -> str:
    return str(row["code"])


def _summary(row: Record) -> ItemSummary:
    return msgspec.convert(row["body"], ItemSummary)


def _bundle_summary(row: Record) -> BundleSummary:
    body = row["body"]
    return msgspec.convert(body | {"members": len(body["members"])}, BundleSummary)
