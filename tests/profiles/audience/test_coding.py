"""What segments may look at."""

from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from profiles.attributes import conditions as c
from profiles.attributes.catalogue import ATTRIBUTES
from profiles.attributes.kinds import Purpose, Sensitivity
from profiles.attributes.language import DEPTH_MOST
from profiles.attributes.tags import SHELF
from profiles.audience import coding
from profiles.audience.limits import PARTS_MOST
from tests.profiles.scenarios.people import ON, PEOPLE, firm, person

PERSON, FIRM = c.SubjectKind.PERSON, c.SubjectKind.FIRM


def codes(condition, kind=PERSON):
    return [one.code for one in coding.faults(condition, kind, on=ON)]


def tag(name, *, value=True):
    return c.Is(attribute=f"tag.{name}", value=value)


@pytest.mark.parametrize("kind", [PERSON, FIRM])
def test_nothing_sensitive_hidden_or_free_may_be_looked_at(kind):
    seen = {name for name, sort in coding.sorts(kind, on=ON).items() if not sort.hidden and not name.startswith("tag.")}

    rows = [ATTRIBUTES[kind][name] for name in seen]
    assert rows
    assert {one.purpose for one in rows} == {Purpose.PERSONALISATION}
    assert Sensitivity.SENSITIVE not in {one.sensitivity for one in rows}
    assert all(one.kind is not c.ValueKind.TEXT or one.choices for one in rows)
    assert "person.deathDate" not in seen


def test_a_tag_made_of_sensitive_data_is_none():
    inputs = {coding.tag_name(one.id): one.inputs for one in SHELF.every}
    seen = [name for name in coding.sorts(PERSON, on=ON) if name.startswith("tag.")]

    assert {"tag.elder", "tag.farmerOrHerder"} <= set(seen)
    assert not {"tag.newParent", "tag.childBeforeSchool", "tag.parentOfMinor"} & set(seen)
    assert all("household.childBirthDates" not in inputs[name] for name in seen)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("household.childBirthDates", "hidden-attribute"),
        ("person.disabilityGrade", "hidden-attribute"),
        ("person.ethnicGroup", "hidden-attribute"),
        ("person.name", "hidden-attribute"),
        ("place.gridName", "hidden-attribute"),
        ("person.deathDate", "hidden-attribute"),
        ("tag.newParent", "unknown-attribute"),
        ("tag.noSuch", "unknown-attribute"),
    ],
)
def test_what_must_not_be_looked_at_is_refused(name, code):
    assert codes(c.Present(attribute=name)) == [code]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        (c.Age(attribute="person.birthDate", at_least=60), []),
        (c.Age(attribute="person.birthDate", at_least=600, unit="months"), ["too-fine"]),
        (c.Is(attribute="person.birthDate", value="1990-05-06"), ["too-fine"]),
        (c.WithinDays(attribute="person.birthDate", past=3), ["too-fine"]),
        (c.Not(of=c.Before(attribute="person.birthDate", day=date(1990, 5, 6))), ["too-fine"]),
        (c.WithinDays(attribute="person.marriedOn", past=90), []),
    ],
)
def test_a_birthday_is_too_fine(condition, found):
    assert codes(condition) == found


def test_a_long_condition_is_refused():
    one = tag("elder")

    assert codes(c.AnyOf(of=[one] * PARTS_MOST)) == ["too-large"]
    assert codes(c.AnyOf(of=[one] * (PARTS_MOST - 1))) == []


def test_tags_are_judged_on_the_day_and_stay_unknown_when_their_inputs_are():
    elder = coding.coded_facts(PEOPLE["elder"], PERSON, on=ON)
    young = coding.coded_facts(PEOPLE["single"], PERSON, on=ON)
    nobody = coding.coded_facts({}, PERSON, on=ON)

    assert (elder["tag.elder"].value, young["tag.elder"].value) == (True, False)
    assert "tag.elder" not in nobody
    assert c.verdict_of(c.Not(of=tag("elder")), nobody, on=ON) is c.Verdict.UNKNOWN


