"""Words as people type them."""

import pytest

from backend.services.items import search_words as words


class TestCleaned:
    @pytest.mark.parametrize(
        ("typed", "cleaned"),
        [
            ("出生登记（申报户口）", "出生登记 申报户口"),
            ("ＥＴＣ  办理", "etc 办理"),
            ("结婚\x00登记\u200b", "结婚 登记"),
            ("👶上户口🎉", "上户口"),
            ("'; drop table items; --", "drop table items"),
            ("%_\\", ""),
            ("", ""),
        ],
    )
    def test_leaves_letters_and_characters(self, typed, cleaned):
        assert words.cleaned(typed) == cleaned

    def test_looks_at_no_more_than_a_question(self):
        assert len(words.cleaned("户" * 10_000)) == words.WORDS_MOST

    def test_knows_rare_characters(self):
        assert words.cleaned("㐂𠮷") == "㐂𠮷"


class TestMeant:
    def test_drops_what_is_said_around_it(self):
        assert words.meant("请问怎么办理结婚登记") == "结婚登记"

    def test_keeps_a_text_of_nothing_else(self):
        assert words.meant("怎么办") == "怎么办"


class TestSounds:
    def test_characters_that_sound_alike_sound_alike(self):
        assert words.sound("等记") == words.sound("登记") == "den ji"

    def test_a_word_of_the_dictionary_is_read_as_a_word(self):
        assert words.sound("银行") == "yin han"

    def test_what_many_do_not_tell_apart_is_one(self):
        assert words.heard("zhang") == words.heard("zan") == "zan"

    def test_first_letters_keep_letters_and_digits(self):
        assert words.initials("etc 发行12315") == "etcfx12315"


class TestReadings:
    SYLLABLES = frozenset({"xi", "an", "xian", "jie", "hun"})

    def test_finds_every_way_to_cut(self):
        assert words.readings("xian", self.SYLLABLES) == [("xian",), ("xi", "an")]

    def test_an_unfinished_syllable_is_a_beginning(self):
        assert words.readings("jiehu", self.SYLLABLES) == [("jie", "hu*")]

    def test_what_cannot_be_read_has_no_reading(self):
        assert words.readings("zzzz", self.SYLLABLES) == []

    def test_many_ways_are_cut_off(self):
        assert len(words.readings("an" * 20, frozenset({"a", "n", "an"}))) == words.WAYS_MOST
