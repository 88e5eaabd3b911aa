"""The table of letters: whatever is tried, a letter goes a way that a person would call fair."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.errors import Refusal
from backend.services.interaction.letters.errors import AskedAgainAlready, LetterMovedOn, TransferredTooOften
from backend.services.interaction.letters.structs import LetterAction as A
from backend.services.interaction.letters.structs import LetterState as S
from backend.services.interaction.letters.transitions import (
    ENDS,
    ROUNDS_MOST,
    TABLE,
    TRANSFERS_MOST,
    WRITERS,
    Situation,
    possible,
    step,
)
from backend.services.interaction.offices.errors import SecondPersonNeeded

PEOPLE = [UUID(int=n) for n in range(1, 4)]
TRIES = st.lists(st.tuples(st.sampled_from(list(TABLE)), st.sampled_from(PEOPLE)), max_size=60)


@given(TRIES)
def test_whatever_is_tried_the_promises_hold(tries):
    now, proposed_by, transfers, rounds = Situation(state=S.RECEIVED), None, 0, 1
    for action, actor in tries:
        before = now
        try:
            now = step(now, action, actor=actor)
        except Refusal:
            assert now == before
            continue
        assert before.state not in ENDS, "an end is an end"
        proposed_by = actor if action is A.PROPOSE else proposed_by
        transfers += action is A.TRANSFER
        rounds += action is A.ASK_AGAIN
        if now.state is S.ANSWERED:
            assert action is A.APPROVE
            assert actor != proposed_by, "nobody checks their own answer"
        assert (now.transfers, now.rounds) == (transfers, rounds)
        assert transfers <= TRANSFERS_MOST
        assert rounds <= ROUNDS_MOST


@given(TRIES, st.sampled_from(PEOPLE))
def test_what_is_offered_can_be_done_and_what_is_not_cannot(tries, officer):
    now = Situation(state=S.RECEIVED)
    for action, actor in tries:
        try:
            now = step(now, action, actor=actor)
        except Refusal:
            continue
    offered = set(possible(now, actor=officer))

    for action in set(TABLE) - WRITERS:
        try:
            step(now, action, actor=officer)
        except Refusal:
            assert action not in offered
        else:
            assert action in offered


@pytest.mark.parametrize("state", sorted(set(S) - ENDS))
def test_from_everywhere_there_is_a_way_to_an_end(state):
    seen, waiting = set(), [Situation(state=state, proposer=PEOPLE[0])]
    while waiting:
        now = waiting.pop()
        seen.add(now)
        for action in TABLE:
            for actor in PEOPLE:
                try:
                    after = step(now, action, actor=actor)
                except Refusal:
                    continue
                if after not in seen:
                    waiting.append(after)

    assert {one.state for one in seen} >= ENDS or state is S.ANSWERED
    assert any(one.state in ENDS for one in seen)


def test_each_guard_says_no_in_its_own_words():
    with pytest.raises(LetterMovedOn):
        step(Situation(state=S.CLOSED), A.ASSIGN, actor=PEOPLE[0])
    with pytest.raises(TransferredTooOften):
        step(Situation(state=S.RECEIVED, transfers=TRANSFERS_MOST), A.TRANSFER, actor=PEOPLE[0])
    with pytest.raises(AskedAgainAlready):
        step(Situation(state=S.ANSWERED, rounds=ROUNDS_MOST), A.ASK_AGAIN, actor=PEOPLE[0])
    with pytest.raises(SecondPersonNeeded):
        step(Situation(state=S.PROPOSED, proposer=PEOPLE[0]), A.APPROVE, actor=PEOPLE[0])
