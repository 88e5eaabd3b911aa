"""Search over the real catalogue: what people ask, and what they must not break."""

import csv
from pathlib import Path

import pytest

from backend.services.items import search_ranking
from backend.services.items.search_index import Document, built
from tests.services.items import asking

TUNING, HELD_OUT = 0.95, 0.90
LEVELS = frozenset("234")


@pytest.fixture(scope="module")
def index():
    return asking.real_index()


def found(index, text, **only):
    return [one.document.code for one in search_ranking.search(index, text, limit=5, **only)]


class TestQuality:
    @pytest.mark.parametrize(("half", "goal"), [("tuning", TUNING), ("held-out", HELD_OUT)])
    def test_everyday_questions_find_their_item_among_the_first_five(self, index, half, goal):
        assert asking.hit_at_5(index, asking.questions(half)) >= goal

    def test_the_halves_are_drawn_not_chosen(self):
        rows = asking.rows("queries.csv")

        assert asking.drawn([row["query"] for row in rows]) == {row["query"]: row["half"] for row in rows}
        assert len(rows) >= 100

    def test_whole_sentences_are_measured_too(self, index):
        share = asking.hit_at_5(index, asking.sentences("tuning"))

        assert share >= 0.8

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("结婚登记", "结婚登记"),
            ("jiehundengji", "结婚登记"),
            ("jiehundenji", "结婚登记"),
            ("jhdj", "结婚登记"),
            ("结婚等记", "结婚登记"),
            ("ＪＨＤＪ", "结婚登记"),
            ("护照", "普通护照签发"),
            ("etc", "ETC发行服务"),
            ("KTV", "娱乐场所经营许可"),
            ("shebao卡丢了", "社会保障卡补领换领"),
            ("娃娃 上户口", "出生登记（申报户口）"),
            ("狗", "养犬登记"),
        ],
    )
    def test_words_letters_and_slips_mean_the_same(self, index, typed, meant):
        assert asking.code_of(meant) in found(index, typed)

    def test_every_item_is_found_by_its_own_name(self, index):
        missed = [name for name, code in asking.codes().items() if code not in found(index, name)]

        assert missed == []

    def test_every_item_is_found_by_its_name_with_one_wrong_character(self, index):
        """The third character of each name replaced by one that is nowhere in the catalogue."""
        names = {name: code for name, code in asking.codes().items() if len(name) >= 4}
        missed = [name for name, code in names.items() if code not in found(index, name[:2] + "鑫" + name[3:])]

        assert len(missed) <= len(names) * 0.05


class TestFilters:
    def test_only_for_whom_it_is(self, index):
        assert asking.code_of("公司设立登记") in found(index, "注册公司", audience="2")
        assert asking.code_of("公司变更登记") not in found(index, "公司变更登记", audience="1")

    def test_only_what_a_level_on_the_way_up_handles(self):
        here, above = document("1", "甲许可", levels="5"), document("2", "甲许可", levels="3")
        index = built([here, above])

        assert found(index, "甲许可", levels=LEVELS) == ["2"]
        assert set(found(index, "甲许可")) == {"1", "2"}


class TestRanking:
    def test_the_name_itself_comes_before_a_name_that_contains_it(self):
        index = built([document("1", "商品房预售许可证变更登记"), document("2", "变更登记")])

        assert found(index, "变更登记") == ["2", "1"]

    def test_between_equals_the_one_that_stands_first(self):
        index = built([document(str(number), "同名登记") for number in range(9)])

        assert found(index, "同名登记") == ["0", "1", "2", "3", "4"]

    def test_a_common_word_does_not_hide_a_rare_one(self):
        many = [document(str(number), f"许可第{number}号") for number in range(7_000)]
        index = built([*many, document("x", "采砂许可")])

        assert found(index, "采砂许可")[0] == "x"


class TestBadInput:
    @pytest.mark.parametrize("text", ["", " ", "\x00\x01", "👶🎉", "；；；", "%%%", "\n"])
    def test_without_a_word_nothing_is_found(self, index, text):
        assert found(index, text) == []

    @pytest.mark.parametrize(
        "text", ["a", "的", "户" * 10_000, "a" * 10_000, "1" * 500, "' or 1=1 --", "zhuang" * 30, "．" * 99, "𠮷𠮷"]
    )
    def test_anything_else_is_answered(self, index, text):
        assert len(found(index, text)) <= 5

    def test_an_empty_catalogue_has_nothing(self):
        assert found(built([]), "结婚") == []


def document(code, name, *, levels="4", audiences="1"):
    return Document(code=code, text=name, audiences=audiences, levels=levels, summary=b"")


def test_questions_are_where_they_should_be():
    with (Path(asking.__file__).parent / "queries.csv").open(encoding="utf-8") as lines:
        expected = {name for row in csv.DictReader(lines) for name in row["expected"].split("|")}

    assert expected <= set(asking.codes())
