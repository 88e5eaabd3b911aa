"""What the engine found, as people see it. Pure, but for the titles of attributes, which are data."""

from datetime import date

from profiles.attributes import service as attributes
from profiles.attributes.conditions import Reason, SubjectKind
from profiles.events import service as events
from profiles.scenarios.asking import Asked, Standing
from profiles.scenarios.definitions import Definition, Step
from profiles.scenarios.engine import Progress, StepStanding, StepState
from profiles.scenarios.structs import (
    AnswerBasis,
    ChoiceView,
    DoneBy,
    Guide,
    NextUp,
    QuestionView,
    ScenarioSummary,
    StepCounts,
    StepDue,
    StepTerm,
    StepView,
)


def guide(scenario: Definition, progress: Progress, *, day: date | None) -> Guide:
    """The whole wizard."""
    return Guide(
        code=scenario.code,
        version=scenario.version,
        subject=scenario.subject,
        title=scenario.title,
        about=scenario.about,
        day=day,
        questions=[_question(one, scenario.subject) for one in progress.questions],
        next_question=progress.next_question,
        steps=[_step(one) for one in progress.steps],
        counts=counts(progress),
        next_up=next_up(progress),
        source=scenario.source,
        evidence=scenario.evidence,
    )


def summary(scenario: Definition) -> ScenarioSummary:
    """A scenario in the public list."""
    return ScenarioSummary(
        code=scenario.code,
        version=scenario.version,
        subject=scenario.subject,
        title=scenario.title,
        about=scenario.about,
        events=list(scenario.events),
        sayable=[one for one in scenario.events if (kind := events.kind(one)) is not None and kind.sayable],
        questions=len(scenario.questions),
        steps=len(scenario.steps),
        evidence=scenario.evidence,
    )


def counts(progress: Progress) -> StepCounts:
    """How many steps stand how."""
    return StepCounts(
        done=progress.count(StepState.DONE),
        in_progress=progress.count(StepState.IN_PROGRESS),
        missing=progress.count(StepState.MISSING),
        blocked=progress.count(StepState.BLOCKED),
        unknown=progress.count(StepState.UNKNOWN),
    )


def next_up(progress: Progress) -> NextUp | None:
    """The step that is due first among those that can be done now; without a day the first one."""
    ready = [one for one in progress.steps if one.state is StepState.MISSING]
    if not ready:
        return None
    first = min(ready, key=lambda one: one.due.day if one.due is not None else date.max)
    return NextUp(step=first.step.id, title=first.step.title, due_on=first.due.day if first.due is not None else None)


def open_questions(progress: Progress) -> int:
    """How many questions are still to be asked, as far as one can see now."""
    return sum(one.asked in {Asked.OPEN, Asked.LATER} for one in progress.questions)


def _question(one: Standing, subject: SubjectKind) -> QuestionView:
    return QuestionView(
        id=one.question.id,
        text=one.question.text,
        choices=[ChoiceView(value=choice.value, title=choice.title) for choice in one.question.choices],
        state=one.asked,
        answer=one.answer,
        basis=[_basis(reason, subject) for reason in one.reasons if reason.source_kind is not None],
    )


def _basis(reason: Reason, subject: SubjectKind) -> AnswerBasis:
    if reason.source_kind is None or reason.source is None or reason.as_of is None:
        raise ValueError(f"nothing is known of {reason.attribute}")
    return AnswerBasis(
        attribute=reason.attribute,
        title=attributes.title_of(subject, reason.attribute),
        source=reason.source,
        source_kind=reason.source_kind,
        as_of=reason.as_of,
    )


def _step(one: StepStanding) -> StepView:
    step = one.step
    return StepView(
        id=step.id,
        title=step.title,
        about=step.about,
        state=one.state,
        done_by=_done_by(step),
        needs=list(step.needs),
        place=step.place,
        term=_term(step),
        due=_due(one),
        because=list(one.because),
        settled_by=list(one.settled_by),
        blocked_by=list(one.blocked_by),
        refused=one.refused,
        ticked=one.ticked,
        source=step.source,
        evidence=step.evidence,
    )


def _done_by(step: Step) -> DoneBy:
    if step.item is not None:
        return DoneBy(kind="item", code=step.item)
    if step.bundle is not None:
        return DoneBy(kind="bundle", code=step.bundle)
    if step.app is not None:
        return DoneBy(kind="app", code=step.app)
    return DoneBy(kind="advice", code=None)


def _term(step: Step) -> StepTerm | None:
    term = step.deadline
    if term is None:
        return None
    return StepTerm(amount=term.amount, unit=term.unit, legal=term.legal, source=term.source)


def _due(one: StepStanding) -> StepDue | None:
    due = one.due
    if due is None:
        return None
    return StepDue(day=due.day, overdue=due.overdue, provisional=due.provisional, legal=due.legal, source=due.source)
