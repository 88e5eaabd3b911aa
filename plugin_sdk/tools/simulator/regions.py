"""A small part of the province's divisions, enough to fill in a form: prefectures, counties, townships of five."""

import csv
from functools import cache
from typing import Any

from plugin_sdk.tools.simulator.personas import DATA

Region = dict[str, Any]


@cache
def regions() -> dict[str, Region]:
    """Every division that is kept here, by code, in the product's shape."""
    found: dict[str, Region] = {}
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["code"]] = _region(row, found.get(row["parent_code"]))
    return found


def children(code: str) -> list[Region]:
    """What a division governs, by code; empty for one that is not kept here or governs nothing."""
    return sorted((one for one in regions().values() if one["parentCode"] == code), key=lambda one: str(one["code"]))


def path_to(code: str) -> list[Region]:
    """The way down to a division, the province first."""
    way: list[Region] = []
    here = regions().get(code)
    while here is not None:
        way.insert(0, {"code": here["code"], "name": here["name"]})
        here = regions().get(str(here["parentCode"] or ""))
    return way


def _region(row: dict[str, str], parent: Region | None) -> Region:
    return {
        "code": row["code"],
        "name": row["name"],
        "fullName": (str(parent["fullName"]) if parent else "") + row["name"],
        "level": row["level"],
        "actsAs": "prefecture" if row["level"] == "functional_zone" else None,
        "parentCode": row["parent_code"] or None,
        "statisticalParentCode": row["parent_code"] or None,
        "validFrom": None,
        "validTo": None,
        "source": "simulator",
        "evidence": "read",
    }
