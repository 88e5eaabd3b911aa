"""Looking at the catalogue from the desk: versions, files, and what differs where."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
from asyncpg import Record

from backend.core.ground import ground
from backend.core.pages import LATEST, at_moment, moment_and_id
from backend.core.structs import Page
from backend.reference.regions import service as regions
from backend.reference.regions.errors import UnknownRegion
from backend.services.items import (
    columns,
    desk_queries,
    drift,
    holdings,
    inheritance,
    judging,
    places,
    writing,
)
from backend.services.items.catalogue import CatalogueItem, Difference
from backend.services.items.desk_structs import (
    CompareFiles,
    Comparison,
    CountyDrift,
    Deviation,
    Drift,
    DriftOverview,
    Version,
)
from backend.services.items.errors import UnknownExport
from backend.services.items.publication import STATE_TITLES, State

EXPORTED_MOST: Final = 2_000  # items of one file, some 10 MB; `after` gets the next ones
COUNTY_DIGITS: Final = 6


class Export(msgspec.Struct, frozen=True, kw_only=True):
    """A file to be taken away; `next_after` is the last code when there is more."""

    name: str
    text: str
    next_after: str | None


async def listed(
    *,
    state: State | None,
    kind: str | None,
    code: str | None,
    region_code: str | None,
    limit: int,
    cursor: str | None = None,
) -> Page[Version]:
    """Versions, the last changed first.

    Raises:
        BadCursor
    """
    purpose = f"items.versions:{state}:{kind}:{code}:{region_code}"
    before = moment_and_id(ground().cursors.read(purpose, cursor), first=LATEST)
    rows = await desk_queries.versions(
        state=state, kind=kind, code=code, region_code=region_code, before=before, limit=limit + 1
    )
    return ground().cursors.page(purpose, rows, limit=limit, item=version, position=at_moment("changed_at"))


def version(row: Record) -> Version:
    """A row as the desk sees it."""
    body = row["body"]
    names = [name for name in Version.__struct_fields__ if name not in {"state_title", "source", "evidence"}]
    return Version(
        **{name: row[name] for name in names} | {"state": State(row["state"])},
        state_title=STATE_TITLES[State(row["state"])],
        source=body["source"],
        evidence=body["evidence"],
    )


async def export(file: str, *, region_code: str | None = None, after: str = "") -> Export:
    """One file of the live catalogue; differences of one place and those below with `region_code`.

    Raises:
        UnknownExport
    """
    if file not in columns.FILES:
        raise UnknownExport(file=file[:40], known=", ".join(columns.FILES))
    rows = await desk_queries.bodies("item", after=after, limit=EXPORTED_MOST + 1)
    items = [row["body"] for row in rows[:EXPORTED_MOST]]
    places_ = await desk_queries.bodies_of([one["basicCode"] for one in items], prefix=_prefix(region_code))
    bundles = await desk_queries.bodies("bundle", after="", limit=EXPORTED_MOST)
    text = writing.write(
        file, items=items, overrides=[row["body"] for row in places_], bundles=[row["body"] for row in bundles]
    )
    more = rows[EXPORTED_MOST - 1]["code"] if len(rows) > EXPORTED_MOST else None
    return Export(name=file, text=text, next_after=more)


async def drift_at(region_code: str, *, limit: int, cursor: str | None = None) -> Page[Drift]:
    """What differs from the standard at a place, below it, and above it as far as it reaches down.

    Raises:
        UnknownRegion, BadCursor
    """
    purpose = f"items.drift:{region_code}"
    position = ground().cursors.read(purpose, cursor) or " "
    code, _, region = position.partition(" ")
    way = [place.code for place in await places.way_to(region_code)]
    rows = await desk_queries.differing(_prefix(region_code) or "", above=way, after=(code, region), limit=limit + 1)
    drifts = await _drifts(rows)
    return ground().cursors.page(
        purpose, rows, limit=limit, item=lambda row: drifts[row["code"], row["region_code"]], position=_drift_position
    )


async def overview() -> DriftOverview:
    """How many items differ in each county and city, and how many of them may not."""
    found = []
    for row in await desk_queries.overview():
        name = await _name(row["county"])
        found.append(
            CountyDrift(
                region_code=row["county"], region_name=name, differing=row["differing"], forbidden=row["forbidden"]
            )
        )
    return DriftOverview(standard_items=await desk_queries.standard_items(), places=found)


async def compare(command: CompareFiles) -> Comparison:
    """Hold a place's own list against the standard; nothing is kept.

    Raises:
        ImportRefused: the files cannot be read.
        UnknownRegion
    """
    way = await places.way_to(command.region_code)
    found = await holdings.read_over(command.files, live=True)
    if found.faults:
        raise judging.refused(found.faults)
    rows = await desk_queries.bodies("item", after="", limit=EXPORTED_MOST)
    standard = {row["code"]: msgspec.convert(row["body"], CatalogueItem) for row in rows}
    local = {code: one.value for code, one in found.items.items()}
    here = [code for code, item in standard.items() if set(item.levels).intersection(way[-1].levels)]
    deviations = {code: _held(standard.get(code), item) for code, item in local.items()}
    differing = [
        _drift(local[code], command.region_code, way[-1].full_name, found_)
        for code, found_ in deviations.items()
        if found_
    ]
    return Comparison(compared=len(local), differing=differing, missing=[code for code in here if code not in local])


def _held(standard: CatalogueItem | None, local: CatalogueItem) -> list[Deviation]:
    return [drift.unknown(local)] if standard is None else drift.between(standard, local)


async def _drifts(rows: Sequence[Record]) -> Mapping[tuple[str, str], Drift]:
    codes = {row["code"] for row in rows}
    items, differences = await holdings.items(codes), await holdings.differences(codes)
    ways = await holdings.ways(row["region_code"] for row in rows)
    found: dict[tuple[str, str], Drift] = {}
    for row in rows:
        one = msgspec.convert(row["body"], Difference)
        item = items.get(one.basic_code)
        deviations: list[Deviation] = []
        if item is not None:
            way = ways.get(one.region_code, ())
            above = judging.standard_for(one, item, way=way, differences=differences)
            standard = inheritance.promise_at(item, above)
            deviations = drift.of_difference(item, one, standard=standard, illegal=row["illegal"])
        named: Any = item or row
        name = named.name if item else row["name"]
        found[one.basic_code, one.region_code] = Drift(
            basic_code=one.basic_code, name=name, region_code=one.region_code,
            region_name=await _name(one.region_code), allowed=not row["illegal"], deviations=deviations,
        )  # fmt: skip
    return found


def _drift(item: CatalogueItem, region_code: str, region_name: str, deviations: list[Deviation]) -> Drift:
    return Drift(
        basic_code=item.basic_code, name=item.name, region_code=region_code, region_name=region_name,
        allowed=all(one.allowed for one in deviations), deviations=deviations,
    )  # fmt: skip


async def _name(region_code: str) -> str:
    try:
        return await regions.name_of(region_code)
    except UnknownRegion:
        return region_code


def _prefix(region_code: str | None) -> str | None:
    """How the codes of a place and of those below it begin."""
    if region_code is None or len(region_code) > COUNTY_DIGITS:
        return region_code
    return region_code.removesuffix("00").removesuffix("00")


def _drift_position(row: Record) -> str:
    return f"{row['code']} {row['region_code']}"
