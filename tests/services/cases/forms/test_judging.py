"""What was typed is judged by its kind, in words that say what to do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.services.cases.forms.judging import WORDS, judge
from backend.services.cases.forms.kinds import is_of_type
from tests.services.cases.forms.examples import GOOD, KINDS, TODAY, credit_code, make_field, resident_id

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text("甲x1- ", max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(("type", "number", "from", "to", "id", "detail", "x")), inner, max_size=4)
    ),
    max_leaves=8,
)


def fault_of(kind, value, **field):
    normal, trouble = judge(make_field("x", kind, **field), value, today=TODAY)
    return trouble.zh if trouble else normal


@given(st.sampled_from(KINDS), st.booleans(), anything)
def test_judges_whatever_it_is_given(kind, required, value):
    field = make_field(kind=kind, required=required)

    judge(field, value, today=TODAY)
    assert is_of_type(field, value) in {True, False}


@pytest.mark.parametrize("kind", sorted(GOOD))
class TestEveryKind:
    def test_an_empty_answer_is_wrong_only_where_it_is_required(self, kind):
        assert judge(make_field(kind=kind, required=False), None, today=TODAY) == (None, None)
        assert judge(make_field(kind=kind), None, today=TODAY)[1] is not None

    def test_another_type_is_wrong(self, kind):
        wrong = 5 if kind not in {"Number", "Money"} else [5]

        assert not is_of_type(make_field(kind=kind), wrong)
        assert judge(make_field(kind=kind), wrong, today=TODAY)[1] is not None


class TestFaults:
    @pytest.mark.parametrize(
        ("kind", "value", "field", "says"),
        [
            ("ShortText", "一", {"minimum": 2}, "至少 2"),
            ("ShortText", "一" * 11, {"maximum": 10}, "格式"),
            ("ShortText", "abc", {"pattern": "^[0-9]+$"}, "对照说明"),
            ("Phone", "12345", {}, "11 位"),
            ("IdDocument", {"type": "111", "number": resident_id()[:-1] + "0"}, {}, "核对每一位"),
            ("IdDocument", {"type": "111", "number": "62010219901332102X"}, {}, "出生日期"),
            ("IdDocument", {"type": "111", "number": "1"}, {}, "位数"),
            ("IdDocument", {"type": "999", "number": "1"}, {}, "证件类型"),
            ("CreditCode", credit_code()[:-1] + "0", {}, "核对每一位"),
            ("CreditCode", "1", {}, "18 位"),
            ("Number", "七", {}, "数字"),
            ("Number", 1, {"minimum": 2}, "不能小于 2"),
            ("Number", 9, {"maximum": 8}, "不能大于 8"),
            ("Money", 1.5, {}, "分"),
            ("Money", "x", {}, "数字"),
            ("Money", 99, {"minimum": 100}, "不能小于 1.00"),
            ("Date", "2026-02-30", {}, "日期"),
            ("Date", "20260228", {}, "日期"),
            ("Period", {"from": "2026-01-01"}, {}, "起止"),
            ("Period", {"from": "2026-01-02", "to": "2026-01-01"}, {}, "不能晚于"),
            ("Choice", "z", {}, "选项"),
            ("MultiChoice", ["z"], {}, "选项"),
            ("MultiChoice", ["a"], {"minimum": 2}, "至少选 2"),
            ("MultiChoice", ["a", "b", "c"], {"maximum": 2}, "最多 2"),
            ("Agreement", False, {}, "勾选"),
            ("Region", "62", {}, "地区"),
            ("StandardAddress", {"regionCode": "620102", "detail": " "}, {}, "详细地址"),
            ("StandardAddress", {"regionCode": "", "detail": "路"}, {}, "地区"),
            ("Attachment", GOOD["Attachment"] * 2, {"maximum": 1}, "最多 1"),
            ("Signature", "<svg>", {}, "签名"),
            ("Signature", "text: ", {}, "签名"),
        ],
    )
    def test_are_named_in_words(self, kind, value, field, says):
        assert says in str(fault_of(kind, value, **field))

    def test_english_says_the_same(self):
        trouble = judge(make_field(kind="Phone"), "1", today=TODAY)[1]

        assert (trouble.field, trouble.en) == ("field", "A mobile number has 11 digits.")

    def test_every_fault_has_words_in_two_languages(self):
        for zh, en in WORDS.values():
            assert any("\u4e00" <= character <= "\u9fff" for character in zh)
            assert en.isascii()


class TestNormalForm:
    @pytest.mark.parametrize(
        ("kind", "typed", "normal"),
        [
            ("Phone", "+86 138-0000-0001", "13800000001"),
            ("Name", " 王小兰 ", "王小兰"),
            ("CreditCode", credit_code().lower(), credit_code()),
            ("IdDocument", {"number": resident_id().lower()}, {"type": "111", "number": resident_id()}),
            ("MultiChoice", ["a", "a"], ["a"]),
            ("StandardAddress", {"regionCode": "620102", "detail": " 路 "}, {"regionCode": "620102", "detail": "路"}),
            ("Signature", "M1 2L3 4", "M1 2L3 4"),
        ],
    )
    def test_is_what_is_kept(self, kind, typed, normal):
        assert fault_of(kind, typed) == normal

    def test_an_optional_box_may_stay_unticked(self):
        assert judge(make_field(kind="Agreement", required=False), False, today=TODAY) == (None, None)

    def test_a_pattern_of_another_engine_locks_nobody_out(self):
        assert fault_of("ShortText", "x", pattern="(?<=a*)b") == "x"
