"""Departments and places: which post covers which case, and how a department's name is compared."""

from collections.abc import Sequence

import msgspec

from backend.identity.people.structs import Post, Role

DEMO = "（演示）"  # posts of the demo world carry it, items do not: they mean the same department
COUNTY_DIGITS = 6


def plain(department: str) -> str:
    """The department's name as it is compared and kept."""
    return department.removesuffix(DEMO)


def prefix_of(region_code: str) -> str:
    """What the codes of a region and of everything below it begin with: `620100` -> `6201`, `620102001` -> itself."""
    if len(region_code) > COUNTY_DIGITS:
        return region_code
    if region_code.endswith("0000"):
        return region_code[:2]
    return region_code[:4] if region_code.endswith("00") else region_code


def codes_covering(region_code: str) -> list[str]:
    """The regions whose posts reach this place: the province, its prefecture, its county, and down to itself."""
    above = [f"{region_code[:2]}0000", f"{region_code[:4]}00"]
    own = [region_code[:digits] for digits in (COUNTY_DIGITS, 9, 12) if len(region_code) >= digits]
    return list(dict.fromkeys([*above, *own]))


def names_for(department: str) -> list[str]:
    """The names under which posts of this department are kept."""
    return [plain(department), plain(department) + DEMO]


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """For what places an officer works now: departments and region prefixes, side by side, as SQL unnests them."""

    departments: list[str]
    prefixes: list[str]

    def covers(self, *, department: str, region_code: str) -> bool:
        """Whether one of the posts covers this place."""
        pairs = zip(self.departments, self.prefixes, strict=True)
        return any(plain(department) == name and region_code.startswith(prefix) for name, prefix in pairs)


def scope_of(posts: Sequence[Post]) -> Scope:
    """The places of a person's posts as case officer."""
    working = [one for one in posts if Role.CASE_OFFICER in one.roles]
    return Scope(
        departments=[plain(one.department) for one in working],
        prefixes=[prefix_of(one.region_code) for one in working],
    )
