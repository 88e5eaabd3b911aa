"""The way down to a place, with the levels at which each step acts."""

from typing import Final

import msgspec

from backend.reference.regions import service as regions
from backend.reference.regions.structs import Level
from backend.services.items.inheritance import Place
from backend.services.items.structs import UseLevel

_BY_LENGTH: Final = {9: UseLevel.TOWNSHIP, 12: UseLevel.VILLAGE}
PROVINCE: Final = "620000"


class _Acting(msgspec.Struct, frozen=True):
    """Codes of those that act as prefecture and as county; 嘉峪关 is both, 兰州新区 as well."""

    prefectures: frozenset[str]
    counties: frozenset[str]


_acting: list[_Acting] = []  # divisions change with a seed, and processes start after it


async def way_to(region_code: str) -> tuple[Place, ...]:
    """The province first, the place itself last.

    Raises:
        UnknownRegion
    """
    path = await regions.path_of(region_code)
    acting = await _levels()
    full, found = "", []
    for step in path:
        full += step.name
        levels = _levels_of(step.code, acting)
        found.append(Place(code=step.code, name=step.name, full_name=full, levels=levels))
    return tuple(found)


async def levels_on_the_way(region_code: str) -> set[UseLevel]:
    """All levels that act for somebody at this place.

    Raises:
        UnknownRegion
    """
    return {level for place in await way_to(region_code) for level in place.levels}


async def _levels() -> _Acting:
    if not _acting:
        prefectures = await regions.all_of_level(Level.PREFECTURE, acting=True)
        counties = await regions.all_of_level(Level.COUNTY, acting=True)
        zones = await regions.all_of_level(Level.FUNCTIONAL_ZONE)
        both = (*counties, *zones)
        _acting.append(_Acting(frozenset(one.code for one in prefectures), frozenset(one.code for one in both)))
    return _acting[0]


def _levels_of(code: str, acting: _Acting) -> tuple[UseLevel, ...]:
    if code == PROVINCE:
        return (UseLevel.PROVINCE,)
    if code in acting.prefectures or code in acting.counties:
        both = ((UseLevel.PREFECTURE, acting.prefectures), (UseLevel.COUNTY, acting.counties))
        return tuple(level for level, codes in both if code in codes)
    return (_BY_LENGTH.get(len(code), UseLevel.COUNTY),)
