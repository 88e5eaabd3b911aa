import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.services.items import bundle_checks, inheritance, merging, reading
from backend.services.items.catalogue import CatalogueBundle
from backend.services.items.errors import NoSuchAnswer
from backend.services.items.structs import UseLevel
from tests.services.items.making import (
    BIRTH,
    CHENGGUAN,
    HOUSEHOLD,
    MARRIAGE,
    fixture_files,
    make_catalogue_item,
    make_material,
    make_question,
    when,
)

READ = reading.read(fixture_files())


def make_bundle(*items, questions=(), **members):
    """Members in the order of the items; `m1={"group": 2}` says more of the second."""
    plain = {
        "code": "test-bundle", "name": "一件事", "audiences": ["1"], "questions": list(questions),
        "members": [{"basicCode": item.basic_code, "group": 1} | members.get(f"m{n}", {}) for n, item in enumerate(items)],
        "source": "written for the tests", "evidence": "invented",
    }  # fmt: skip
    return msgspec.convert(plain, CatalogueBundle)


def merged(bundle, *items):
    here = [
        inheritance.at(one, version=1, valid_from=one.valid_from, place=CHENGGUAN, level=UseLevel.COUNTY, way=())
        for one in items
    ]
    return merging.merge(bundle, version=1, items=here, region_code="620102")


def newborn():
    kept = READ.bundles["test-newborn"].value
    return merged(kept, *(READ.items[member.basic_code].value for member in kept.members))


def two_items(**changed):
    first = make_catalogue_item(basicCode="620711905000", **changed.get("first", {}))
    return first, make_catalogue_item(basicCode="620711906000", **changed.get("second", {}))


def names(fields):
    return [one.name for one in fields]


class TestMerge:
    def test_the_same_fact_is_asked_once(self):
        bundle = newborn()

        assert names(one.field for one in bundle.fields) == ["name", "phone", "reporter", "follow", "lossReason"]
        by_name = {one.field.name: [need.basic_code for need in one.needs] for one in bundle.fields}
        assert by_name["name"] == [BIRTH, HOUSEHOLD]
        assert by_name["phone"] == [BIRTH, MARRIAGE]
        assert by_name["reporter"] == [HOUSEHOLD, MARRIAGE]

    def test_every_member_finds_its_own_names_again(self):
        bundle = newborn()

        values = {"name": "王小芽", "phone": "13800000000", "reporter": "王小满", "lossReason": "搬家"}

        assert merging.member_values(bundle, MARRIAGE, values) == {
            "applicantName": "王小满", "phone": "13800000000", "reason": "搬家",
        }  # fmt: skip
        assert merging.member_values(bundle, BIRTH, values) == {"name": "王小芽", "phone": "13800000000"}

    def test_a_mapped_question_is_asked_by_the_bundle_alone(self):
        bundle = newborn()

        assert [one.question.id for one in bundle.questions] == ["parents", "wedding", "kind", "lost"]
        assert merging.member_answers(bundle, HOUSEHOLD, {"parents": "yes", "kind": "first"}) == {"married": "yes"}

    def test_one_paper_is_handed_in_once_in_the_form_that_serves_all(self):
        first, second = two_items(
            first={"materials": [make_material("ID-CARD", kind="copy", form="either", necessity="optional")]},
            second={"materials": [make_material("ID-CARD", kind="original", form="paper", copies=2)]},
        )

        (paper,) = merged(make_bundle(first, second), first, second).materials

        assert (paper.material.kind, paper.material.form, paper.material.necessity) == ("both", "paper", "required")
        assert paper.material.copies == 2
        assert [need.basic_code for need in paper.needs] == ["620711905000", "620711906000"]

    def test_different_questions_under_one_name_stay_two(self):
        first, second = two_items(
            first={"fields": [{"name": "name", "title": "孩子姓名", "kind": "Name", "prefill": "child.name"}]},
            second={"fields": [{"name": "name", "title": "申请人姓名", "kind": "Name", "prefill": "person.name"}]},
        )

        bundle = merged(make_bundle(first, second), first, second)

        assert names(one.field for one in bundle.fields) == ["name", "name2"]
        assert bundle.members[1].field_map == {"name": "name2"}

    def test_what_the_bundle_answers_by_itself_is_not_asked(self):
        questions = [make_question("kind", "first", "again")]
        papers = [
            make_material("PAPER-A", when=[when("kind", "first")]),
            make_material("PAPER-B", when=[when("kind", "again")]),
        ]
        first, second = two_items(first={"questions": questions, "materials": papers})

        bundle = merged(make_bundle(first, second, m0={"answers": {"kind": "first"}}), first, second)

        assert bundle.questions == []
        assert [one.material.code for one in bundle.materials] == ["PAPER-A"]

    def test_a_question_comes_after_those_that_decide_on_it(self):
        asks = make_question("lost", "yes", "no")
        first, second = two_items(
            first={"questions": [asks], "materials": [make_material("PAPER-A", when=[when("lost", "yes")])]},
            second={
                "questions": [
                    make_question("kind", "a", "b"),
                    make_question("lost", "yes", "no", when=[when("kind", "a")]),
                ],
                "materials": [make_material("PAPER-B", when=[when("lost", "yes")])],
            },
        )
        bundle = make_bundle(first, second, m0={"when": [msgspec.to_builtins(when("kind", "b"))]})

        found = merged(bundle, first, second)

        assert [one.question.id for one in found.questions] == ["kind", "lost"]


