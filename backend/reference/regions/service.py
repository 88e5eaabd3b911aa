"""The rules of regions: who governs what, on which day, under which name, and how to find it."""

import asyncio
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone

import msgspec
from asyncpg import Record

from backend.core import database
from backend.core.audit import log as audit
from backend.core.bounded import Bounded
from backend.core.ground import ground
from backend.core.structs import Evidence, Page, now
from backend.reference.regions import divisions, queries
from backend.reference.regions.errors import UnknownRegion
from backend.reference.regions.structs import Level, Place, Region, RegionDetail, RegionTree

PROVINCE_NAME = "甘肃省"
# One zone in the whole country and no summer time since 1991, so no zone database is needed.
PROVINCE_TIME = timezone(timedelta(hours=8), "Asia/Shanghai")
CODE_MOST = 12
KEPT_MOST = 4096  # details of all counties and townships and of the villages people ask for; about 2 MB


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A division's full name and the way down to it."""

    full_name: str
    path: tuple[Place, ...]


_standings: dict[str, Standing] = {}  # of all 17,800 or so, since nearly every page needs some; about 8 MB
_details: Bounded[str, RegionDetail] = Bounded(KEPT_MOST)


def local_time(moment: datetime) -> datetime:
    """What clocks in the province show."""
    return moment.astimezone(PROVINCE_TIME)


def today() -> date:
    """The date in the province."""
    return local_time(now()).date()


async def tree(*, at: date | None = None) -> RegionTree:
    """The province and what acts like a prefecture in it."""
    on = at or today()
    province = await _version(divisions.PROVINCE, on=on)
    below = await queries.children(divisions.PROVINCE, on=on, after="", limit=100)
    return RegionTree(province=province, prefectures=[_region(row) for row in below])


async def read(code: str, *, at: date | None = None) -> RegionDetail:
    """One division with the way down to it; as it is today, it is remembered.

    Raises:
        UnknownRegion
    """
    on = at or today()
    if at is None and (kept := _details.get(f"{on}:{code}")):
        return kept
    found = await _version(code, on=on)
    path = [_place(row) for row in await queries.way_up(code, on=on)]
    detail = RegionDetail(**msgspec.structs.asdict(found), path=path)
    return detail if at is not None else _details.put(f"{on}:{code}", detail)


async def children(code: str, *, limit: int, cursor: str | None = None, at: date | None = None) -> Page[Region]:
    """What the division governs, page by page.

    Raises:
        UnknownRegion, BadCursor
    """
    on, purpose = at or today(), f"regions:{code}"
    after = ground().cursors.read(purpose, cursor) or ""
    await _version(code, on=on)
    rows = await queries.children(code, on=on, after=after, limit=limit + 1)
    return ground().cursors.page(purpose, rows, limit=limit, item=_region, position=lambda row: str(row["code"]))


async def search(text: str, *, limit: int, at: date | None = None) -> list[Region]:
    """Divisions by the beginning of their name, full name, pinyin, first letters or code; the likeliest first.

    Chinese words before the last one say where to look: `兰州 城关`.
    """
    words = unicodedata.normalize("NFKC", text).lower().replace("'", "").split()
    if not words:
        return []
    on, joined = at or today(), "".join(words)
    if joined.isascii():
        by = queries.by_code if joined.isdigit() else queries.by_letters
        return [_region(row) for row in await by(joined, on=on, limit=limit)]
    *within, last = words
    rows = await queries.by_name(last, whole=_whole(last), within=within, on=on, limit=limit)
    return [_region(row) for row in rows]


async def exists(code: str) -> bool:
    """Whether the code means a division today."""
    return await queries.version(code, on=today()) is not None


async def name_of(code: str) -> str:
    """The full name from the province down, `甘肃省兰州市城关区`; of a former division, its last one.

    Raises:
        UnknownRegion
    """
    return (await _standing(code)).full_name


async def path_of(code: str) -> tuple[Place, ...]:
    """The way down to the division, the province first and itself last.

    Raises:
        UnknownRegion
    """
    return (await _standing(code)).path


async def all_of_level(level: Level, *, acting: bool = False) -> list[Region]:
    """Every division of that level today, by code; with `acting` also those that act as one (兰州新区)."""
    return [_region(row) for row in await queries.of_level(level, acting=acting, on=today())]


async def seed() -> int:
    """Bring the table to what the seed files say; the number of rows that changed, 0 the second time."""
    rows = await asyncio.to_thread(divisions.seeds)
    async with database.transaction():
        changed = await queries.seed(rows)
        if changed:
            await queries.settle()
            await audit.record(action="regions.seeded", actor="operator", subject=f"regions:{changed}")
    _standings.clear()
    _details.clear()
    return changed


async def _version(code: str, *, on: date) -> Region:
    row = await queries.version(code, on=on)
    if row is None:
        raise _unknown(code)
    return _region(row)


async def _standing(code: str) -> Standing:
    """Remembered without its day: a name changes only with a seed, and processes start after it."""
    if not _standings:
        _standings.update(await asyncio.to_thread(_tree, await queries.standing(on=today())))
    if code not in _standings:
        raise _unknown(code)
    return _standings[code]


def _tree(rows: Sequence[Record]) -> dict[str, Standing]:
    """Every division with the way down to it; `rows` hold parents first."""
    found: dict[str, Standing] = {}
    for row in rows:
        above = found.get(row["parent_code"])
        path = (*(above.path if above else ()), _place(row))
        found[row["code"]] = Standing(full_name=row["full_name"], path=path)
    return found


def _unknown(code: str) -> UnknownRegion:
    """The refusal; no more of the code is repeated than a code has."""
    return UnknownRegion(region=code[:CODE_MOST])


def _whole(name: str) -> str:
    """The beginning of a full name; nothing for the province's own name, which begins every one of them."""
    if PROVINCE_NAME.startswith(name):
        return ""
    return name if name.startswith(PROVINCE_NAME) else PROVINCE_NAME + name


def _region(row: Record) -> Region:
    values = dict(row)
    acts_as = values.pop("acts_as")
    return Region(
        **values | {"level": Level(values["level"]), "evidence": Evidence(values["evidence"])},
        acts_as=Level(acts_as) if acts_as else None,
    )


def _place(row: Record) -> Place:
    return Place(code=row["code"], name=row["name"])
