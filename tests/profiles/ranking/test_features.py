"""Every feature has a name, words and bounds, and looks at nothing that it may not see."""

import pytest

from profiles.attributes.catalogue import ATTRIBUTES
from profiles.attributes.kinds import Purpose, Sensitivity, SubjectKind
from profiles.ranking import features
from profiles.ranking.features import FEATURES

NEVER = {"person.ethnicGroup", "person.religion", "person.healthCondition", "person.disabilityGrade", "person.name",
         "person.address", "person.phone", "firm.legalPersonName", "credit.penaltyCount"}  # fmt: skip
LOGGED = ("popularity", "season", "deadline", "fresh", "interest", "tag", "life-event", "fits", "my-region",
          "neighbours", "used-before", "usual-sector")  # fmt: skip


def test_places_in_the_log_never_move():
    assert tuple(one.name for one in FEATURES)[: len(LOGGED)] == LOGGED, "add features at the end"


@pytest.mark.parametrize("one", FEATURES, ids=lambda one: one.name)
class TestEveryFeature:
    def test_looks_only_at_what_is_kept_for_personalisation(self, one):
        for kind in SubjectKind:
            for name in one.looks_at(kind):
                attribute = ATTRIBUTES[kind][name]
                assert attribute.purpose in {Purpose.PERSONALISATION, Purpose.CHILDREN}, name
                assert name == "household.childBirthDates" or attribute.sensitivity is not Sensitivity.SENSITIVE, name

    def test_looks_at_nothing_hidden(self, one):
        assert not NEVER & {*one.looks_at(SubjectKind.PERSON), *one.looks_at(SubjectKind.FIRM)}

    def test_names_only_attributes_that_there_are(self, one):
        assert set(one.of_person) - {"*"} <= set(ATTRIBUTES[SubjectKind.PERSON])
        assert set(one.of_firm) - {"*"} <= set(ATTRIBUTES[SubjectKind.FIRM])

    def test_begins_within_its_bounds_and_never_speaks_against_a_card(self, one):
        assert 0 <= one.low <= one.start <= one.high

    def test_says_what_it_is_in_two_languages_and_where_it_comes_from(self, one):
        assert all((one.zh, one.en, one.about_zh, one.about_en, one.source))
        assert one.en.isascii()
        assert one.open or one.use or one.of_person, "it counts for nobody"


def test_the_hidden_ones_are_there_to_be_refused():
    every = {name for kind in SubjectKind for name in ATTRIBUTES[kind]}

    assert every >= NEVER
    assert not NEVER & {*features.visible(SubjectKind.PERSON), *features.visible(SubjectKind.FIRM)}


def test_learned_weights_stay_within_their_bounds():
    wild = {one.name: (10**9 if number % 2 else -(10**9)) for number, one in enumerate(FEATURES)}

    held = features.bounded(wild)

    assert all(one.low <= held[one.name] <= one.high for one in FEATURES)
    assert features.bounded({}) == features.START
