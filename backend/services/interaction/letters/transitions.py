"""The table that every letter obeys: pure, so that a property test can walk it and a lawyer can read it."""

from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from backend.services.interaction.letters.errors import AskedAgainAlready, LetterMovedOn, TransferredTooOften
from backend.services.interaction.letters.structs import LetterAction as A
from backend.services.interaction.letters.structs import LetterState as S
from backend.services.interaction.offices.errors import SecondPersonNeeded

TRANSFERS_MOST: Final = 2  # nobody is sent round: the third office answers (首问负责)
ROUNDS_MOST: Final = 2  # the letter, and asking again once
ENDS: Final = frozenset({S.REFUSED, S.CLOSED})
WRITERS: Final = frozenset({A.ASK_AGAIN, A.SETTLE})
# What can be done where, and where it leads.
TABLE: Final[dict[A, tuple[frozenset[S], S]]] = {
    A.ASSIGN: (frozenset({S.RECEIVED, S.ASSIGNED}), S.ASSIGNED),
    A.TRANSFER: (frozenset({S.RECEIVED, S.ASSIGNED}), S.RECEIVED),
    A.REFUSE: (frozenset({S.RECEIVED, S.ASSIGNED}), S.REFUSED),
    A.PROPOSE: (frozenset({S.ASSIGNED}), S.PROPOSED),
    A.RETURN: (frozenset({S.PROPOSED}), S.ASSIGNED),
    A.APPROVE: (frozenset({S.PROPOSED}), S.ANSWERED),
    A.ASK_AGAIN: (frozenset({S.ANSWERED}), S.RECEIVED),
    A.SETTLE: (frozenset({S.ANSWERED}), S.CLOSED),
}


@dataclass(frozen=True)
class Situation:
    """What the table looks at."""

    state: S
    transfers: int = 0
    rounds: int = 1
    proposer: UUID | None = None


def step(now: Situation, action: A, *, actor: UUID) -> Situation:
    """Where the action leads.

    Raises:
        LetterMovedOn: it cannot be done there.
        TransferredTooOften, AskedAgainAlready, SecondPersonNeeded: its guard says no.
    """
    sources, target = TABLE[action]
    if now.state not in sources:
        raise LetterMovedOn(state=now.state.value)
    after = replace(now, state=target)
    if action is A.TRANSFER:
        if now.transfers >= TRANSFERS_MOST:
            raise TransferredTooOften(most=TRANSFERS_MOST)
        return replace(after, transfers=now.transfers + 1, proposer=None)
    if action is A.ASK_AGAIN:
        if now.rounds >= ROUNDS_MOST:
            raise AskedAgainAlready
        return replace(after, rounds=now.rounds + 1, proposer=None)
    if action is A.PROPOSE:
        return replace(after, proposer=actor)
    if action in {A.RETURN, A.APPROVE} and now.proposer == actor:
        raise SecondPersonNeeded
    return after


def possible(now: Situation, *, actor: UUID) -> list[A]:
    """What this officer could do with the letter now."""
    return [action for action in TABLE if action not in WRITERS and _goes(now, action, actor=actor)]


def _goes(now: Situation, action: A, *, actor: UUID) -> bool:
    try:
        step(now, action, actor=actor)
    except (LetterMovedOn, TransferredTooOften, SecondPersonNeeded):
        return False
    return True
