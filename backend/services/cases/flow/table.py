"""The transition table as it goes out, each guard with its refusal's words. Computed once: it is data."""

from functools import cache

from backend.identity.delegations.errors import MayNotActFor
from backend.services.cases.flow.guards import GUARDS
from backend.services.cases.flow.kinds import Words
from backend.services.cases.flow.refusals import MaterialTwice
from backend.services.cases.flow.shown_desk import GuardShown, StateShown, StateTable, TransitionShown
from backend.services.cases.flow.transitions import ENDS, STATE_WORDS, TABLE

AT_SUBMISSION = {"authority": MayNotActFor, "well-formed": MaterialTwice}  # `submission` asks these itself


@cache
def shown() -> StateTable:
    """States and transitions."""
    return StateTable(
        states=[StateShown(state=state, words=words, end=state in ENDS) for state, words in STATE_WORDS.items()],
        transitions=[
            TransitionShown(
                action=row.action, words=row.words, actor=row.actor, states=list(row.states), to=row.to, when=row.when,
                guards=[_guard(name) for name in row.guards], clock=row.clock, event=row.event,
            )
            for row in TABLE
        ],
    )  # fmt: skip


def _guard(name: str) -> GuardShown:
    refusal = AT_SUBMISSION[name] if name in AT_SUBMISSION else GUARDS[name].refusal
    return GuardShown(name=name, code=refusal.code, words=Words(zh=refusal.zh, en=refusal.en))
