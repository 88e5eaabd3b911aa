"""Identifiers: no good document is refused, no impossible one gets in (UX-21). All numbers are invented."""

import re
import string
from datetime import date
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from backend.core import identifiers
from backend.core.identifiers import (
    BadIdentifier,
    CountyCode,
    CreditCode,
    Document,
    PhoneNumber,
    Reason,
    RegionCode,
    ResidentId,
    birth_date,
    credit_check,
    mask_id,
    mask_name,
    mask_phone,
    parse_credit_code,
    parse_document,
    parse_phone,
    parse_region,
    parse_resident_id,
    resident_check,
    subject_check,
)

TODAY = date(2026, 6, 15)

VALID = [
    ("11010519491231002X", "the standard's own example, check X"),
    ("620102199003071029", "Lanzhou, Chengguan"),
    ("620102198501010013", "Lanzhou"),
    ("620921199912311184", "Jinta"),
    ("622621196805150030", "the former Longnan prefecture, abolished 2004"),
    ("622221197208091047", "the former Zhangye prefecture"),
    ("622321196502020013", "the former Wuwei prefecture"),
    ("622421195911110029", "the former Dingxi prefecture"),
    ("622721198010101037", "the former Pingliang prefecture"),
    ("622821197707072046", "the former Qingyang prefecture"),
    ("360702195001010012", "Zhanggong, born before its code: late registration"),
    ("360781196212310023", "Ruijin, born before its code"),
    ("360703198808081030", "Nankang, born before its code"),
    ("36070419710304205X", "Ganxian, born before its code"),
    ("620171199510010012", "Lanzhou New Area, a functional zone"),
    ("620201198909091020", "Jiayuguan, placeholder county"),
    ("810000198501010010", "Hong Kong resident"),
    ("810000199506151028", "Hong Kong resident"),
    ("810000200402292032", "Hong Kong, leap day"),
    ("820000197904300044", "Macao resident"),
    ("820000201012311054", "Macao, minor"),
    ("830000198401010068", "Taiwan resident"),
    ("830000202402291075", "Taiwan, leap day"),
    ("830000194508152084", "Taiwan, aged"),
    ("911840198001010013", "foreign permanent resident"),
    ("931826197506300026", "foreign permanent resident"),
    ("962156199012310131", "foreign permanent resident, Gansu"),
    ("944036196511121048", "foreign permanent resident"),
    ("710000198001010010", "Taiwan province, code of birthplace"),
    ("540102199305053010", "Lhasa"),
    ("650102199602290026", "Urumqi, leap day"),
    ("460100200002290011", "Haikou, leap day of a century"),
    ("150102191201010025", "aged over a hundred"),
    ("620521202601010010", "born this year"),
    ("620521202606150012", "born today"),
    ("50010119970718401X", "Chongqing, a former Sichuan code"),
    ("623001196701019997", "highest sequence number"),
    ("622901197001010003", "lowest sequence number"),
    ("320102198607191050", "Nanjing"),
    ("440307199111113045", "Shenzhen"),
]
INVALID = [
    ("620102199002301021", Reason.BIRTH_DATE, "30 February"),
    ("620102199102291027", Reason.BIRTH_DATE, "29 February of a common year"),
    ("620102190002291029", Reason.BIRTH_DATE, "29 February 1900"),
    ("62010219901301102X", Reason.BIRTH_DATE, "month 13"),
    ("620102199000011020", Reason.BIRTH_DATE, "month 0"),
    ("620102199004001022", Reason.BIRTH_DATE, "day 0"),
    ("620102199004311020", Reason.BIRTH_DATE, "31 April"),
    ("620102000001011021", Reason.BIRTH_DATE, "year 0"),
    ("62010210000101102X", Reason.BIRTH_DATE, "year 1000"),
    ("620102186912311023", Reason.BIRTH_DATE, "before anybody who got a number"),
    ("620102202606161028", Reason.BIRTH_DATE, "born tomorrow"),
    ("620102210001011027", Reason.BIRTH_DATE, "next century"),
    ("810000202701010014", Reason.BIRTH_DATE, "Hong Kong, future"),
    ("911840203001010017", Reason.BIRTH_DATE, "foreign, future"),
    ("962156199013310133", Reason.BIRTH_DATE, "foreign, month 13"),
    ("100102199003071027", Reason.AREA, "no province 10"),
    ("160102199003071028", Reason.AREA, "no province 16"),
    ("200102199003071020", Reason.AREA, "no province 20"),
    ("300102199003071024", Reason.AREA, "no province 30"),
    ("470102199003071020", Reason.AREA, "no province 47"),
    ("550102199003071020", Reason.AREA, "no province 55"),
    ("660102199003071026", Reason.AREA, "no province 66"),
    ("720102199003071022", Reason.AREA, "no province 72"),
    ("800000199003071024", Reason.AREA, "no province 80"),
    ("840000199003071021", Reason.AREA, "no province 84"),
    ("020102199003071027", Reason.SHAPE, "begins with 0"),
    ("620102199003071020", Reason.CHECK, "last digit changed"),
    ("62010219900307102X", Reason.CHECK, "X instead of the digit"),
    ("110105194912310022", Reason.CHECK, "digit instead of X"),
    ("620102199003071209", Reason.CHECK, "neighbours swapped"),
    ("810000198501010011", Reason.CHECK, "Hong Kong"),
    ("830000198401010060", Reason.CHECK, "Taiwan"),
    ("911840198001010010", Reason.CHECK, "foreign"),
    ("62010219900307102", Reason.SHAPE, "17 characters"),
    ("6201021990030710290", Reason.SHAPE, "19 characters"),
    ("620102900307102", Reason.SHAPE, "first generation, 15 digits"),
    ("", Reason.SHAPE, "nothing"),
    ("620102X99003071029", Reason.SHAPE, "X inside"),
    ("62010219900307102Y", Reason.SHAPE, "Y at the end"),
    ("６２０１０２１９９００３０７１０２９", Reason.SHAPE, "full-width digits"),
]
DIGITS = st.text(alphabet=string.digits, min_size=17, max_size=17)
CREDIT_BODY = st.from_regex(r"[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{8}", fullmatch=True)


