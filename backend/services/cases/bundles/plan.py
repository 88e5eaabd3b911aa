"""What begins when, and how the whole stands. Pure.

Parts of one group run in parallel; the next group begins when those before it have ended, however they ended. A part
that fails stops only those that would hand in its result: all others begin as planned.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from backend.reference.calendar import clocks
from backend.reference.calendar.clocks import WorkingDays
from backend.reference.calendar.structs import Clock, Due, Limit
from backend.services.cases.bundles.structs import BundleState, PartState, Progress
from backend.services.cases.flow.structs import State
from backend.services.items.structs import Bundle

OPEN: Final = frozenset((PartState.WAITING, PartState.RUNNING))
FAILED: Final = frozenset(
    (PartState.DENIED, PartState.NOT_ACCEPTED, PartState.WITHDRAWN, PartState.VOID, PartState.NOT_STARTED)
)
# What a case's state makes of its part. Granted counts when the result is there; denied counts when it is decided.
ENDS: Final[Mapping[State, PartState]] = {
    State.DENIED: PartState.DENIED,
    State.NOT_ACCEPTED: PartState.NOT_ACCEPTED,
    State.WITHDRAWN: PartState.WITHDRAWN,
    State.VOID: PartState.VOID,
}


@dataclass(frozen=True)
class Part:
    """One part as far as the plan is concerned."""

    basic_code: str
    stage: int
    state: PartState
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Next:
    """What has to happen now: parts to begin, parts that cannot begin any more, and parts that may after all."""

    begin: list[str]
    give_up: list[str]
    hope: list[str]


def state_after(from_state: State, to_state: State) -> PartState:
    """How a part stands after its case made this step."""
    if to_state is State.CONCLUDED:
        return PartState.DENIED if from_state is State.DENIED else PartState.GRANTED
    return ENDS.get(to_state, PartState.RUNNING)


def next_steps(parts: Sequence[Part]) -> Next:
    """Who begins, who gives up, and who waits again because what it needs was opened anew."""
    states = {one.basic_code: one.state for one in parts}
    found = Next([], [], [])
    for part in sorted(parts, key=lambda one: one.stage):
        if part.state not in {PartState.WAITING, PartState.NOT_STARTED}:
            continue
        failed = any(states.get(code) in FAILED for code in part.needs)
        if failed:
            if part.state is PartState.WAITING and _before_ended(part, parts, states):
                found.give_up.append(part.basic_code)
                states[part.basic_code] = PartState.NOT_STARTED
        elif _before_ended(part, parts, states):
            found.begin.append(part.basic_code)
            states[part.basic_code] = PartState.RUNNING
        elif part.state is PartState.NOT_STARTED:
            found.hope.append(part.basic_code)
            states[part.basic_code] = PartState.WAITING
    return found


def standing(states: Iterable[PartState]) -> BundleState:
    """How the whole stands."""
    all_states = list(states)
    if any(one in OPEN for one in all_states):
        return BundleState.IN_PROGRESS
    granted = sum(one is PartState.GRANTED for one in all_states)
    if granted == len(all_states):
        return BundleState.CONCLUDED
    if granted:
        return BundleState.PARTLY_CONCLUDED
    all_withdrawn = all(one in {PartState.WITHDRAWN, PartState.NOT_STARTED} for one in all_states)
    return BundleState.WITHDRAWN if all_withdrawn else BundleState.NOT_GRANTED


def progress(states: Iterable[PartState]) -> Progress:
    """How many parts stand where."""
    all_states = list(states)
    return Progress(
        parts=len(all_states),
        running=sum(one is PartState.RUNNING for one in all_states),
        waiting=sum(one is PartState.WAITING for one in all_states),
        granted=sum(one is PartState.GRANTED for one in all_states),
        failed=sum(one in FAILED for one in all_states),
    )


def needs_of(bundle: Bundle, basic_code: str, taking_part: Iterable[str]) -> tuple[str, ...]:
    """The parts whose result this one hands in, among those that take part."""
    there = set(taking_part)
    makers = [
        maker
        for merged in bundle.materials
        if any(need.basic_code == basic_code for need in merged.needs)
        for maker in merged.made_by
        if maker in there and maker != basic_code
    ]
    return tuple(dict.fromkeys(makers))


def promised(limits: Sequence[tuple[int, Limit]], *, start: date, calendar: WorkingDays) -> Due:
    """The promise of the whole, the longest path: groups one after the other, of each the slowest part."""
    day, provisional = start, False
    for stage in sorted({stage for stage, _ in limits}):
        ends = [
            clocks.due(Clock(started_on=day, limit=limit), calendar, today=start)
            for own, limit in limits
            if own == stage
        ]
        provisional = provisional or any(one.provisional for one in ends)
        day = max((one.day for one in ends if one.day is not None), default=day)
    return Due(day=day, provisional=provisional)


def _before_ended(part: Part, parts: Sequence[Part], states: Mapping[str, PartState]) -> bool:
    return all(states[one.basic_code] not in OPEN for one in parts if one.stage < part.stage)
