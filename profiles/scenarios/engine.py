"""Which steps of a scenario apply to somebody, how each stands, until when, and what to ask next. Pure and total.

Given more answers a step only ever settles: `unknown` becomes anything else, and never comes back.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from backend.reference.calendar.clocks import Clock, Limit, WorkingDays, due
from profiles.attributes.conditions import Condition, Facts, Judgement, Verdict, judge, verdict_of
from profiles.scenarios.asking import Answered, Asked, Standing, answered, next_question, relevant
from profiles.scenarios.definitions import ANSWER_PREFIX, Deadline, Definition, Step


class CaseStanding(StrEnum):
    """What a case says of the step it does."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"


class StepState(StrEnum):
    """How a step stands for somebody."""

    DONE = "done"
    IN_PROGRESS = "in-progress"
    MISSING = "missing"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"


class Doings(msgspec.Struct, frozen=True, kw_only=True):
    """What was done already: cases by basic code, and the steps that the person ticked off."""

    cases: Mapping[str, CaseStanding] = {}
    ticked: frozenset[str] = frozenset()


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """The last day in time. `overdue` only while there is something left to do."""

    day: date
    provisional: bool
    overdue: bool
    legal: bool
    source: str


class StepStanding(msgspec.Struct, frozen=True, kw_only=True):
    """A step as it stands: `because` are the questions whose answers made it so, `settled_by` those still open."""

    step: Step
    state: StepState
    because: Sequence[str] = ()
    settled_by: Sequence[str] = ()
    blocked_by: Sequence[str] = ()
    refused: bool = False
    ticked: bool = False
    due: Due | None = None


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """A whole scenario for somebody on one day."""

    questions: Sequence[Standing]
    steps: Sequence[StepStanding]
    next_question: str | None

    def count(self, state: StepState) -> int:
        """How many steps stand so."""
        return sum(one.state is state for one in self.steps)


NOTHING: Final = Doings()
_HOLDS_UP: Final = {StepState.MISSING, StepState.IN_PROGRESS, StepState.BLOCKED, StepState.UNKNOWN}


def follow(
    scenario: Definition,
    facts: Facts,
    answers: Mapping[str, str],
    doings: Doings = NOTHING,
    *,
    on: date,
    day: date | None = None,
    calendar: WorkingDays | None = None,
) -> Progress:
    """The scenario on the day `on` for an event of the day `day`; without that day there are no deadlines."""
    known = answered(scenario, facts, answers, on=on)
    judged = {one.id: _judged(one, known, on=on) for one in scenario.steps}
    bare: dict[str, StepState] = {}
    for one in scenario.steps:  # `after` names steps before it only, so one pass settles all
        bare[one.id] = _state(one, judged[one.id], facts, doings, bare, on=on)
    unsettled = [one.when for one in scenario.steps if one.when is not None and bare[one.id] is StepState.UNKNOWN]
    wanted = relevant(scenario, known, unsettled, on=on)
    return Progress(
        questions=[_needed(known.standings[one.id], wanted) for one in scenario.questions],
        steps=[
            _standing(one, bare, judged[one.id], scenario, known, doings, on=on, day=day, calendar=calendar)
            for one in scenario.steps
        ],
        next_question=next_question(scenario, known, unsettled, wanted=wanted, on=on),
    )


def _judged(step: Step, known: Answered, *, on: date) -> Judgement:
    if step.when is None:
        return Judgement(verdict=Verdict.MET, reasons=[], missing=[])
    return judge(step.when, known.facts, on=on)


def _state(
    step: Step, judged: Judgement, facts: Facts, doings: Doings, others: Mapping[str, StepState], *, on: date
) -> StepState:
    """What was done stays done, whatever is answered later."""
    if _done(step, facts, doings, on=on):
        return StepState.DONE
    if judged.verdict is Verdict.NOT_MET:
        return StepState.NOT_APPLICABLE
    if judged.verdict is Verdict.UNKNOWN:
        return StepState.UNKNOWN
    standings = [doings.cases.get(code) for code in step.granted_by()]
    if CaseStanding.OPEN in standings or CaseStanding.GRANTED in standings:
        return StepState.IN_PROGRESS
    return StepState.BLOCKED if any(others[one] in _HOLDS_UP for one in step.after) else StepState.MISSING


def _done(step: Step, facts: Facts, doings: Doings, *, on: date) -> bool:
    codes = step.granted_by()
    granted = bool(codes) and all(doings.cases.get(code) is CaseStanding.GRANTED for code in codes)
    return granted or step.id in doings.ticked or _holds(step.done_when, facts, on=on)


def _holds(condition: Condition | None, facts: Facts, *, on: date) -> bool:
    return condition is not None and verdict_of(condition, facts, on=on) is Verdict.MET


def _needed(standing: Standing, wanted: frozenset[str]) -> Standing:
    """A question that can change nothing any more is not asked."""
    if standing.asked in {Asked.OPEN, Asked.LATER} and standing.question.id not in wanted:
        return Standing(question=standing.question, asked=Asked.NOT_NEEDED)
    return standing


def _standing(
    step: Step,
    states: Mapping[str, StepState],
    judged: Judgement,
    scenario: Definition,
    known: Answered,
    doings: Doings,
    *,
    on: date,
    day: date | None,
    calendar: WorkingDays | None,
) -> StepStanding:
    state = states[step.id]
    open_ones = state is StepState.UNKNOWN
    wanted = relevant(scenario, known, [step.when], on=on) if open_ones and step.when is not None else frozenset()
    return StepStanding(
        step=step,
        state=state,
        because=[] if open_ones else _questions(judged),
        settled_by=[one.id for one in scenario.questions if one.id in wanted],
        blocked_by=[one for one in step.after if states[one] in _HOLDS_UP] if state is StepState.BLOCKED else [],
        refused=state is StepState.MISSING and _refused(step, doings),
        ticked=step.id in doings.ticked,
        due=_due(step.deadline, state, on=on, day=day, calendar=calendar),
    )


def _refused(step: Step, doings: Doings) -> bool:
    return any(doings.cases.get(code) is CaseStanding.REFUSED for code in step.granted_by())


def _questions(judged: Judgement) -> list[str]:
    return list(dict.fromkeys(one.attribute.removeprefix(ANSWER_PREFIX) for one in judged.reasons))


def _due(
    deadline: Deadline | None, state: StepState, *, on: date, day: date | None, calendar: WorkingDays | None
) -> Due | None:
    """Nothing is due that does not apply or is done."""
    if deadline is None or day is None or calendar is None or state in {StepState.DONE, StepState.NOT_APPLICABLE}:
        return None
    clock = Clock(started_on=day, limit=Limit(amount=deadline.amount, unit=deadline.unit))
    last = due(clock, calendar, today=max(on, day))
    if last.day is None:
        return None
    return Due(
        day=last.day,
        provisional=last.provisional,
        overdue=on > last.day and state is not StepState.IN_PROGRESS,
        legal=deadline.legal,
        source=deadline.source,
    )


def belongs(day: date, began: date, *, lead_days: int) -> bool:
    """Whether a case that began then is about an event of that day, not about an earlier one of the same kind."""
    return began >= day - timedelta(days=lead_days)
