"""What other rooms ask of regions, on the real divisions."""

from datetime import UTC, date, datetime

import pytest

from backend.core import database
from backend.reference.regions import queries, service
from backend.reference.regions.errors import UnknownRegion
from backend.reference.regions.structs import Level

LONG_AGO = date(2010, 5, 1)

# What a person types -> the code that must stand first.
EXPECTED = {
    "城关": "620102",
    "城关区": "620102",
    "chengguan": "620102",
    "cheng guan": "620102",
    "CGQ": "620102",
    "兰州市城关区": "620102",
    "甘肃省兰州市城关区": "620102",
    "兰州 城关": "620102",
    "合作": "623001",
    "hezuo": "623001",
    "敦煌": "620982",
    "dunhuang": "620982",
    "兰州": "620100",
    "lz": "620100",
    "兰州新区": "620171",
    "lzxq": "620171",
    "嘉峪关": "620200",
    "jyg": "620200",
    "东乡": "622926",
    "积石山": "622927",
    "jishishan": "622927",
    "甘肃": "620000",
    "甘南": "623000",
    "gannan": "623000",
    "宕昌": "621223",
    "tanchang": "621223",
    "minle": "620722",
    "天祝": "620623",
    "tzzzz": "620623",
    "华亭": "620881",
    "张家川": "620525",
    "酒泉路": "620102001",
    "畅家巷": "620102001001",
    "620102": "620102",
    "６２０１０２": "620102",
}


class TestSearch:
    @pytest.mark.parametrize(("typed", "code"), list(EXPECTED.items()))
    async def test_the_likeliest_comes_first(self, typed, code):
        found = await service.search(typed, limit=5)

        assert found[0].code == code

    async def test_an_apostrophe_only_parts_syllables(self):
        assert await service.search("xi'feng", limit=5) == await service.search("xifeng", limit=5)

    @pytest.mark.parametrize("typed", ["%", "_", "城%", "\\", "100%", "不存在的地方", "zzzzzz", " ", "'"])
    async def test_what_is_no_beginning_of_a_name_finds_nothing(self, typed):
        assert await service.search(typed, limit=5) == []

    async def test_words_before_the_last_are_taken_literally(self):
        assert await service.search("兰_ 城关", limit=5) == []
        assert await service.search("天水 城关", limit=5) != []

    async def test_the_placeholder_of_statistics_is_never_found(self):
        found = [
            region.code for typed in ("嘉峪关", "jyg", "620201") for region in await service.search(typed, limit=50)
        ]

        assert "620201" not in found

    async def test_gives_no_more_than_asked(self):
        assert len(await service.search("城", limit=3)) == 3

    async def test_finds_what_there_was_on_that_day(self):
        now, then = [await service.search("华亭", limit=1, at=at) for at in (None, LONG_AGO)]

        assert [now[0].code, then[0].code] == ["620881", "620824"]

    @pytest.mark.parametrize(
        ("sql", "arguments"),
        [
            (queries.BY_NAME, ["'城关'", "'城关\U0010ffff'", "'甘肃省城关'", "'甘肃省城关\U0010ffff'", "'{}'", "20"]),
            (queries.BY_LETTERS, ["'cg'", "'cg\U0010ffff'", "20"]),
            (queries.BY_CODE, ["'6201'", "'6201\U0010ffff'", "20"]),
            (queries.CHILDREN, ["'620100'", "''", "20"]),
            (queries.VERSION, ["'620102'"]),
            (queries.WAY_UP, ["'620102001001'"]),
        ],
        ids=["name", "letters", "code", "children", "version", "way up"],
    )
    @pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
    async def test_never_reads_the_whole_table(self, sql, arguments, mode):
        async with database.transaction():
            await database.execute(f"set local plan_cache_mode = {mode}")
            await database.execute(f"prepare question as {sql}")
            plan = await database.fetch(f"explain execute question ('2026-01-01', {', '.join(arguments)})")
            await database.execute("deallocate question")

        text = "\n".join(line[0] for line in plan)
        assert "Seq Scan" not in text
        assert "Index" in text


class TestNames:
    @pytest.mark.parametrize(
        ("code", "name"),
        [
            ("620000", "甘肃省"),
            ("620102", "甘肃省兰州市城关区"),
            ("620171", "甘肃省兰州新区"),
            ("620201", "甘肃省嘉峪关市"),
            ("620201100", "甘肃省嘉峪关市新城镇"),
            ("620102001001", "甘肃省兰州市城关区酒泉路街道畅家巷社区居委会"),
            ("620824", "甘肃省平凉市华亭县"),
        ],
    )
    async def test_full_names_begin_with_the_province(self, code, name):
        assert await service.name_of(code) == name
        assert await service.name_of(code) == name  # the second time from memory

    async def test_the_way_down_begins_with_the_province(self):
        path = await service.path_of("620102001")

        assert [place.name for place in path] == ["甘肃省", "兰州市", "城关区", "酒泉路街道"]

    async def test_nothing_has_no_name(self):
        with pytest.raises(UnknownRegion):
            await service.name_of("629999")

        with pytest.raises(UnknownRegion):
            await service.path_of("")

    async def test_a_former_county_exists_no_more(self):
        assert await service.exists("620881")
        assert not await service.exists("620824")
        assert not await service.exists("629999")


class TestLevels:
    async def test_fourteen_prefectures_and_eighty_six_counties(self):
        assert len(await service.all_of_level(Level.PREFECTURE)) == 14
        assert len(await service.all_of_level(Level.COUNTY)) == 86

    async def test_the_new_area_acts_as_the_fifteenth_prefecture(self):
        acting = await service.all_of_level(Level.PREFECTURE, acting=True)

        assert len(acting) == 15
        assert "620171" in [region.code for region in acting]


class TestSeed:
    async def test_a_second_time_changes_nothing(self):
        assert await service.seed() == 0

    async def test_puts_right_what_was_changed_by_hand(self):
        await database.execute("update regions_region set name = '错误' where code = '620102'")

        assert await service.seed() == 1
        assert (await service.read("620102")).name == "城关区"

    async def test_nobody_remembers_a_name_from_before(self):
        await database.execute("update regions_region set full_name = '错误' where code = '620103'")
        service._standings.clear()
        assert await service.name_of("620103") == "错误"

        await service.seed()

        assert await service.name_of("620103") == "甘肃省兰州市七里河区"

    async def test_leaves_one_entry_in_the_audit_log_when_it_changes_something(self):
        await database.execute("update regions_region set initials = 'x' where code in ('620102', '620103')")
        before = await database.fetch_one("select count(*) from core_audit_leaf")

        await service.seed()
        await service.seed()

        after = await database.fetch_one("select count(*) from core_audit_leaf")
        assert after["count"] - before["count"] == 1


class TestTime:
    def test_the_province_is_eight_hours_ahead_of_utc_even_in_the_west(self):
        assert service.local_time(datetime(2026, 1, 1, 20, tzinfo=UTC)) == datetime(
            2026, 1, 2, 4, tzinfo=service.PROVINCE_TIME
        )
