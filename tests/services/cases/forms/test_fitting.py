"""What registers say becomes an answer only where the field can hold it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.services.cases.forms.fitting import facts_for, fit, words_of
from backend.services.cases.forms.judging import judge
from backend.services.items.structs import Choice
from tests.services.cases.forms.examples import FACTS, KINDS, TODAY, facts, make_fact, make_field, resident_id

SEXES = [Choice(value="1", title="男"), Choice(value="2", title="女")]


def fitted(field, **values):
    known = fit(field, {name.replace("_", "."): make_fact(value) for name, value in values.items()}, today=TODAY)
    return known.value if known else None


@given(st.sampled_from(KINDS), st.sampled_from(FACTS), facts())
def test_what_fits_is_right(kind, fact, known):
    field = make_field(kind=kind, prefill=fact)
    found = fit(field, known, today=TODAY)

    if found is not None and kind != "StandardAddress":
        assert judge(field, found.value, today=TODAY) == (found.value, None)


class TestFit:
    def test_a_number_becomes_a_document_with_its_kind(self):
        field = make_field(kind="IdDocument", prefill="person.idNumber")

        assert fitted(field, person_idNumber=resident_id()) == {"type": "111", "number": resident_id()}
        assert facts_for([field]) == ["person.idNumber", "person.documentKind"]

    def test_a_choice_is_found_by_value_and_by_words(self):
        field = make_field(kind="Choice", prefill="person.gender", choices=SEXES)

        assert [fitted(field, person_gender=said) for said in ("女", "2", "未知")] == ["2", "2", None]

    def test_an_address_takes_its_place_along(self):
        field = make_field(kind="StandardAddress", prefill="person.address")

        assert fitted(field, person_address="张掖路", person_regionCode="620102") == {
            "regionCode": "620102",
            "detail": "张掖路",
        }
        assert fitted(field, person_address="张掖路") == {"regionCode": "", "detail": "张掖路"}
        assert fitted(field, person_address=" ") is None

    @pytest.mark.parametrize("kind", ["Agreement", "Signature", "Attachment", "Period"])
    def test_no_register_promises_or_signs_for_anybody(self, kind):
        assert fitted(make_field(kind=kind, prefill="person.name"), person_name="王小兰") is None

    def test_yes_and_no_are_words(self):
        field = make_field(kind="YesNo", prefill="person.maritalStatus")

        assert [fitted(field, person_maritalStatus=said) for said in ("是", "否", "已婚")] == [True, False, None]

    def test_a_value_against_the_fields_own_rule_is_asked(self):
        field = make_field(kind="Number", prefill="household.memberCount", maximum=2)

        assert (fitted(field, household_memberCount=3), fitted(field, household_memberCount="2")) == (None, 2)

    def test_nothing_known_is_nothing(self):
        assert fitted(make_field(prefill="person.name")) is None
        assert fitted(make_field(), person_name="王小兰") is None


class TestWords:
    @pytest.mark.parametrize(
        ("kind", "fact", "value", "words"),
        [
            ("Money", "firm.registeredCapitalFen", 12_345, "123.45 元"),
            ("Region", "person.regionCode", "620102", "兰州市城关区"),
            ("ShortText", "spouse.idNumber", resident_id(), f"6201**********{resident_id()[-4:]}"),
            ("YesNo", "person.maritalStatus", "是", "是"),
        ],
    )
    def test_are_for_people(self, kind, fact, value, words):
        field = make_field(kind=kind, prefill=fact)
        known = fit(field, {fact: make_fact(value)}, today=TODAY)

        assert words_of(field, known, regions={"620102": "兰州市城关区"}) == words

    def test_several_choices_are_listed(self):
        field = make_field(kind="MultiChoice", prefill="person.employmentStatus")
        known = fit(field, {"person.employmentStatus": make_fact("甲、丙")}, today=TODAY)

        assert (known.value, words_of(field, known, regions={})) == (["a", "c"], "甲、丙")
