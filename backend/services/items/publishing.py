"""Putting versions in force, and what follows: earlier ones end, and what the new standard forbids is flagged."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core.audit import log as audit
from backend.core.jobs import emit
from backend.services.items import bundle_checks, desk_queries, holdings, inheritance, judging
from backend.services.items.catalogue import CatalogueBundle
from backend.services.items.structs import CatalogueChanged


async def put_in_force(rows: Sequence[Record], *, day: date, by: str, at: datetime) -> list[UUID]:
    """Publish these versions from `day`; the ids of live versions that are illegal since then.

    The caller holds the catalogue's lock and has checked that the versions may be published.
    """
    await desk_queries.publish([row["id"] for row in rows], by=by, at=at, day=day)
    return await settle(rows, action="items.published", by=by)


async def settle(rows: Sequence[Record], *, action: str, by: str, seeded: str | None = None) -> list[UUID]:
    """After a change of what is in force: flag, record, count and tell; the ids of versions newly flagged."""
    codes = sorted({row["code"] for row in rows if row["kind"] != "bundle"})
    flagged = await _flag_places(codes) + await _flag_bundles(codes)
    for row in rows:
        subject = (
            f"{row['kind']}:{row['code']}{'@' + row['region_code'] if row['region_code'] else ''}:{row['version']}"
        )
        await audit.record(action=action, actor=by, subject=subject)
    revision = await desk_queries.move_on(seeded=seeded)
    await emit(CatalogueChanged(revision=revision, basic_codes=codes))
    return flagged


async def _flag_places(codes: Sequence[str]) -> list[UUID]:
    """Differences of these items that the standard, or the place above, no longer allows."""
    items = await holdings.items(codes)
    rows = await desk_queries.standing("override", codes)
    differences = holdings.by_place(rows)
    ways = await holdings.ways(row["region_code"] for row in rows)
    flagged = []
    for row in rows:
        one, item = differences[row["code"], row["region_code"]], items.get(row["code"])
        illegal = ["basicCode"]
        if item is not None:
            above = judging.standard_for(one, item, way=ways.get(one.region_code, ()), differences=differences)
            illegal = inheritance.illegal(one, standard=inheritance.promise_at(item, above))
        flagged += await _flag(row, illegal)
    return flagged


async def _flag_bundles(codes: Iterable[str]) -> list[UUID]:
    """Bundles that no longer fit one of these items."""
    touched, flagged = set(codes), []
    for row in await desk_queries.standing_bundles():
        bundle = msgspec.convert(row["body"], CatalogueBundle)
        members = [member.basic_code for member in bundle.members]
        if touched.intersection(members):
            flaws = bundle_checks.flaws(bundle, await holdings.items(members))
            flagged += await _flag(row, sorted({flaw.code for flaw in flaws}))
    return flagged


async def _flag(row: Record, illegal: list[str]) -> list[UUID]:
    if illegal == row["illegal"]:
        return []
    await desk_queries.flag(row["id"], illegal)
    return [row["id"]] if illegal else []