def test_only_what_may_be_looked_at_is_left():
    left = coding.coded_facts(person("1990-01-01", children=["2020-01-01"]), PERSON, on=ON)

    assert "household.childBirthDates" not in left
    assert {"person.birthDate", "person.gender", "person.regionCode"} <= set(left)


def test_the_dead_are_in_nothing():
    assert coding.coded_facts(PEOPLE["dead"], PERSON, on=ON) is None


def test_firms_have_tags_of_their_own():
    trader = coding.coded_facts(firm("individual-business"), FIRM, on=ON)

    assert trader["tag.trader"].value is True
    assert "firm.creditCode" not in trader


TAGS = sorted(coding.tags(PERSON, on=ON))
of_tags = st.sampled_from(TAGS).flatmap(
    lambda name: st.one_of(
        st.builds(c.Is, attribute=st.just(name), value=st.booleans()),
        st.builds(c.In, attribute=st.just(name), values=st.lists(st.booleans(), min_size=1, max_size=2)),
        st.sampled_from([c.Present(attribute=name), c.Absent(attribute=name)]),
    )
)
of_anything = st.recursive(
    st.one_of(of_tags, st.just(c.Is(attribute="person.employmentStatus", value="失业"))),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda of: c.AllOf(of=of)),
        st.lists(inner, min_size=1, max_size=3).map(lambda of: c.AnyOf(of=of)),
        inner.map(lambda of: c.Not(of=of)),
    ),
    max_leaves=5,
)


class TestExpanded:
    @settings(max_examples=300, deadline=None)
    @given(condition=of_anything, facts=st.sampled_from([{}, *PEOPLE.values()]))
    def test_says_of_everybody_what_the_tags_say(self, condition, facts):
        coded = coding.coded_facts(facts, PERSON, on=ON)
        meant = coding.expanded(condition, PERSON, on=ON)
        assume(coded is not None and not c.check(meant, coding.sorts(PERSON, on=ON)))

        assert not {name for name in c.attributes_of(meant) if name.startswith("tag.")}
        assert c.verdict_of(meant, coded, on=ON) is c.verdict_of(condition, coded, on=ON)

    def test_what_is_no_tag_any_more_stays_and_holds_for_nobody(self):
        gone = tag("noSuch")

        assert coding.expanded(c.Not(of=gone), PERSON, on=ON) == c.Not(of=gone)
        coded = coding.coded_facts(PEOPLE["elder"], PERSON, on=ON)
        assert c.verdict_of(c.Not(of=gone), coded, on=ON) is c.Verdict.UNKNOWN

    def test_what_gets_too_deep_with_its_tags_is_refused(self):
        condition = tag("farmerOrHerder", value=False)
        for _ in range(DEPTH_MOST):
            condition = c.AllOf(of=[condition])

        assert not c.check(condition, coding.sorts(PERSON, on=ON))
        assert codes(condition) == ["too-deep"]


class TestDigest:
    def test_is_the_same_in_another_order(self):
        one, two = tag("elder"), tag("student")

        assert coding.digest(c.AllOf(of=[one, two]), PERSON) == coding.digest(c.AllOf(of=[two, one, two]), PERSON)

    def test_is_another_for_another_condition_or_kind(self):
        one, two = tag("elder"), tag("student")
        several = [
            c.AllOf(of=[one, two]), c.AnyOf(of=[one, two]), c.AllOf(of=[one, c.Not(of=two)]), one, two, c.Not(of=one),
            tag("elder", value=False), c.Age(attribute="person.birthDate", at_least=60),
        ]  # fmt: skip

        digests = {coding.digest(condition, PERSON) for condition in several}

        assert len(digests) == len(several)
        assert coding.digest(one, FIRM) not in digests


def test_definitions_of_another_day_do_not_count():
    assert coding.tags(PERSON, on=date(1990, 1, 1)) == {}
