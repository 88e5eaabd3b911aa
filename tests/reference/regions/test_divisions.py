"""The seed files hold what the province has, and the tree comes out as people know it."""

from collections import Counter

from backend.reference.regions import divisions
from backend.reference.regions.pinyin import initials, syllables

ROWS = {row.code: row for row in divisions.seeds()}


class TestSeeds:
    def test_the_counts_are_those_of_the_snapshot_and_one_former_county(self):
        counts = Counter(row.level for row in ROWS.values() if row.valid_to is None)

        assert counts == {
            "province": 1,
            "prefecture": 14,
            "county": 86,
            "functional_zone": 1,
            "county_placeholder": 1,
            "township": 1361,
            "township_statistical": 42,
            "village": 17718,
        }
        assert [row.code for row in ROWS.values() if row.valid_to] == ["620824"]

    def test_the_new_area_is_governed_by_the_province_and_counted_under_lanzhou(self):
        new_area = ROWS["620171"]

        assert (new_area.parent_code, new_area.statistical_parent_code) == ("620000", "620100")
        assert (new_area.acts_as, new_area.depth) == ("prefecture", 1)

    def test_townships_of_jiayuguan_stand_directly_below_the_prefecture(self):
        township = ROWS["620201100"]

        assert (township.parent_code, township.statistical_parent_code) == ("620200", "620201")
        assert township.full_name == "甘肃省嘉峪关市新城镇"
        assert ROWS["620200"].acts_as == "county"

    def test_everything_hangs_below_the_province_one_step_under_its_parent(self):
        below = [row for row in ROWS.values() if row.code != "620000"]

        assert all(row.depth == ROWS[row.parent_code or ""].depth + 1 for row in below)
        assert ROWS["620000"].parent_code is None

    def test_nothing_is_older_than_what_it_stands_in(self):
        below_huating = [row for row in ROWS.values() if row.code.startswith("620881")]

        assert len(below_huating) > 100
        assert {row.valid_from for row in below_huating} == {ROWS["620881"].valid_from}
        assert ROWS["620881"].valid_from == ROWS["620824"].valid_to

    def test_every_row_says_where_it_comes_from_and_how_well_it_is_known(self):
        evidence = Counter(row.evidence for row in ROWS.values())

        assert evidence["recalled"] == 2
        assert set(evidence) == {"read", "recalled"}
        assert all(row.source for row in ROWS.values())

    def test_every_name_can_be_typed_in_letters(self):
        assert all(row.pinyin.isascii() and row.pinyin.isalpha() and row.initials for row in ROWS.values())


class TestPinyin:
    def test_place_names_are_read_as_places(self):
        read = {name: "".join(syllables(name)) for name in ("民乐县", "长庆桥镇", "宕昌县", "天祝藏族自治县", "武都区")}

        assert read == {
            "民乐县": "minlexian",
            "长庆桥镇": "changqingqiaozhen",
            "宕昌县": "tanchangxian",
            "天祝藏族自治县": "tianzhuzangzuzizhixian",
            "武都区": "wuduqu",
        }

    def test_brackets_are_not_read(self):
        assert initials(syllables("东城嘉园村（居）委会")) == "dcjycjwh"
