"""Invented residents as the registers know them: couples, households, homes, work.

Evidence: everybody and everything here is invented; only the divisions are real.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import uuid5

from backend.demo.personas import WORLD
from backend.identity.people.structs import NewPerson
from backend.supports.exchange.structs import Entries, HouseholdEntry, PersonEntry, PlaceEntry

SOURCE: Final = "演示世界（虚构）"
AS_OF: Final = date(2026, 1, 1)
EDUCATION: Final = ("小学", "初中", "普通高中", "中等职业教育", "大学专科", "大学本科", "硕士研究生")
WORK: Final = ("在职", "在职", "在职", "务农", "务农", "个体经营", "失业", "灵活就业")
RETIRED_BORN_BEFORE: Final = date(1964, 1, 1)
MARRIED_BORN_BEFORE: Final = date(2002, 1, 1)
APART_MOST: Final = timedelta(days=365 * 10)  # between the ages of a couple
COUPLES: Final = 0.8  # of the neighbours who could be one
STREET: Final = 20  # neighbours; batches of residents are whole streets
DISABLED: Final = 0.03


def entries(residents: Sequence[NewPerson], *, names: Mapping[str, str]) -> Entries:
    """Residents as registers know them: neighbours in the list may be a couple and then share a household.

    `names` are the full names of their divisions. Resident number N has the same neighbours in every world whose
    lists are whole streets.
    """
    people: list[PersonEntry] = []
    households: list[HouseholdEntry] = []
    places: list[PlaceEntry] = []
    for start in range(0, len(residents), STREET):
        for group in _households(residents[start : start + STREET]):
            place, household = _home_of(group[0], members=len(group), names=names)
            places.append(place)
            households.append(household)
            people += _members(group, place=place, household=household)
    return Entries(people=people, households=households, places=places)


def _households(street: Sequence[NewPerson]) -> list[Sequence[NewPerson]]:
    """Everybody with the first neighbour whom they may be married to, if there is one, else alone."""
    homes: list[Sequence[NewPerson]] = []
    single = list(street)
    while single:
        one = single.pop(0)
        other = next((neighbour for neighbour in single if _may_marry(one, neighbour)), None)
        if other is None or random.Random(f"couple:{one.id}").random() >= COUPLES:
            homes.append([one])
        else:
            single.remove(other)
            homes.append([one, other])
    return homes


def _may_marry(one: NewPerson, other: NewPerson) -> bool:
    grown = max(one.birth_date, other.birth_date) < MARRIED_BORN_BEFORE
    return grown and one.gender != other.gender and abs(one.birth_date - other.birth_date) < APART_MOST


def _home_of(head: NewPerson, *, members: int, names: Mapping[str, str]) -> tuple[PlaceEntry, HouseholdEntry]:
    chance = random.Random(f"home:{head.id}")
    door, grid = chance.randrange(1, 400), chance.randrange(1, 13)
    address = f"{names[head.region_code]}{door}号{chance.randrange(1, 7)}单元{chance.randrange(101, 1900)}室"
    common = {"as_of": AS_OF, "source": SOURCE, "evidence": "invented"}
    place = PlaceEntry(
        id=uuid5(WORLD, f"place:{head.id}"),
        standard_address=address,
        grid_name=f"{names[head.region_code]}第{grid}网格",
        region_code=head.region_code,
        property_number=f"甘（{chance.randrange(1999, 2026)}）不动产权第{chance.randrange(10**7):07d}号",
        **common,  # type: ignore[arg-type]
    )
    household = HouseholdEntry(
        id=uuid5(WORLD, f"household:{head.id}"),
        book_number=f"{head.region_code[:9]:0<9}{chance.randrange(10**6):06d}",
        head_name=head.name,
        address=address,
        member_count=members,
        **common,  # type: ignore[arg-type]
    )
    return place, household


def _members(group: Sequence[NewPerson], *, place: PlaceEntry, household: HouseholdEntry) -> Iterable[PersonEntry]:
    for one in group:
        chance = random.Random(f"life:{one.id}")
        spouse = next((other.id for other in group if other is not one), None)
        retired = one.birth_date < RETIRED_BORN_BEFORE
        yield PersonEntry(
            id=one.id or uuid5(WORLD, one.number),
            name=one.name,
            number=one.number,
            birth_date=one.birth_date,
            gender=one.gender.value,
            ethnic_group="汉",
            region_code=one.region_code,
            address=place.standard_address,
            marital_status="已婚" if spouse else chance.choice(("未婚", "离婚") if not retired else ("丧偶", "离婚")),
            education_level=chance.choice(EDUCATION),
            employment_status="退休" if retired else chance.choice(WORK),
            disability_grade=chance.choice(("一级", "二级", "三级", "四级")) if chance.random() < DISABLED else None,
            spouse_id=spouse,
            household_id=household.id,
            place_id=place.id,
            as_of=AS_OF,
            source=SOURCE,
            evidence="invented",
        )
