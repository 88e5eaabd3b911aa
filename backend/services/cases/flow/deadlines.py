"""The clocks of a case: which run in which stage, and the days that follow from them. Pure.

A case in hand has one stage clock (taking over, acceptance, the applicant's own time, delivery) or, once accepted, the
two of its item: statutory and promised. `days_of` computes what the queue's row keeps; the light of a row on any later
day follows from `due_on` and `yellow_on` alone, so a list is right at midnight without anybody having swept.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from backend.reference.calendar import clocks
from backend.reference.calendar.clocks import WorkingDays
from backend.reference.calendar.structs import Clock, Light, Limit, LimitUnit, Pause
from backend.services.cases.flow.dossier import NEVER, Dossier
from backend.services.cases.flow.kinds import Custody, State

TO_HAND_OVER = Limit(amount=2, unit=LimitUnit.WORKING_DAYS)  # from the receiving to the deciding place
TO_ACCEPT = Limit(amount=5, unit=LimitUnit.WORKING_DAYS)  # 行政许可法 art. 32
TO_DELIVER = Limit(amount=10, unit=LimitUnit.WORKING_DAYS)  # art. 44
IN_REVIEW = frozenset({State.ACCEPTED, State.IN_REVIEW, State.SUSPENDED, State.COUNTERSIGNING, State.PROPOSED})
DECIDED = frozenset({State.GRANTED, State.DENIED})


@dataclass(frozen=True, kw_only=True)
class Days:
    """What follows for the row."""

    due_on: date = NEVER
    yellow_on: date = NEVER
    light: Light = Light.GREEN
    statutory_due_on: date | None = None
    promised_due_on: date | None = None


def pauses_of(dossier: Dossier) -> tuple[Pause, ...]:
    """The times of this round that do not count."""
    return tuple(
        Pause(since=one.body.since, until=one.ending.until if one.ending else None) for one in dossier.of("special")
    )


def statutory(dossier: Dossier) -> Clock | None:
    """The clock of the law."""
    return _of_item(dossier, dossier.content.terms.statutory_limit)


def promised(dossier: Dossier) -> Clock | None:
    """The clock of the promise; an approved extension moves both."""
    return _of_item(dossier, dossier.content.terms.promised_limit)


def stage(dossier: Dossier) -> Clock | None:
    """The clock of taking over, of acceptance or of delivery, when the case stands there."""
    if dossier.state is State.SUBMITTED:
        here = dossier.custody is Custody.DECIDER
        return Clock(started_on=dossier.received_on, limit=TO_ACCEPT if here else TO_HAND_OVER)
    if dossier.state in DECIDED and dossier.decided_on is not None:
        return Clock(started_on=dossier.decided_on, limit=TO_DELIVER)
    return None


def days_of(dossier: Dossier, calendar: WorkingDays, *, today: date) -> Days:
    """Due days and light of the case as it stands."""
    if dossier.state is State.SUPPLEMENT_REQUESTED:
        asked = dossier.last("supplement")
        return Days(due_on=asked.body.answer_by if asked else NEVER)
    law, promise = statutory(dossier), promised(dossier)
    running = [one for one in (stage(dossier), law, promise) if one is not None]
    if not running:
        return Days(light=dossier.light)  # over: whether it was late stays to be seen
    ends = [end for one in running if (end := clocks.due(one, calendar, today=today).day) is not None]
    lights = [clocks.light(one, calendar, today=today) for one in running]
    return Days(
        due_on=min(ends, default=NEVER),
        yellow_on=min((_first_yellow(one, calendar, today=today) for one in running), default=NEVER) if ends else NEVER,
        light=worst(lights),
        statutory_due_on=clocks.due(law, calendar, today=today).day if law else None,
        promised_due_on=clocks.due(promise, calendar, today=today).day if promise else None,
    )


def light_of(*, due_on: date, yellow_on: date, kept: Light, waiting: bool, today: date) -> Light:
    """The light of a row today; a case that is paused (no due day) or waits for its applicant keeps what it had."""
    if due_on == NEVER or waiting:
        return kept
    if today > due_on:
        return Light.RED
    return Light.YELLOW if today >= yellow_on else Light.GREEN


def worst(lights: list[Light]) -> Light:
    """Red before yellow before green."""
    return next((one for one in (Light.RED, Light.YELLOW) if one in lights), Light.GREEN)


def _of_item(dossier: Dossier, limit: Limit) -> Clock | None:
    if dossier.started_on is None or dossier.state not in IN_REVIEW:
        return None
    return Clock(started_on=dossier.started_on, limit=limit, extended=dossier.extended, pauses=pauses_of(dossier))


def _first_yellow(clock: Clock, calendar: WorkingDays, *, today: date) -> date:
    """The first day on which the light is not green, by halving: once yellow it does not turn green again.

    Asked as of today's knowledge: pauses that are over are over on every day asked for.
    """
    end = clocks.due(clock, calendar, today=today).day
    if end is None:
        return NEVER
    low, high = clock.started_on, end
    for pause in clock.pauses:
        low = max(low, pause.until or low)
    while low < high:
        middle = low + timedelta(days=(high - low).days // 2)
        if clocks.light(clock, calendar, today=middle) is Light.GREEN:
            low = middle + timedelta(days=1)
        else:
            high = middle
    return low