def refusal(parse, *arguments, **named) -> Reason:
    with pytest.raises(BadIdentifier) as refused:
        parse(*arguments, **named)
    return refused.value.reason


class TestResidentId:
    @pytest.mark.parametrize("number", [one[0] for one in VALID], ids=[one[1] for one in VALID])
    def test_a_good_document_is_accepted(self, number):
        assert parse_resident_id(number, today=TODAY) == number

    @pytest.mark.parametrize(("number", "reason"), [one[:2] for one in INVALID], ids=[one[2] for one in INVALID])
    def test_an_impossible_number_is_refused_with_its_reason(self, number, reason):
        assert refusal(parse_resident_id, number, today=TODAY) is reason

    def test_there_are_forty_of_each(self):
        assert len({one[0] for one in VALID}) == len({one[0] for one in INVALID}) == 40

    def test_a_small_x_and_spaces_around_are_accepted(self):
        assert parse_resident_id(" 11010519491231002x\n", today=TODAY) == "11010519491231002X"

    def test_the_day_of_birth_itself_counts(self):
        number = "62052120260615001" + resident_check("62052120260615001")

        assert parse_resident_id(number, today=date(2026, 6, 15))
        assert refusal(parse_resident_id, number, today=date(2026, 6, 14)) is Reason.BIRTH_DATE

    def test_the_refusal_never_repeats_the_number(self):
        with pytest.raises(BadIdentifier) as refused:
            parse_resident_id("620102199003071020", today=TODAY)

        assert "6201" not in str(refused.value)

    def test_the_birth_date_is_read_from_every_layout(self):
        assert birth_date("81000020040229203" + "0") == date(2004, 2, 29)
        assert birth_date("962156199012310135") == date(1990, 12, 31)

    @given(body=DIGITS)
    def test_the_check_agrees_with_stdnum(self, body):
        assert resident_check(body) == ric.calc_check_digit(body + "0")

    @given(body=DIGITS, place=st.integers(0, 16), step=st.integers(1, 9))
    def test_a_changed_digit_always_changes_the_check(self, body, place, step):
        changed = body[:place] + str((int(body[place]) + step) % 10) + body[place + 1 :]

        assert resident_check(changed) != resident_check(body)

    @given(text=st.text(max_size=25))
    def test_any_text_is_refused_by_name(self, text):
        assert refusal(parse_resident_id, text, today=TODAY) in Reason


