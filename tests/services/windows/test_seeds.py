"""The halls of the province: every division has one, its name is right, its place always the same."""

from collections import Counter

import pytest

from backend.core import database
from backend.reference.regions import service as regions
from backend.reference.regions.structs import Level
from backend.services.windows import seeds, service
from backend.services.windows.structs import HallLevel


@pytest.fixture(scope="module")
async def rows(database_url):
    return seeds.seeds([one for level in Level for one in await regions.all_of_level(level)])


class TestSeeds:
    async def test_every_division_has_its_hall_once(self, rows):
        count = Counter(row.level for row in rows)

        assert count == {
            "province": 1, "prefecture": 14, "county": 87, "township": 1361, "village": count["village"], "kiosk": 101,
        }  # fmt: skip
        assert count["village"] > 17_000
        assert len({row.code for row in rows}) == len(rows)

    async def test_are_named_as_people_name_them(self, rows):
        names = {row.code: row.name for row in rows}

        assert names["h620102"] == "城关区政务服务中心"
        assert names["h620102001"] == "酒泉路街道便民服务中心"
        assert names["h620102001001"] == "畅家巷社区便民服务站"
        assert names["h620000"] == "甘肃省政务大厅"
        assert names["k620102"] == "城关区政务服务自助区"
        assert not [name for name in names.values() if "委会" in name and "管委会" not in name]

    @pytest.mark.parametrize(
        ("committee", "place"),
        [
            ("东岗村委会", "东岗村"),
            ("东岗村村委会", "东岗村"),
            ("东岗村民委员会", "东岗村"),
            ("东岗村村民委员会", "东岗村"),
            ("畅家巷社区居委会", "畅家巷社区"),
            ("畅家巷社区居民委员会", "畅家巷社区"),
            ("安子里村委会会", "安子里村"),
            ("东城嘉园村（居）委会", "东城嘉园村"),
            ("工业园管委会", "工业园管委会"),
            ("景区管理委员会", "景区管理委员会"),
        ],
    )
    def test_a_village_is_a_place_and_not_its_committee(self, committee, place):
        assert seeds._place_name(committee, HallLevel.VILLAGE) == place

    async def test_lie_in_the_province_and_always_at_the_same_place(self, rows):
        again = seeds.seeds([one for level in Level for one in await regions.all_of_level(level)])

        assert again == rows
        assert all(92 < row.lon < 109 and 32 < row.lat < 43 for row in rows)

    async def test_say_what_is_known_and_what_is_invented(self, rows):
        assert {(row.evidence, row.details_evidence) for row in rows} == {("recalled", "invented")}
        assert all("invented" in row.source for row in rows)
        assert all("示例地址" in row.address for row in rows)


class TestSeed:
    async def test_twice_changes_nothing(self, database_url):
        assert await service.seed() == 0

    async def test_leaves_what_a_hall_changed(self, database_url):
        await database.execute("update windows_hall set address = '新址', version = 2 where code = 'h621228'")
        await database.execute("update windows_hall set address = '旧址' where code = 'h621227'")

        assert await service.seed() == 1
        rows = await database.fetch("select code, address from windows_hall where code in ('h621227', 'h621228')")
        assert {row["code"]: row["address"] for row in rows} == {
            "h621228": "新址",
            "h621227": "甘肃省陇南市徽县（示例地址）",
        }
