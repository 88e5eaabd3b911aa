"""How steps stand: by answers, attributes, cases and days; and what must hold for every scenario and everybody."""

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.reference.calendar.clocks import WorkingDays
from profiles.attributes.conditions import Purpose
from profiles.scenarios import library
from profiles.scenarios.asking import Asked
from profiles.scenarios.engine import CaseStanding, Doings, StepState, follow
from tests.profiles.scenarios.people import EVERYBODY, FIRMS, ON, PEOPLE, facts

ALL = {one.code: one for one in library.SEEDS}
CALENDAR = WorkingDays([2026], {})
BORN = date(2026, 3, 2)
SETTLED = {Asked.KNOWN, Asked.ANSWERED, Asked.NOT_NEEDED}


def states(progress):
    return {one.step.id: one.state for one in progress.steps}


def step(progress, step_id):
    return next(one for one in progress.steps if one.step.id == step_id)


def question(progress, question_id):
    return next(one for one in progress.questions if one.question.id == question_id)


def new_child(known=PEOPLE["new-mother"], answers=None, **more):
    return follow(ALL["new-child"], known, answers or {}, on=ON, day=BORN, calendar=CALENDAR, **more)


class TestSteps:
    def test_an_answer_makes_a_step_apply_or_not(self):
        assert states(new_child())["certificate"] is StepState.UNKNOWN
        assert states(new_child(answers={"certificate": "no"}))["certificate"] is StepState.MISSING
        assert states(new_child(answers={"certificate": "yes"}))["certificate"] is StepState.NOT_APPLICABLE

    def test_an_unknown_step_says_which_questions_settle_it(self):
        assert step(new_child(), "certificate").settled_by == ["certificate"]

    def test_a_settled_step_says_because_of_which(self):
        assert step(new_child(answers={"certificate": "no"}), "certificate").because == ["certificate"]

    def test_a_step_waits_for_another(self):
        waiting = step(new_child(answers={"certificate": "no"}), "medical")

        assert (waiting.state, waiting.blocked_by) == (StepState.BLOCKED, ["certificate"])
        assert states(new_child(answers={"certificate": "yes"}))["medical"] is StepState.MISSING

    @pytest.mark.parametrize(
        ("standing", "state"),
        [(CaseStanding.OPEN, StepState.IN_PROGRESS), (CaseStanding.GRANTED, StepState.DONE),
         (CaseStanding.REFUSED, StepState.MISSING)],
    )  # fmt: skip
    def test_a_case_says_how_far_its_step_is(self, standing, state):
        found = step(
            new_child(answers={"certificate": "yes"}, doings=Doings(cases={"002036001000": standing})), "medical"
        )

        assert (found.state, found.refused) == (state, standing is CaseStanding.REFUSED)

    def test_a_bundle_is_done_when_all_its_named_items_are(self):
        one = Doings(cases={"000709001000": CaseStanding.GRANTED})
        both = Doings(cases=dict.fromkeys(["000709001000", "002023001000"], CaseStanding.GRANTED))
        answers = {"certificate": "yes"}

        assert states(new_child(answers=answers, doings=one))["together"] is StepState.IN_PROGRESS
        assert states(new_child(answers=answers, doings=both))["together"] is StepState.DONE

    def test_an_attribute_says_that_a_step_is_done(self):
        known = PEOPLE["mother-of-six-year-old"] | facts(person__residencePermitOn="2025-01-01")

        assert states(follow(ALL["school-start"], known, {}, on=ON))["permit"] is StepState.DONE

    def test_the_person_ticks_a_step_off(self):
        ticked = new_child(answers={"certificate": "no"}, doings=Doings(ticked=frozenset({"certificate"})))

        assert states(ticked)["certificate"] is StepState.DONE
        assert states(ticked)["medical"] is StepState.MISSING
        assert [one.step.id for one in ticked.steps if one.ticked] == ["certificate"]

    def test_what_a_case_says_is_no_tick(self):
        granted = new_child(doings=Doings(cases={"002036001000": CaseStanding.GRANTED}))

        assert (step(granted, "medical").state, step(granted, "medical").ticked) == (StepState.DONE, False)


class TestQuestions:
    def test_what_attributes_know_is_not_asked_and_says_why(self):
        found = question(new_child(), "insurance")

        assert (found.asked, found.answer) == (Asked.KNOWN, "employee")
        assert {one.attribute for one in found.reasons} == {"person.gender", "person.employmentStatus"}

    def test_signed_out_the_same_is_asked(self):
        assert question(new_child(known={}), "insurance").asked is Asked.OPEN

    def test_the_persons_word_counts_before_the_register(self):
        found = question(new_child(answers={"insurance": "none"}), "insurance")

        assert (found.asked, found.answer) == (Asked.ANSWERED, "none")

    def test_a_question_waits_for_the_one_it_depends_on(self):
        scenario = ALL["lost-job"]
        before = follow(scenario, {}, {}, on=ON)
        after = follow(scenario, {}, {"why": "own"}, on=ON)

        assert question(before, "year").asked is Asked.LATER
        assert question(after, "year").asked is Asked.NOT_NEEDED
        assert states(after)["benefit"] is StepState.NOT_APPLICABLE

    def test_an_answer_to_a_question_that_does_not_apply_counts_for_nothing(self):
        scenario = ALL["lost-job"]

        assert follow(scenario, {}, {"why": "own", "year": "yes"}, on=ON) == follow(scenario, {}, {"why": "own"}, on=ON)

    def test_an_unknown_answer_counts_for_nothing(self):
        assert new_child(answers={"certificate": "perhaps"}) == new_child()

    def test_the_question_that_settles_most_comes_first(self):
        scenario = ALL["own-business"]

        assert follow(scenario, {}, {}, on=ON).next_question == "form", "three steps begin with it"


