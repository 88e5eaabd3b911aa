"""From the seed files to rows: the tree that people see, full names, readings and periods.

`gansu_divisions.csv` and `gansu_villages.csv` are the National Bureau of Statistics' snapshot as packaged by npm
china-division 2.7.0, unchanged. `changes.csv` holds what we know beyond the snapshot: periods of single divisions.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from backend.core.structs import Evidence
from backend.reference.regions import pinyin
from backend.reference.regions.structs import Level

DATA = Path(__file__).parent / "data"
SNAPSHOT = "National Bureau of Statistics, 2023-06-30, via npm china-division 2.7.0"

PROVINCE = "620000"
NEW_AREA = "620171"  # 兰州新区: counted under 兰州, governed by the province like a prefecture
UNDIVIDED = "620200"  # 嘉峪关: a prefecture without counties
PLACEHOLDER = "620201"  # what statistics put between 嘉峪关 and its townships
GOVERNED_BY = {NEW_AREA: PROVINCE}
ACTS_AS = {NEW_AREA: Level.PREFECTURE, UNDIVIDED: Level.COUNTY}


class Division(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the seed files."""

    code: str
    name: str
    level: Level
    statistical_parent_code: str | None
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = SNAPSHOT
    evidence: Evidence = Evidence.READ


class Seed(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the table; its fields are the table's columns."""

    id: str
    code: str
    name: str
    full_name: str
    level: str
    acts_as: str | None
    parent_code: str | None
    statistical_parent_code: str | None
    depth: int
    pinyin: str
    initials: str
    valid_from: date | None
    valid_to: date | None
    source: str
    evidence: str


def seeds() -> list[Seed]:
    """All rows, parents before children; the same files give the same rows."""
    rows: dict[str, Seed] = {}
    for division in _divisions():
        row = _placed(division, rows)
        rows[division.code] = row
    return list(rows.values())


def _divisions() -> list[Division]:
    """The snapshot, with what `changes.csv` knows better put in its place."""
    changes = {row["code"]: _changed(row) for row in _read("changes.csv")}
    snapshot = {division.code: division for division in _snapshot()}
    return sorted((snapshot | changes).values(), key=lambda division: (len(division.code), division.code))


def _snapshot() -> Iterator[Division]:
    for row in _read("gansu_divisions.csv"):
        yield Division(
            code=row["code"],
            name=row["name"],
            level=Level(row["level"]),
            statistical_parent_code=row["parent_code"] or None,
        )
    for row in _read("gansu_villages.csv"):
        yield Division(
            code=row["code"], name=row["name"], level=Level.VILLAGE, statistical_parent_code=row["parent_code"]
        )


def _changed(row: dict[str, str]) -> Division:
    """A row of `changes.csv`; empty cells are unknown."""
    known = {name: value for name, value in row.items() if value}
    known["statistical_parent_code"] = known.pop("parent_code")
    return msgspec.convert(known, Division, strict=False)


def _placed(division: Division, rows: dict[str, Seed]) -> Seed:
    """The division in the tree that people see; a child is no older than what it stands in."""
    parent_code = _governed_by(division)
    parent = rows[parent_code] if parent_code else None
    started = division.valid_from or (parent.valid_from if parent else None)
    spoken = pinyin.syllables(division.name)
    return Seed(
        id=f"{division.code}@{started or ''}",
        code=division.code,
        name=division.name,
        full_name=_full_name(division, parent),
        level=division.level,
        acts_as=ACTS_AS.get(division.code),
        parent_code=parent_code,
        statistical_parent_code=division.statistical_parent_code,
        depth=parent.depth + 1 if parent else 0,
        pinyin="".join(spoken),
        initials=pinyin.initials(spoken),
        valid_from=started,
        valid_to=division.valid_to,
        source=division.source,
        evidence=division.evidence,
    )


def _governed_by(division: Division) -> str | None:
    if division.statistical_parent_code == PLACEHOLDER:
        return UNDIVIDED
    return GOVERNED_BY.get(division.code, division.statistical_parent_code)


def _full_name(division: Division, parent: Seed | None) -> str:
    if parent is None:
        return division.name
    return parent.full_name if division.code == PLACEHOLDER else parent.full_name + division.name


def _read(file: str) -> list[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
