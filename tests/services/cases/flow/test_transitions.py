"""The table itself: complete, unambiguous, with a way out of every state and none round a guard."""

from collections import Counter

import pytest

from backend.services.cases.flow.effects import EFFECTS
from backend.services.cases.flow.guards import CONDITIONS, GUARDS
from backend.services.cases.flow.structs import State
from backend.services.cases.flow.transitions import (
    ACTOR_OF,
    ENDS,
    LIVE,
    STATE_WORDS,
    TABLE,
    Actor,
    Clock,
    actions_in,
    rows_of,
)

EXCLUSIVE = ({"straight", "taken-in-elsewhere"}, {"grants", "denies"}, {"parts-left", "last-part"})


def reachable(start):
    """Every state that can follow, one day."""
    seen, waiting = {start}, [start]
    while waiting:
        state = waiting.pop()
        after = {row.to for row in TABLE if state in row.states and row.to} - seen
        seen |= after
        waiting += after
    return seen


@pytest.mark.parametrize("state", State)
def test_every_state_is_reached_and_leads_to_an_end(state):
    assert state in reachable(State.DRAFT)
    assert reachable(state) & set(ENDS)


@pytest.mark.parametrize("state", State)
def test_every_state_is_live_or_an_end_or_a_draft(state):
    assert [state in LIVE, state in ENDS, state is State.DRAFT].count(True) == 1
    assert STATE_WORDS[state].zh
    assert STATE_WORDS[state].en


@pytest.mark.parametrize("state", set(State) - set(ENDS) - {State.DRAFT})
def test_the_government_alone_can_end_every_live_case(state):
    """Nobody needs the applicant's help, and nobody but the applicant holds a case up for ever."""
    seen, waiting = {state}, [state]
    while waiting:
        here = waiting.pop()
        after = {row.to for row in TABLE if here in row.states and row.to and row.actor is not Actor.APPLICANT} - seen
        seen |= after
        waiting += after

    assert seen & set(ENDS)


def test_rows_of_one_action_and_state_exclude_each_other():
    for (state, action), number in Counter((state, row.action) for row in TABLE for state in row.states).items():
        whens = {row.when for row in rows_of(state, action)}
        assert number == 1 or whens in EXCLUSIVE, (state, action, whens)


def test_every_name_in_the_table_means_something():
    assert {row.when for row in TABLE} - {None} == set(CONDITIONS)
    assert {row.action for row in TABLE} == set(EFFECTS)
    assert {name for row in TABLE for name in row.guards} - {"authority", "well-formed"} == set(GUARDS)
    assert len({row.event for row in TABLE}) >= len({row.to for row in TABLE})


def test_an_action_has_one_kind_of_actor():
    for action in ACTOR_OF:
        assert len({row.actor for row in TABLE if row.action == action}) == 1


def test_only_decisions_lead_to_a_decision():
    rows = [row for row in TABLE if row.to in {State.GRANTED, State.DENIED}]

    assert {row.action for row in rows} == {"approve", "decide"}
    for row in rows:
        assert {"not-own-case", "countersigned", "expert-heard"} <= set(row.guards)
        if row.action == "approve":
            assert {"not-the-proposer", "hash-unchanged"} <= set(row.guards)
        else:
            assert "one-officer-is-enough" in row.guards
        if row.to is State.GRANTED:
            assert {"later-materials-in", "nobody-against"} <= set(row.guards)


def test_only_the_deciding_place_accepts():
    for row in TABLE:
        if row.to in {State.ACCEPTED, State.NOT_ACCEPTED}:
            assert row.actor in {Actor.OFFICER, Actor.SYSTEM}
            assert "held-by-decider" in row.guards


def test_every_change_of_state_says_what_it_does_to_the_clocks():
    silent = {"begin-review", "hand-in-later", "correct", "countersign", "answer-part", "recall-countersign", "propose",
              "return-proposal", "take-back-proposal"}  # fmt: skip

    for row in TABLE:
        if row.to is not None and row.action not in silent:
            assert row.clock is not Clock.NONE, row.action


def test_the_applicant_may_leave_until_it_is_decided():
    for state in LIVE:
        assert ("withdraw" in actions_in(state, Actor.APPLICANT)) == (state not in {State.GRANTED, State.DENIED})
