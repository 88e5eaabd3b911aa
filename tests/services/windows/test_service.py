"""Halls: which are near, who is responsible, what a hall may change about itself."""

import math
from datetime import date

import pytest

from backend.core import database
from backend.core.pages import BadCursor
from backend.core.structs import now
from backend.services.windows import service
from backend.services.windows.errors import (
    HallChangedElsewhere,
    HallNotFound,
    HoursUnusable,
    LinesUnusable,
    NotYourHall,
    RegionUnknown,
    WhereMissing,
)
from backend.services.windows.structs import Accessibility, Counter, HallLevel, Hours, Line
from tests.services.windows.conftest import DEVICE, ELDER, OFFICER, OPERATOR, WORKER, attempt, change_of

LANZHOU = {"lon": 103.8343, "lat": 36.0611}


async def change(code, *, staff=OFFICER, version=2, **what_matters):
    command = change_of(version=version, **what_matters)
    return await service.change(code, command, staff=staff, attempt=attempt(), at=now())


async def listed(**what_matters):
    usual = {"region_code": None, "level": None, "text": None, "helps": False, "limit": 50, "cursor": None}
    return await service.listed(**usual | what_matters)


class TestNear:
    async def test_the_nearest_come_first_and_no_nearer_one_is_left_out(self, database_url):
        found = await service.near(**LANZHOU, limit=20)

        def meters(row):
            p1, p2 = math.radians(LANZHOU["lat"]), math.radians(row["lat"])
            a = math.sin((p2 - p1) / 2) ** 2
            a += math.cos(p1) * math.cos(p2) * math.sin(math.radians(row["lon"] - LANZHOU["lon"]) / 2) ** 2
            return 2 * 6371008.8 * math.asin(math.sqrt(a))

        rows = await database.fetch("select code, lon, lat from windows_hall where active")
        nearest = sorted(rows, key=lambda row: (meters(row), row["code"]))[:20]
        assert [one.code for one in found] == [row["code"] for row in nearest]
        assert [one.distance_meters for one in found] == [round(meters(row)) for row in nearest]

    async def test_of_a_level_far_from_everything(self, database_url):
        found = await service.near(lon=95.0, lat=41.5, level=HallLevel.COUNTY, limit=3)

        assert len(found) == 3
        assert {one.level for one in found} == {HallLevel.COUNTY}
        assert found[0].distance_meters > 15_000

    async def test_finds_nothing_on_the_other_side_of_the_country(self, database_url):
        assert await service.near(lon=121.5, lat=31.2) == []

    async def test_of_a_region_says_who_is_responsible_from_the_smallest_up(self, database_url):
        found = await service.near(region_code="620102001001", limit=2_000)

        assert [one.code for one in found if not one.code.startswith("t")] == [
            "h620102001001", "h620102001", "h620102", "h620100", "h620000", "k620102",
        ]  # fmt: skip
        assert {one.distance_meters for one in found} == {None}

    @pytest.mark.parametrize("region", ["620102001001", "620102", "620201001", "620171", "620000"])
    async def test_signs_are_of_the_same_halls_in_the_same_order(self, database_url, region):
        halls = await service.near(region_code=region, limit=50)

        signs = await service.signs(region, limit=50)

        assert [(one.code, one.name, one.address) for one in signs] == [
            (one.code, one.name, one.address) for one in halls
        ]
        assert signs
        with pytest.raises(RegionUnknown):
            await service.signs("620199", limit=2)

    async def test_knows_regions_without_counties(self, database_url):
        found = await service.near(region_code="620201001")

        assert [one.code for one in found] == ["h620201001", "h620200", "h620000", "k620200"]

    async def test_asks_for_a_place(self, database_url):
        with pytest.raises(WhereMissing):
            await service.near(lon=103.8)
        with pytest.raises(RegionUnknown):
            await service.near(region_code="620199")


