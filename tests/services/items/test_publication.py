from backend.services.items.publication import ACTION_TITLES, LIVE, MOVES, OPEN, STATE_TITLES, Action, State, next_state


def test_every_state_can_be_reached_and_all_but_the_last_can_be_left():
    reached = {State.DRAFT, *MOVES.values()}

    assert reached | {State.CHANGING} == set(State)  # a change of a published version is a draft beside it
    assert {state for state, _ in MOVES} == set(State) - {State.CANCELLED}


def test_nothing_is_published_without_an_approval():
    assert [move for move, state in MOVES.items() if state is State.PUBLISHED] == [(State.SUBMITTED, Action.APPROVE)]


def test_what_does_not_begin_there_leads_nowhere():
    assert next_state(State.DRAFT, Action.APPROVE) is None
    assert next_state(State.CANCELLED, Action.SUBMIT) is None


def test_every_state_and_action_has_a_name():
    assert set(STATE_TITLES) == set(State)
    assert set(ACTION_TITLES) == set(Action)
    assert not OPEN & LIVE