class TestCreditCode:
    @pytest.mark.parametrize(
        "code",
        [
            "91350100M000100Y43",
            "91110000600037341L",
            "91620100MA71ABC01E",
            "92620102MA7XYW1256",
            "11620000013890129Y",
        ],
    )
    def test_good_codes_are_accepted_in_either_case(self, code):
        assert parse_credit_code(code) == parse_credit_code(f" {code.lower()} ") == code

    @pytest.mark.parametrize(
        ("code", "reason"),
        [
            ("", Reason.SHAPE),
            ("91350100M000100Y4", Reason.SHAPE),
            ("91350100M000100Y433", Reason.SHAPE),
            ("91350100M000100Y4Z", Reason.SHAPE),
            ("9135010OM000100Y43", Reason.SHAPE),
            ("91350100I000100Y43", Reason.SHAPE),
            ("91350100M000100Y44", Reason.CHECK),
            ("91350100M000100Y34", Reason.CHECK),
        ],
    )
    def test_bad_codes_are_refused(self, code, reason):
        assert refusal(parse_credit_code, code) is reason

    def test_the_subjects_own_check_counts_as_well(self):
        body = "91350100M000100Y5"

        assert uscc.is_valid(body + credit_check(body))
        assert refusal(parse_credit_code, body + credit_check(body)) is Reason.CHECK

    @given(body=CREDIT_BODY)
    def test_what_we_accept_stdnum_accepts_and_the_check_is_the_same(self, body):
        body += subject_check(body[8:])
        code = body + credit_check(body)

        assert code[-1] == uscc.calc_check_digit(body)
        assert parse_credit_code(code) == code
        # stdnum also wants the first two characters to be digits, which farmers' and military organs' codes are not.
        assert uscc.is_valid(code) or not code[:2].isdigit()

    @pytest.mark.parametrize(("body", "check"), [("M000100Y", "4"), ("00000000", "0"), ("D2143569", "X")])
    def test_the_subject_check_of_gb_11714(self, body, check):
        assert subject_check(body) == check


class TestPhone:
    @pytest.mark.parametrize(
        "text",
        [
            "13800001234",
            "+8613800001234",
            "008613800001234",
            "+86 138 0000 1234",
            "138-0000-1234",
            " 138\u00a000001234 ",
        ],
    )
    def test_what_people_type_becomes_eleven_digits(self, text):
        assert parse_phone(text) == "13800001234"

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "1380000123",
            "138000012345",
            "12800001234",
            "23800001234",
            "8613800001234",
            "+8513800001234",
            "00861380000123",
            "09318888888",
            "１３８００００１２３４",
            "1380000123a",
            "13800001234\n",
            "+86+8613800001234",
        ],
    )
    def test_the_rest_is_refused(self, text):
        assert refusal(parse_phone, text) is Reason.SHAPE


class TestRegion:
    @pytest.mark.parametrize(
        "code", ["620000", "620102", "620171", "620201", "620102001", "620102001001", "620102000000"]
    )
    def test_six_nine_and_twelve_digits(self, code):
        assert parse_region(f" {code}\n") == code

    @pytest.mark.parametrize(
        "code", ["", "62", "6201", "62010", "6201020", "62010200100", "6201020010010", "62O102", "６２０１０２"]
    )
    def test_other_lengths_are_refused(self, code):
        assert refusal(parse_region, code) is Reason.SHAPE

    @pytest.mark.parametrize("code", ["000000", "990102", "160102001"])
    def test_impossible_provinces_are_refused(self, code):
        assert refusal(parse_region, code) is Reason.AREA


