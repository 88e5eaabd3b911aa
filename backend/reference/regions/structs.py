"""Regions as other rooms and the wire see them."""

from datetime import date
from enum import StrEnum

import msgspec

from backend.core.structs import Evidence, Wire


class Level(StrEnum):
    """What kind of unit it is. The kind says nothing about depth: some prefectures have no counties."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    FUNCTIONAL_ZONE = "functional_zone"
    COUNTY_PLACEHOLDER = "county_placeholder"  # exists in statistics only; nobody lives "there"
    TOWNSHIP = "township"
    TOWNSHIP_STATISTICAL = "township_statistical"  # farms and parks that statistics count like a township
    VILLAGE = "village"


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the way from the province down."""

    code: str
    name: str


class Region(Wire, frozen=True, kw_only=True):
    """One division during one period.

    `parent_code` is who governs it, which is where people look for it; `statistical_parent_code` is where the
    statistics count it. They differ for 兰州新区 and for the townships of 嘉峪关. `valid_to` is the first day
    on which it was no more; an absent `valid_from` means older than our records.
    """

    code: str
    name: str
    full_name: str
    level: Level
    acts_as: Level | None
    parent_code: str | None
    statistical_parent_code: str | None
    valid_from: date | None
    valid_to: date | None
    source: str
    evidence: Evidence


class RegionDetail(Region, frozen=True, kw_only=True):
    """A division with the way down to it, the province first and itself last."""

    path: list[Place]


class RegionTree(Wire, frozen=True, kw_only=True):
    """The top of the tree: the province and what acts like a prefecture in it."""

    province: Region
    prefectures: list[Region]
