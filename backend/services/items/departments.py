"""What a department is called at each level: templates over the place's name, from `data/departments.csv`."""

import csv
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from backend.services.items.structs import UseLevel

FILE: Final = Path(__file__).parent / "data" / "departments.csv"
PLACE: Final = "{place}"
DEMO_MARK: Final = "（演示）"  # invented staff sit in departments marked so; the items name the real ones
TOWN_OFFICE: Final = "办事处"
TOWN_GOVERNMENT: Final = "人民政府"
VILLAGE_OFFICES: Final = ("委会", "委员会")


class Naming(msgspec.Struct, frozen=True, kw_only=True):
    """One department at the province, in prefectures, counties and townships."""

    code: str
    province: str
    prefecture: str
    county: str
    township: str = ""
    source: str
    evidence: str


@cache
def namings() -> dict[str, Naming]:
    """All departments by the pair of the basic code."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = [msgspec.convert(row, Naming) for row in csv.DictReader(lines)]
    return {row.code: row for row in rows}


def known(code: str) -> bool:
    """Whether there is a department with this pair."""
    return code in namings()


def name_at(code: str, *, level: UseLevel, place: str) -> str:
    """The department's name at a place; below the county it is the place's own office that acts."""
    naming = namings()[code]
    templates = {
        UseLevel.PROVINCE: naming.province,
        UseLevel.PREFECTURE: naming.prefecture,
        UseLevel.COUNTY: naming.county,
        UseLevel.TOWNSHIP: naming.township or PLACE + (TOWN_OFFICE if place.endswith("街道") else TOWN_GOVERNMENT),
        UseLevel.VILLAGE: PLACE if place.endswith(VILLAGE_OFFICES) else PLACE + "村（居）民委员会",
    }
    return templates.get(level, naming.province).replace(PLACE, place)


def same(one: str, other: str) -> bool:
    """Whether two names mean one department, the mark of the demo world aside."""
    return one.removesuffix(DEMO_MARK) == other.removesuffix(DEMO_MARK)
