"""The form asks each visible field once or shows what a register knows of it, and a filled one is right."""

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.services.cases.forms import composing
from backend.services.cases.forms.fitting import CORRECTABLE, facts_for
from backend.services.cases.forms.judging import judge
from backend.services.cases.forms.viewing import judged, known_of
from plugin_sdk.contract.form import require_drawable
from tests.services.cases.forms.examples import (
    FACT_VALUES,
    FACTS,
    GOOD,
    TODAY,
    facts,
    fields,
    make_fact,
    make_field,
    resident_id,
)

HELD = {
    str(one["id"]): type("Held", (), {"id": one["id"], "name": "a.jpg", "media_type": "image/jpeg", "bytes": 9})
    for one in GOOD["Attachment"]
}


def composed(form, known_facts=None, *, answers=None, corrected=()):
    known = known_of(form, known_facts or {}, today=TODAY)
    return composing.compose(form, known=known, corrected=corrected, answers=answers or {}, regions={})


def controls(element):
    own = [element["scope"].removeprefix("#/properties/")] if element["type"] == "Control" else []
    return own + [name for inner in element.get("elements", []) for name in controls(inner)]


class TestEveryForm:
    @given(fields(), facts())
    def test_can_be_drawn_by_the_phone(self, form, known):
        require_drawable(composed(form, known).form)

    @given(fields(), facts(), st.data())
    def test_has_every_field_exactly_once_and_asks_what_no_register_knows(self, form, known, data):
        corrected = data.draw(st.lists(st.sampled_from([one.name for one in form]), unique=True)) if form else []

        made = composed(form, known, corrected=corrected)

        assert sorted(controls(made.form.uischema)) == sorted(one.name for one in form)
        properties = made.form.schema["properties"]
        asked = {name for name, one in properties.items() if not one.get("readOnly")}
        shown = {one.field for one in made.known}
        words = {one.name for one in form if one.kind == "Statement"} - shown
        assert asked | shown | words == {one.name for one in form}
        assert not asked & shown
        assert {one.name for one in form if one.required and one.name in asked} == set(made.form.schema["required"])
        assert all(properties[name]["x-source"] for name in shown)

    @given(fields(), facts())
    def test_is_right_when_it_is_filled(self, form, known):
        asked = composed(form, known).asked
        answers = {one.name: GOOD[one.kind] for one in asked}

        made = composed(form, known, answers=answers)
        values, troubles = judged(made.asked, answers, held=HELD, today=TODAY)

        jsonschema_rs.validator_for(made.form.schema).validate(made.data)
        assert troubles == []
        assert set(values) == set(answers)
        assert set(made.data) == {one.name for one in form}

    @given(fields(), facts())
    def test_counts_what_it_asks_against_what_is_known(self, form, known):
        made = composed(form, known)

        assert made.count.known == len(made.known)
        assert made.count.asked == len(made.asked)
        assert made.count.fields == made.count.known + made.count.asked
        assert 0 <= made.count.share <= 100

    @given(fields(), facts())
    def test_never_sends_a_persons_number_to_the_phone(self, form, known):
        made = composed(form, {"person.idNumber": make_fact(resident_id())} | known)

        shown = {name: one for name, one in made.data.items() if name in {known.field for known in made.known}}
        assert resident_id() not in str(shown)


class TestKnown:
    def test_stands_first_in_a_group_of_its_own_with_its_source(self):
        form = [make_field("phone", "Phone"), make_field("name", "Name", prefill="person.name")]

        made = composed(form, {"person.name": make_fact("王小兰")})

        assert [group["label"] for group in made.form.uischema["elements"]] == ["已为您填好", "请您填写"]
        assert made.form.schema["properties"]["name"] == {
            "type": "string",
            "title": "栏目name",
            "readOnly": True,
            "x-field": "Name",
            "x-source": "人口库（公安）（2026-11-28）",
        }
        assert made.data == {"name": "王小兰"}
        assert made.count.share == 50

    def test_a_number_is_masked_words(self):
        made = composed(
            [make_field("id", "IdDocument", prefill="person.idNumber")], {"person.idNumber": make_fact(resident_id())}
        )

        assert made.data["id"] == f"6201**********{resident_id()[-4:]}"
        assert made.form.schema["properties"]["id"]["x-field"] == "Statement"

    def test_a_choice_is_read_by_its_words(self):
        form = [make_field("sex", "Choice", prefill="person.gender", choices=[])]
        assert (
            composed(form, {"person.gender": make_fact("女")}).count.known == 0
        )  # a list that does not hold it: asked

    def test_of_no_fields_everything_is_known(self):
        assert composed([]).count.share == 100


class TestCorrected:
    def test_is_asked_again(self):
        form = [make_field("address", "ShortText", prefill="person.address")]
        known = {"person.address": make_fact("旧地址")}

        made = composed(form, known, corrected=["address"], answers={"address": "新地址"})

        assert ([one.name for one in made.asked], made.known, made.data) == (["address"], [], {"address": "新地址"})

    @pytest.mark.parametrize("fact", FACTS)
    def test_only_what_changes_faster_than_registers_learn(self, fact):
        identity = {"person.name", "person.idNumber", "person.birthDate", "person.gender", "firm.creditCode"}

        assert (fact in CORRECTABLE) == (fact not in identity)


class TestStatement:
    def test_is_words_and_no_question(self):
        made = composed([make_field("note", "Statement", hint="请如实填写。")])

        assert (made.data, made.count.fields, made.form.schema["required"]) == ({"note": "请如实填写。"}, 0, [])


def test_every_fact_of_the_examples_is_asked_for_once():
    form = [make_field(f"f{number}", "ShortText", prefill=fact) for number, fact in enumerate([*FACTS, *FACTS])]

    assert facts_for(form) == list(FACTS)
    assert set(FACT_VALUES) == set(FACTS)


@pytest.mark.parametrize("kind", sorted(GOOD))
def test_the_good_answer_of_each_kind_is_good(kind):
    assert judge(make_field(kind=kind), GOOD[kind], today=TODAY) == (GOOD[kind], None)