class TestNarrowBundle:
    def test_only_those_who_take_part_ask(self):
        narrowed = merging.narrow_bundle(newborn(), {"parents": "yes"})

        assert narrowed.next_question is None
        assert [one.basic_code for one in narrowed.members] == [BIRTH, HOUSEHOLD]
        assert names(narrowed.fields) == ["name", "phone", "reporter", "follow"]

    def test_a_licence_that_comes_out_of_the_bundle_is_not_brought(self):
        narrowed = merging.narrow_bundle(newborn(), {"parents": "yes"})

        assert [one.code for one in narrowed.materials] == ["TEST-ID-CARD", "TEST-MARRIAGE"]

    def test_members_that_join_bring_their_questions(self):
        bundle = newborn()

        assert merging.narrow_bundle(bundle, {"parents": "no"}).next_question.id == "wedding"
        assert merging.narrow_bundle(bundle, {"parents": "no", "wedding": "no"}).next_question is None
        asked = merging.narrow_bundle(bundle, {"parents": "no", "wedding": "yes"})
        assert asked.next_question.id == "kind"
        whole = merging.narrow_bundle(bundle, {"parents": "no", "wedding": "yes", "kind": "again", "lost": "yes"})
        assert whole.next_question is None
        assert [one.code for one in whole.materials] == ["TEST-ID-CARD", "TEST-LOSS"]
        assert "lossReason" in names(whole.fields)

    def test_a_field_is_required_when_somebody_who_takes_part_requires_it(self):
        bundle = newborn()

        def phone(answers):
            fields = merging.narrow_bundle(bundle, answers).fields
            return next(one for one in fields if one.name == "phone").required

        assert phone({"parents": "yes"}) is False
        assert phone({"parents": "no", "wedding": "yes"}) is True

    def test_refuses_an_answer_that_does_not_exist(self):
        with pytest.raises(NoSuchAnswer):
            merging.narrow_bundle(newborn(), {"parents": "perhaps"})


