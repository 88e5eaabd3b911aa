import pytest

from backend.supports.exchange import service as exchange
from profiles.attributes import tags
from profiles.attributes.catalogue import ATTRIBUTES, CASE_RULES, CHILD_BIRTH_DATES, OWNERS, names_for, sorts, suits
from profiles.attributes.checking import check
from profiles.attributes.kinds import Purpose, Sensitivity, SourceKind, SubjectKind

ALL = [one for rows in ATTRIBUTES.values() for one in rows.values()]


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
class TestEveryAttribute:
    def test_says_who_corrects_it(self, one):
        assert one.owner in {*OWNERS, "self", "nobody"}

    def test_that_registers_say_is_a_fact_of_exchange(self, one):
        if SourceKind.REGISTER in one.sources:
            assert one.name in exchange.FACTS or one.name == CHILD_BIRTH_DATES

    def test_that_the_law_calls_sensitive_is_never_used_for_personalisation(self, one):
        assert one.sensitivity is not Sensitivity.SENSITIVE or one.purpose in {
            Purpose.CHILDREN,
            Purpose.BENEFITS,
            Purpose.NONE,
        }

    def test_that_one_may_say_has_the_person_as_a_source(self, one):
        assert one.declarable == (SourceKind.PERSON in one.sources)

    def test_that_nobody_may_say_is_used_for_nothing(self, one):
        assert one.sources or one.purpose is Purpose.NONE

    def test_says_where_it_is_known_from_and_how_long_it_is_kept(self, one):
        assert one.source
        assert 0 < one.kept_days <= 3650
        assert one.zh
        assert one.en


@pytest.mark.parametrize("rule", CASE_RULES.values(), ids=lambda rule: rule.basic_code)
def test_every_rule_of_cases_says_an_attribute_that_cases_may_say(rule):
    assert SourceKind.CASE in ATTRIBUTES[rule.subject][rule.attribute].sources


@pytest.mark.parametrize("tag", tags.SHELF.every, ids=lambda tag: tag.id)
def test_every_tag_makes_sense_for_personalisation(tag):
    assert check(tag.condition, sorts(tag.subject, Purpose.PERSONALISATION, Purpose.CHILDREN)) == []
    assert tag.owner


def test_versions_of_a_tag_are_told_apart():
    named = [(one.id, one.version) for one in tags.SHELF.every]

    assert len(named) == len(set(named))


@pytest.mark.parametrize(
    "hidden", ["person.ethnicGroup", "person.religion", "person.healthCondition", "person.disabilityGrade"]
)
def test_what_must_not_count_is_hidden_from_conditions(hidden):
    assert sorts(SubjectKind.PERSON, Purpose.PERSONALISATION)[hidden].hidden
    assert hidden not in names_for(SubjectKind.PERSON, Purpose.PERSONALISATION)


def test_disability_counts_for_what_the_law_gives_because_of_it():
    assert names_for(SubjectKind.PERSON, Purpose.BENEFITS, source=SourceKind.REGISTER) == ["person.disabilityGrade"]


@pytest.mark.parametrize(
    ("name", "value", "good"),
    [
        ("preference.interests", ["养老"], True),
        ("preference.interests", "养老", False),
        ("preference.interests", [], True),
        ("preference.interests", ["别的"], False),
        ("preference.elderMode", True, True),
        ("preference.elderMode", 1, False),
        ("household.memberCount", 3, True),
        ("household.memberCount", True, False),
        ("preference.language", ["zh"], False),
    ],
)
def test_values_must_suit(name, value, good):
    assert suits(ATTRIBUTES[SubjectKind.PERSON][name], value) is good
