import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.identifiers import parse_credit_code
from backend.services.items import codes
from backend.services.items.errors import BadItemCode
from backend.services.items.structs import Audience, CaseKind, UseLevel

REGIONS = st.from_regex(r"62[0-9]{4}([1-9][0-9]{2}([1-9][0-9]{2})?)?", fullmatch=True)
DEPARTMENTS = st.from_regex(r"[0-9]{2}", fullmatch=True)


def test_a_basic_code_says_region_type_department_and_number():
    parts = codes.parts("000114005000")

    assert (parts.region, parts.item_type, parts.department, parts.main, parts.sub) == ("00", "01", "14", "005", "000")


@given(DEPARTMENTS, REGIONS, st.sampled_from(list(UseLevel)))
def test_an_implementation_code_is_18_and_1_and_12_and_can_be_read_back(department, region, level):
    body = codes.body_code(department=department, region_code=region)
    code = codes.item_code(body_code=body, use_level=level, basic_code="000114005000")

    assert len(code) == 31
    assert parse_credit_code(body) == body
    assert codes.read_item_code(code) == (body, level, "000114005000")
    assert codes.read_body_code(body) == (department, region)


def test_a_real_credit_code_is_not_taken_for_a_computed_one():
    assert codes.read_body_code("91620100224383208M") is None


@pytest.mark.parametrize("code", ["", "1" * 31, "116201020131234567" + "4" + "000114005000"])
def test_what_is_no_implementation_code_is_refused(code):
    with pytest.raises(BadItemCode):
        codes.read_item_code(code)


def test_a_handling_code_adds_two_digits():
    assert codes.handling_code("1" * 31, sequence=7) == "1" * 31 + "07"


class TestAdapters:
    def test_agencies_change_their_number_at_the_border(self):
        assert codes.audience_to_39046(Audience.AGENCY) == "5"
        assert codes.audience_from_39046("5") is Audience.AGENCY

    @pytest.mark.parametrize("audience", ["1", "2", "3", "4"])
    def test_the_others_keep_it(self, audience):
        assert codes.audience_to_39046(Audience(audience)) == audience
        assert codes.audience_from_39046(audience) is Audience(audience)

    def test_other_organisations_are_not_taken_for_firms(self):
        assert codes.audience_from_39046("6") is Audience.OTHER

    @pytest.mark.parametrize("kind", list(CaseKind))
    def test_push_interfaces_count_case_kinds_the_other_way_round(self, kind):
        assert codes.case_kind_to_push(kind) != kind
        assert codes.case_kind_from_push(codes.case_kind_to_push(kind)) is kind

    def test_the_ten_characters_of_39048_and_back(self):
        assert codes.basic_to_39048("000114005000") == "0114005000"
        assert codes.basic_from_39048("0114005000") == "000114005000"