class TestDeadlines:
    def test_counts_from_the_events_day(self):
        assert step(new_child(), "together").due.day == date(2026, 4, 2)
        assert step(new_child(), "together").due.overdue

    def test_counts_days_that_end_on_a_working_day(self):
        found = step(new_child(), "medical").due

        assert found.day == date(2026, 6, 1), "the ninetieth day is a Sunday"
        assert not found.overdue

    def test_nothing_is_due_that_is_done_or_does_not_apply(self):
        done = new_child(doings=Doings(ticked=frozenset({"medical"})))

        assert step(done, "medical").due is None
        assert step(follow(ALL["new-child"], {}, {"insurance": "none"}, on=ON, day=BORN, calendar=CALENDAR),
                    "birth-allowance").due is None  # fmt: skip

    def test_without_a_day_nothing_is_due(self):
        assert all(one.due is None for one in follow(ALL["new-child"], {}, {}, on=ON, calendar=CALENDAR).steps)


@st.composite
def situations(draw):
    """A scenario, somebody, all answers to its questions, and what was done."""
    scenario = draw(st.sampled_from(library.SEEDS))
    known = draw(st.sampled_from([{}, *(PEOPLE if scenario.subject == "person" else FIRMS).values()]))
    full = {one.id: draw(st.sampled_from([choice.value for choice in one.choices])) for one in scenario.questions}
    codes = sorted({code for one in scenario.steps for code in one.granted_by()})
    cases = draw(st.dictionaries(st.sampled_from(codes), st.sampled_from(CaseStanding))) if codes else {}
    ticked = draw(st.sets(st.sampled_from([one.id for one in scenario.steps]), max_size=3))
    return scenario, known, full, Doings(cases=cases, ticked=frozenset(ticked))


@given(situations())
@settings(max_examples=300, deadline=None)
def test_every_step_stands_one_way_and_states_add_up(situation):
    scenario, known, full, doings = situation
    progress = follow(scenario, known, full, doings, on=ON, day=BORN, calendar=CALENDAR)

    assert sum(progress.count(one) for one in StepState) == len(scenario.steps)
    for one in progress.steps:
        assert (one.state is StepState.BLOCKED) == bool(one.blocked_by)
        assert (one.state is StepState.UNKNOWN) == bool(one.settled_by)
        assert one.due is None or one.state not in {StepState.DONE, StepState.NOT_APPLICABLE}


FORWARD = {
    StepState.UNKNOWN: set(StepState),
    StepState.BLOCKED: {StepState.BLOCKED, StepState.MISSING},
    StepState.MISSING: {StepState.MISSING},
    StepState.IN_PROGRESS: {StepState.IN_PROGRESS},
    StepState.DONE: {StepState.DONE},
    StepState.NOT_APPLICABLE: {StepState.NOT_APPLICABLE},
}


@given(situations(), st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_an_answer_never_reopens_what_is_settled(situation, chance):
    scenario, known, full, doings = situation
    answers, before = {}, follow(scenario, known, {}, doings, on=ON)
    for question_id in shuffled(full, chance):
        if question(before, question_id).asked is Asked.KNOWN:
            continue  # changing one's mind against a register is no new answer
        answers[question_id] = full[question_id]
        after = follow(scenario, known, answers, doings, on=ON)
        for one in scenario.steps:
            assert states(after)[one.id] in FORWARD[states(before)[one.id]], one.id
        for one in scenario.questions:
            if question(before, one.id).asked in SETTLED:
                assert question(after, one.id).asked in SETTLED, one.id
        before = after


@given(situations(), st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_the_order_of_answers_does_not_matter(situation, chance):
    scenario, known, full, doings = situation
    shuffled_answers = {one: full[one] for one in shuffled(full, chance)}

    assert follow(scenario, known, shuffled_answers, doings, on=ON) == follow(scenario, known, full, doings, on=ON)


@given(situations())
@settings(max_examples=300, deadline=None)
def test_every_way_through_ends_with_every_step_settled(situation):
    scenario, known, full, doings = situation
    answers, asked = {}, []
    while (question_id := follow(scenario, known, answers, doings, on=ON).next_question) is not None:
        assert question_id not in asked, "nobody is asked twice"
        asked.append(question_id)
        answers[question_id] = full[question_id]

    end = follow(scenario, known, answers, doings, on=ON)
    assert StepState.UNKNOWN not in states(end).values()
    assert all(one.asked in SETTLED for one in end.questions)


def test_what_is_known_is_never_asked_in_any_scenario():
    for scenario in library.SEEDS:
        for known in EVERYBODY.values():
            progress = follow(scenario, known, {}, on=ON)
            filled = {one.question.id for one in progress.questions if one.asked is Asked.KNOWN}
            assert progress.next_question not in filled


def test_disability_is_known_to_its_own_scenario():
    scenario = ALL["disabled"]

    assert scenario.purpose is Purpose.BENEFITS
    assert question(follow(scenario, PEOPLE["disabled"], {}, on=ON), "grade").answer == "severe"


def shuffled(answers, chance: random.Random):
    names = list(answers)
    chance.shuffle(names)
    return names
