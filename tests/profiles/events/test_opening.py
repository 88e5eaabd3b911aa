"""Which events attributes open and end; and that coming back only on the day that is named loses nothing."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiles.attributes import service as attributes
from profiles.attributes.conditions import Known, Purpose, SourceKind, SubjectKind
from profiles.events.catalogue import KINDS, Case, attributes_of_rule, kinds_of
from profiles.events.opening import Standing, plan

ON = date(2026, 5, 20)
PERSON, FIRM = kinds_of(SubjectKind.PERSON), kinds_of(SubjectKind.FIRM)


def known(value, *, as_of=date(2026, 5, 1)):
    return Known(value=value, as_of=as_of, source_kind=SourceKind.REGISTER, source="人口库")


def planned(values, *, kinds=PERSON, seen=None, standing=(), on=ON):
    facts = {name: known(value) for name, value in values.items()}
    return plan(kinds, facts, marks=marks(values), seen=seen or {}, standing=standing, on=on)


def marks(values):
    return {name: repr(value) for name, value in values.items() if value is not None}


def opened(found):
    return {(one.kind, one.day.isoformat()) for one in found.openings}


def kept(openings):
    """The openings as they stand once they are kept."""
    return [
        Standing(id=uuid4(), kind=one.kind, about=one.about, day=one.day, attribute=one.attribute) for one in openings
    ]


class TestDays:
    def test_a_birth_of_this_year_is_an_event_one_of_long_ago_is_none(self):
        found = planned({"household.childBirthDates": ["2026-03-02", "1999-01-01"]})

        assert ("birth", "2026-03-02") in opened(found)
        assert not [one for one in opened(found) if one[1].startswith("1999")]

    def test_each_child_is_an_event_of_its_own(self):
        found = planned({"household.childBirthDates": ["2026-03-02", "2025-12-24"]})

        assert {day for kind, day in opened(found) if kind == "birth"} == {"2026-03-02", "2025-12-24"}

    def test_school_age_comes_before_school_begins(self):
        assert ("school-age", "2026-09-01") in opened(planned({"household.childBirthDates": ["2020-02-08"]}))
        assert planned({"household.childBirthDates": ["2021-02-08"]}, on=date(2026, 1, 15)).look_on == date(2027, 1, 4)

    def test_an_event_names_what_told_of_it(self):
        (found,) = planned({"person.marriedOn": "2026-05-01"}).openings

        assert (found.attribute, found.known.source) == ("person.marriedOn", "人口库")

    def test_a_value_that_is_no_day_says_nothing(self):
        assert planned({"household.childBirthDates": ["soon", ""], "person.birthDate": 7}).openings == []

    def test_an_annual_report_comes_each_year_but_the_first(self):
        old = planned({"firm.foundedOn": "2015-03-02"}, kinds=FIRM)
        new = planned({"firm.foundedOn": "2026-03-02"}, kinds=FIRM)

        assert ("annual-report", "2026-01-01") in opened(old)
        assert "annual-report" not in {kind for kind, _ in opened(new)}
        assert ("firm-founded", "2026-03-02") in opened(new)


class TestChanges:
    def test_what_is_known_first_is_no_change(self):
        assert planned({"person.regionCode": "620102"}).openings == []

    def test_another_value_is_a_change(self):
        found = planned({"person.regionCode": "620302"}, seen={"person.regionCode": repr("620102")})

        assert opened(found) == {("move", "2026-05-01")}

    def test_the_same_value_again_is_none(self):
        assert planned({"person.regionCode": "620102"}, seen=marks({"person.regionCode": "620102"})).openings == []

    def test_a_second_move_replaces_the_first(self):
        first = kept(planned({"person.regionCode": "620302"}, seen={"person.regionCode": "other"}).openings)

        found = planned({"person.regionCode": "620502"}, seen={"person.regionCode": repr("620302")}, standing=first)

        assert list(found.closings) == [first[0].id]
        assert {one.kind for one in found.openings} == {"move"}

    def test_job_loss_lasts_as_long_as_the_value(self):
        first = kept(planned({"person.employmentStatus": "失业"}).openings)
        again = planned(
            {"person.employmentStatus": "失业"}, seen=marks({"person.employmentStatus": "失业"}), standing=first
        )
        over = planned(
            {"person.employmentStatus": "在职"}, seen=marks({"person.employmentStatus": "失业"}), standing=first
        )

        assert [one.kind for one in first] == ["job-loss"]
        assert (again.openings, again.closings) == ([], [])
        assert list(over.closings) == [first[0].id]
        assert {one.kind for one in over.openings} == {"new-job"}

    def test_a_widowed_person_of_long_ago_has_no_new_event(self):
        assert planned({"person.maritalStatus": "丧偶"}).openings == []
        assert opened(planned({"person.maritalStatus": "丧偶"}, seen={"person.maritalStatus": "x"}))


class TestEnds:
    def test_the_event_goes_with_its_attribute(self):
        first = kept(planned({"person.marriedOn": "2026-05-01"}).openings)

        assert list(planned({}, standing=first).closings) == [first[0].id]

    def test_what_the_person_said_stays_without_any_attribute(self):
        said = Standing(id=uuid4(), kind="marriage", about="", day=ON, attribute=None)

        found = planned({}, standing=[said])

        assert (found.closings, found.look_on) == ([], ON + timedelta(days=KINDS["marriage"].shown_days + 1))

    def test_everything_ends_when_it_is_over(self):
        said = Standing(id=uuid4(), kind="marriage", about="", day=date(2020, 1, 1), attribute=None)

        assert list(planned({}, standing=[said]).closings) == [said.id]

    def test_a_correction_of_a_birthday_replaces_the_event(self):
        first = kept(planned({"household.childBirthDates": ["2026-03-02"]}).openings)

        found = planned({"household.childBirthDates": ["2026-03-03"]}, standing=first)

        assert {one.id for one in first} == set(found.closings)
        assert {day for kind, day in opened(found) if kind == "birth"} == {"2026-03-03"}


days = st.integers(-30_000, 300).map(lambda count: (ON + timedelta(days=count)).isoformat())
values = st.fixed_dictionaries(
    {},
    optional={
        "household.childBirthDates": st.lists(days, max_size=3, unique=True),
        "person.birthDate": days,
        "person.gender": st.sampled_from(["男", "女"]),
        "person.marriedOn": days,
        "person.employmentStatus": st.sampled_from(["在职", "失业", "务农"]),
        "person.regionCode": st.sampled_from(["620102", "620302"]),
    },
)


@given(values)
@settings(max_examples=200, deadline=None)
def test_looking_twice_changes_nothing(known_values):
    first = planned(known_values)
    standing = kept(first.openings)

    again = planned(known_values, seen=marks(known_values), standing=standing)

    assert (again.openings, again.closings) == ([], [])


@given(values, st.integers(1, 900))
@settings(max_examples=200, deadline=None)
def test_nothing_changes_before_the_day_that_is_named(known_values, later):
    first = planned(known_values)
    standing = kept(first.openings)
    again = planned(known_values, seen=marks(known_values), standing=standing)
    day = ON + timedelta(days=later)

    then = planned(known_values, seen=marks(known_values), standing=standing, on=day)

    if again.look_on is None or day < again.look_on:
        assert (then.openings, then.closings) == ([], [])


@given(values)
@settings(max_examples=100, deadline=None)
def test_no_event_is_kept_twice(known_values):
    keys = [(one.kind, one.about) for one in planned(known_values).openings]

    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda one: one.code)
class TestCatalogue:
    def test_looks_only_at_attributes_that_its_use_allows(self, kind):
        sorts = attributes.sorts(kind.subject, kind.purpose, Purpose.CHILDREN)

        for rule in kind.opened_by:
            for name in attributes_of_rule(rule):
                assert name in sorts, name
                assert not sorts[name].hidden, name

    def test_can_happen(self, kind):
        assert kind.opened_by or kind.sayable

    def test_its_cases_are_items_of_the_catalogue(self, kind, item_codes):
        codes = {code for rule in kind.opened_by if isinstance(rule, Case) for code in rule.basic_codes}

        assert codes <= item_codes

    def test_opens_a_scenario(self, kind, opened_kinds):
        assert kind.code in opened_kinds

    def test_is_said_within_its_time(self, kind):
        assert kind.say_past_days <= kind.shown_days