@settings(max_examples=60)
@given(st.data())
def test_every_way_through_a_bundle_ends_with_every_member_settled(data):
    bundle, answers = newborn(), {}
    while (question := (narrowed := merging.narrow_bundle(bundle, answers)).next_question) is not None:
        assert question.id not in answers
        answers[question.id] = data.draw(st.sampled_from([one.value for one in question.choices]))

    asked = set(names(narrowed.fields))
    for member in narrowed.members:
        assert member.narrowed.next_question is None
        own = next(one for one in bundle.members if one.basic_code == member.basic_code)
        assert {own.field_map.get(one.name, one.name) for one in member.narrowed.fields} <= asked
    needed = {one.code for member in narrowed.members for one in member.narrowed.materials}
    assert {one.code for one in narrowed.materials} <= needed


class TestChecks:
    """What a bundle must not say, each named where it stands."""

    QUESTIONS = [make_question("kind", "first", "again")]
    PAPERS = [make_material("PAPER-A", when=[when("kind", "first")])]
    CHOICE = {"name": "how", "title": "怎样", "kind": "Choice", "choices": [{"value": "a", "title": "a"}]}

    def flaws(self, *, first=None, second=None, questions=(), **members):
        asks = {"questions": self.QUESTIONS, "materials": self.PAPERS}
        items = two_items(first=first or asks, second=second or {})
        bundle = make_bundle(*items, questions=questions, **members)
        return [(one.path, one.code) for one in bundle_checks.flaws(bundle, {one.basic_code: one for one in items})]

    def test_one_that_fits_has_none(self):
        assert self.flaws() == []

    def test_an_unknown_member(self):
        assert self.flaws(m0={"basicCode": "620711999000"}) == [(("members", 0, "basicCode"), "orphan")]

    def test_a_member_twice(self):
        assert (("members", 1, "basicCode"), "twice") in self.flaws(m1={"basicCode": "620711905000"})

    def test_a_map_from_or_to_a_question_that_is_not_there(self):
        assert (("members", 0, "questionMap", "colour"), "unknown-question") in self.flaws(
            m0={"questionMap": {"colour": "kind"}}
        )
        assert (("members", 0, "questionMap", "kind"), "unknown-question") in self.flaws(
            m0={"questionMap": {"kind": "colour"}}
        )

    def test_a_bundles_question_with_choices_that_the_member_cannot_understand(self):
        wider = [make_question("sort", "first", "again", "third")]

        assert (("members", 0, "questionMap", "kind"), "choices-differ") in self.flaws(
            questions=wider, m0={"questionMap": {"kind": "sort"}}
        )

    def test_an_answer_that_is_no_choice(self):
        assert (("members", 0, "answers", "kind"), "unknown-answer") in self.flaws(m0={"answers": {"kind": "third"}})

    def test_a_condition_on_a_question_nobody_asks(self):
        wrong = [msgspec.to_builtins(when("colour", "red"))]

        assert (("members", 1, "when"), "unknown-question") in self.flaws(m1={"when": wrong})

    def test_a_field_that_is_not_there_or_does_not_ask_the_same(self):
        text = {"name": "how", "title": "怎样", "kind": "LongText"}
        both = {"first": {"fields": [self.CHOICE]}, "second": {"fields": [text]}}

        assert self.flaws(m1={"fieldMap": {"colour": "how"}}) == [
            (("members", 1, "fieldMap", "colour"), "unknown-field")
        ]
        assert self.flaws(**both, m1={"fieldMap": {"how": "how"}}) == [
            (("members", 1, "fieldMap", "how"), "kinds-differ")
        ]

    def test_conditions_in_a_circle(self):
        first = {
            "questions": [make_question("a", "x", "y"), make_question("b", "x", "y", when=[when("a", "x")])],
            "materials": [make_material("PAPER-A", when=[when("b", "x")])],
        }
        second = {
            "questions": [make_question("b", "x", "y"), make_question("a", "x", "y", when=[when("b", "x")])],
            "materials": [make_material("PAPER-B", when=[when("a", "x")])],
        }
        always = {"first": first, "second": second, "m1": {"when": [msgspec.to_builtins(when("a", "x"))]}}

        assert "circle" in {code for _, code in self.flaws(**always)}