class TestListed:
    async def test_goes_through_a_region_page_by_page(self, database_url):
        first = await listed(region_code="620171", limit=2)
        second = await listed(region_code="620171", limit=2, cursor=first.next_cursor)

        codes = [one.code for one in (*first.items, *second.items)]
        assert codes == sorted(codes)
        assert all(one.region_code.startswith("620171") for one in first.items)
        with pytest.raises(BadCursor):
            await listed(region_code="620102", cursor=first.next_cursor)

    async def test_of_a_prefecture_includes_its_counties(self, database_url):
        found = (await listed(region_code="620500", level=HallLevel.COUNTY)).items

        assert len(found) == 7
        assert {one.region_code[:4] for one in found} == {"6205"}

    async def test_helpers_are_in_townships_and_villages(self, database_url):
        found = (await listed(region_code="620102001", helps=True)).items

        assert {one.level for one in found} == {HallLevel.TOWNSHIP, HallLevel.VILLAGE}
        assert all(one.helps for one in found)

    async def test_finds_a_part_of_a_name_and_treats_signs_as_signs(self, database_url):
        found = (await listed(text="酒泉路街道")).items

        assert "h620102001" in [one.code for one in found]
        assert (await listed(text="%")).items == []


class TestFind:
    async def test_says_everything_and_what_is_not_known(self, database_url):
        found = await service.find("h620102")

        assert (found.name, found.level, found.takes_tickets, found.takes_appointments) == (
            "城关区政务服务中心", HallLevel.COUNTY, True, True,
        )  # fmt: skip
        assert found.accessibility == Accessibility()
        assert found.serves_all
        assert found.phones == ["12345"]
        assert (found.evidence, found.details_evidence) == ("recalled", "invented")
        assert found.lines[0].basic_codes == found.lines[0].departments == []

    async def test_a_kiosk_can_do_something_and_is_always_open(self, database_url):
        found = await service.find("k620102")

        assert found.abilities
        assert (found.open_now, found.kiosk_state, found.takes_tickets, found.windows) == (True, "working", False, [])

    async def test_an_unknown_one_is_not_found(self, database_url):
        with pytest.raises(HallNotFound):
            await service.find("h999999")


class TestChange:
    async def test_residents_devices_and_staff_of_other_places_change_nothing(self, hall):
        for person in (ELDER, DEVICE, WORKER):
            with pytest.raises(NotYourHall):
                await change(hall, staff=person)

    async def test_an_unknown_hall_is_not_found(self, database_url):
        with pytest.raises(HallNotFound):
            await change("h999999")

    @pytest.mark.parametrize("staff", [OFFICER, OPERATOR])
    async def test_replaces_hours_and_windows(self, hall, staff):
        hours = [Hours(weekday=1, opens="10:00", closes="11:00")]
        windows = [Counter(number=5, name="五号", letters=["A", "B"])]

        changed = await change(
            hall, staff=staff, hours=hours, windows=windows, phones=["0931-0000000"], closed_dates=[date(2026, 12, 1)]
        )

        assert (changed.hours, changed.windows, changed.version) == (hours, windows, 3)
        assert (changed.phones, changed.closed_dates) == (["0931-0000000"], [date(2026, 12, 1)])
        assert changed == await service.find(hall)

    async def test_gives_back_what_is_usual(self, hall):
        changed = await change(hall, hours=None, lines=None, windows=None, accessibility=None, follows_holidays=None)

        assert (len(changed.lines), len(changed.windows), changed.follows_holidays) == (3, 8, True)

    async def test_who_read_an_old_version_is_told(self, hall):
        await change(hall)

        with pytest.raises(HallChangedElsewhere) as refused:
            await change(hall)
        assert refused.value.params == {"yours": 2, "theirs": 3}

    async def test_refuses_hours_that_overlap(self, hall):
        hours = [Hours(weekday=3, opens="10:00", closes="11:00"), Hours(weekday=3, opens="10:30", closes="12:00")]

        with pytest.raises(HoursUnusable):
            await change(hall, hours=hours)

    @pytest.mark.parametrize(
        "setup",
        [
            {"lines": [Line(letter="A", name="一"), Line(letter="A", name="二")]},
            {
                "lines": [Line(letter="A", name="只办一项", departments=["15"])],
                "windows": [Counter(number=1, name="一")],
            },
            {"windows": [Counter(number=1, name="一"), Counter(number=1, name="二")]},
            {"windows": [Counter(number=1, name="一", letters=["A"])]},
            {"windows": [Counter(number=1, name="一", letters=["A", "B", "Z"])]},
        ],
        ids=["a letter twice", "nothing for every item", "a number twice", "a line nobody serves", "an unknown line"],
    )
    async def test_refuses_windows_and_lines_that_do_not_fit(self, hall, setup):
        with pytest.raises(LinesUnusable):
            await change(hall, **setup)
