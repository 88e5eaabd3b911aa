"""The halls that every division has, computed from the divisions; `data/` holds only what is known beyond that.

That each province, prefecture, county, township and village has such a place is general knowledge (`recalled`).
Addresses and positions are invented: `centres.csv` has centres of counties, and each place always lies at the same
point around one of them.
"""

import csv
import hashlib
import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from backend.core.structs import Evidence
from backend.reference.regions.structs import Level, Region
from backend.services.windows.structs import HallLevel

DATA = Path(__file__).parent / "data"
CRS = "CGCS2000"  # the national system; within a metre of the WGS-84 that phones give
NEW_AREA = "620171"
LEVELS = {
    Level.PROVINCE: HallLevel.PROVINCE,
    Level.PREFECTURE: HallLevel.PREFECTURE,
    Level.COUNTY: HallLevel.COUNTY,
    Level.FUNCTIONAL_ZONE: HallLevel.COUNTY,
    Level.TOWNSHIP: HallLevel.TOWNSHIP,
    Level.VILLAGE: HallLevel.VILLAGE,
}
NAMED = {
    HallLevel.PROVINCE: "政务大厅",
    HallLevel.PREFECTURE: "政务服务中心",
    HallLevel.COUNTY: "政务服务中心",
    HallLevel.TOWNSHIP: "便民服务中心",
    HallLevel.VILLAGE: "便民服务站",
    HallLevel.KIOSK: "政务服务自助区",
}
# How far from the centre above it a place is put, in degrees of latitude (0.01 is about 1.1 km): from, to.
SPREAD = {
    HallLevel.PROVINCE: (0.002, 0.006),
    HallLevel.PREFECTURE: (0.002, 0.008),
    HallLevel.COUNTY: (0.002, 0.008),
    HallLevel.KIOSK: (0.003, 0.01),
    HallLevel.VILLAGE: (0.004, 0.03),
}
STREET, TOWN = (0.008, 0.03), (0.05, 0.25)
FIRST_TOWN = "100"  # GB/T 10114: 001 to 099 are streets of a town, from 100 on towns and townships
# A village's committee stands in the statistics, in every spelling; 管委会 and 管理委员会 are something else.
COMMITTEE = re.compile(r"(.+?)(村?（居）|村民|村|居民|居)?(?<![管理])委员?会会?")
SOURCE = "computed from the division: every {level} has such a place; address and position are invented"


class Seed(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the table; what is not here is as usual at its level."""

    code: str
    level: str
    region_code: str
    region_name: str
    name: str
    department: str
    address: str
    lon: float
    lat: float
    crs: str
    evidence: str
    details_evidence: str
    source: str
    appointment_capacity: int = 0


def seeds(regions: Sequence[Region]) -> list[Seed]:
    """All halls, by code; the same divisions give the same rows."""
    known = {row["code"]: row for row in _read("overrides.csv")}
    centres = {row["code"]: (float(row["lon"]), float(row["lat"])) for row in _read("centres.csv")}
    rows = [_overridden(row, known) for row in _computed(regions, centres)]
    return sorted(rows, key=lambda row: row.code)


def _computed(regions: Sequence[Region], centres: dict[str, tuple[float, float]]) -> Iterator[Seed]:
    """Parents before children, so that a village lies around its township."""
    placed = dict(centres)
    for region in sorted(regions, key=lambda one: (len(one.code), one.code)):
        level = LEVELS.get(region.level)
        around = placed.get(region.code) or placed.get(region.parent_code or "") or placed.get(region.code[:6])
        if level is None or around is None:
            continue
        hall = _hall(region, level, around)
        placed.setdefault(region.code, (hall.lon, hall.lat))
        yield hall
        if level in {HallLevel.PREFECTURE, HallLevel.COUNTY}:
            yield _hall(region, HallLevel.KIOSK, around)


def _hall(region: Region, level: HallLevel, around: tuple[float, float]) -> Seed:
    code = f"{'k' if level is HallLevel.KIOSK else 'h'}{region.code}"
    name = _place_name(region.name, level) + NAMED[level]
    lon, lat = _beside(around, code, spread=_spread(region.code, level))
    return Seed(
        code=code,
        level=level.value,
        region_code=region.code,
        region_name=region.full_name,
        name=name,
        department=name,
        address=f"{region.full_name}（示例地址）",
        lon=lon,
        lat=lat,
        crs=CRS,
        evidence=Evidence.RECALLED.value,
        details_evidence=Evidence.INVENTED.value,
        source=SOURCE.format(level=region.level.value.replace("_", " ")),
    )


def _place_name(name: str, level: HallLevel) -> str:
    """Of a village, the place rather than its committee: 东岗村村委会 and 东岗村委会 are 东岗村."""
    found = COMMITTEE.fullmatch(name) if level is HallLevel.VILLAGE else None
    if found is None:
        return name
    place, kind = found[1], found[2] or ""
    return place + "村" if kind.startswith("村") and not place.endswith("村") else place


def _spread(code: str, level: HallLevel) -> tuple[float, float]:
    if level is HallLevel.TOWNSHIP:
        return STREET if code[6:9] < FIRST_TOWN else TOWN
    return SPREAD[level]


def _beside(around: tuple[float, float], code: str, *, spread: tuple[float, float]) -> tuple[float, float]:
    """A point near another, always the same for the same code."""
    digest = hashlib.sha256(code.encode()).digest()
    angle = int.from_bytes(digest[:4]) / 2**32 * math.tau
    distance = spread[0] + (spread[1] - spread[0]) * int.from_bytes(digest[4:8]) / 2**32
    lon, lat = around
    wider = 1 / math.cos(math.radians(lat))
    return round(lon + distance * wider * math.cos(angle), 6), round(lat + distance * math.sin(angle), 6)


def _overridden(row: Seed, known: dict[str, dict[str, str]]) -> Seed:
    """The row with what `overrides.csv` knows better; empty cells are unknown."""
    better = {name: value for name, value in known.get(row.code, {}).items() if value}
    return msgspec.convert(msgspec.structs.asdict(row) | better, Seed, strict=False) if better else row


def _read(file: str) -> list[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