class TestDocument:
    @pytest.mark.parametrize(
        ("document", "text", "number"),
        [
            (Document.RESIDENT_ID_CARD, "620102199003071029", "620102199003071029"),
            (Document.TEMPORARY_ID_CARD, "11010519491231002x", "11010519491231002X"),
            (Document.HOUSEHOLD_REGISTER, "620102199003071029", "620102199003071029"),
            (Document.OFFICER_CARD, "军字第1234567号", "军字第1234567号"),
            (Document.PASSPORT, "ea1234567", "EA1234567"),
            (Document.TAIWAN_TRAVEL_PERMIT, "01234567", "01234567"),
            (Document.TAIWAN_TRAVEL_PERMIT, "0123456701B", "0123456701B"),
            (Document.HONG_KONG_MACAO_TRAVEL_PERMIT, "h12345678", "H12345678"),
            (Document.HONG_KONG_MACAO_TRAVEL_PERMIT, "M1234567801", "M1234567801"),
            (Document.FOREIGN_PERMANENT_RESIDENT, "usa110012345678", "USA110012345678"),
            (Document.FOREIGN_PERMANENT_RESIDENT, VALID[24][0], VALID[24][0]),
        ],
    )
    def test_every_document_has_its_form(self, document, text, number):
        assert parse_document(text, document=document, today=TODAY) == number

    @pytest.mark.parametrize(
        ("document", "text"),
        [
            (Document.RESIDENT_ID_CARD, "EA1234567"),
            (Document.PASSPORT, "E12"),
            (Document.PASSPORT, "ß12345678"),
            (Document.OFFICER_CARD, "军;字"),
            (Document.TAIWAN_TRAVEL_PERMIT, "1234567"),
            (Document.HONG_KONG_MACAO_TRAVEL_PERMIT, "A12345678"),
            (Document.FOREIGN_PERMANENT_RESIDENT, "620102199003071029"),
        ],
    )
    def test_another_form_is_refused(self, document, text):
        assert refusal(parse_document, text, document=document, today=TODAY) is Reason.SHAPE


class TestMasks:
    @pytest.mark.parametrize(
        ("name", "masked"),
        [
            ("", ""),
            ("张", "*"),
            ("张三", "张*"),
            ("张小三", "张*三"),
            ("欧阳小三", "欧**三"),
            ("买买提·吐尔逊", "买*****逊"),
        ],
    )
    def test_names(self, name, masked):
        assert mask_name(name) == masked

    def test_identity_numbers(self):
        assert mask_id("620102199003071029") == "6201**********1029"
        assert mask_id("H12345678") == "H1*****78"
        assert mask_id("123") == "***"
        assert mask_id("") == ""

    def test_phones(self):
        assert mask_phone("13812341234") == "138****1234"
        assert mask_phone("+8613812341234") == "+86********234"
        assert mask_phone("12345") == "1***5"

    @given(text=st.text(max_size=30))
    def test_a_mask_keeps_the_length_and_hides_at_least_half(self, text):
        masked = mask_id(text)

        assert len(masked) == len(text)
        assert sum(one == "*" for one in masked) >= len(text) / 2


class TestWireTypes:
    @pytest.mark.parametrize(
        ("kind", "good", "bad"),
        [
            (ResidentId, "11010519491231002X", ["11010519491231002x", "1101051949123100", "１1010519491231002X"]),
            (CreditCode, "91350100M000100Y43", ["91350100m000100Y43", "91350100I000100Y43"]),
            (PhoneNumber, "13800001234", ["+8613800001234", "12800001234", "1380000123４"]),
            (CountyCode, "620102", ["62010", "620102001"]),
            (RegionCode, "620102001", ["62", "6201020", "62010200１"]),
        ],
    )
    def test_only_the_normal_form_passes_and_no_line_feed_behind_it(self, kind, good, bad):
        assert msgspec.convert(good, kind) == good
        for text in [*bad, good + "\n", good + " ", "\n" + good, ""]:
            with pytest.raises(msgspec.ValidationError):
                msgspec.convert(text, kind)

    def test_the_credit_codes_pattern_holds_the_alphabet_of_the_standard(self):
        pattern = get_args(CreditCode)[1].pattern

        for character in string.ascii_uppercase:
            assert bool(re.search(pattern, f"9{character}350100M000100Y43")) == (character not in "IOSVZ")


def test_nothing_here_reads_the_clock():
    assert not hasattr(identifiers, "datetime")
