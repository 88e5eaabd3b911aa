"""What the catalogue holds already of what files, approvals and reports speak about."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from asyncpg import Record

from backend.reference.regions.errors import UnknownRegion
from backend.services.items import desk_queries, places
from backend.services.items.catalogue import CatalogueItem, Difference
from backend.services.items.columns import WHOLE
from backend.services.items.judging import Known
from backend.services.items.reading import File, Reading
from backend.services.items.reading import read as reading_files


async def read_over(files: Sequence[File], *, live: bool = False) -> Reading:
    """The files read over the newest versions, or those in force: what they do not speak about stays as it is."""
    alone = await asyncio.to_thread(reading_files, files)
    named = {*alone.items, *alone.orphans}
    if not named or any(file.name == WHOLE for file in files):
        return alone
    if live:
        rows = await desk_queries.standing("item", sorted(named))
    else:
        rows = await desk_queries.newest([("item", code, "") for code in named])
    return await asyncio.to_thread(reading_files, files, base={row["code"]: row["body"] for row in rows})


async def known_to(reading: Reading) -> Known:
    """Everything that the judgement of these files may ask for."""
    named = {code for code, _ in reading.differences}
    named |= {member.basic_code for one in reading.bundles.values() for member in one.value.members}
    materials = {one.code for item in reading.items.values() for one in item.value.materials}
    papers = await desk_queries.papers(sorted(materials), but_of=sorted(reading.items))
    return Known(
        items=await items(named - reading.items.keys()),
        differences=await differences({code for code, _ in reading.differences}),
        papers={row["code"]: (row["name"], row["licence_type"]) for row in papers},
        ways=await ways(region for _, region in reading.differences),
    )


async def items(codes: Iterable[str]) -> dict[str, CatalogueItem]:
    """Live items by code."""
    rows = await desk_queries.standing("item", sorted(codes))
    return {row["code"]: msgspec.convert(row["body"], CatalogueItem) for row in rows}


async def differences(codes: Iterable[str]) -> dict[tuple[str, str], Difference]:
    """Live differences of these items by item and place."""
    return by_place(await desk_queries.standing("override", sorted(codes)))


def by_place(rows: Iterable[Record]) -> dict[tuple[str, str], Difference]:
    """The differences of these rows by item and place."""
    return {(row["code"], row["region_code"]): msgspec.convert(row["body"], Difference) for row in rows}


async def ways(region_codes: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """The codes from the province down to each place; places that do not exist are left out."""
    found: dict[str, list[str]] = {}
    for code in set(region_codes):
        try:
            found[code] = [place.code for place in await places.way_to(code)]
        except UnknownRegion:
            continue
    return found
