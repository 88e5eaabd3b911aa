"""From a dossier, or a row of a list, to what is shown. Pure. Clocks are read today, whatever the row says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from asyncpg import Record

from backend.core.structs import now
from backend.reference.calendar import clocks
from backend.reference.calendar.clocks import WorkingDays
from backend.reference.calendar.structs import Clock, Light, LimitUnit
from backend.services.cases.flow import deadlines
from backend.services.cases.flow.dossier import NEVER, Dossier, Step
from backend.services.cases.flow.guards import URGES_MOST, Look
from backend.services.cases.flow.kinds import Channel, SpecialKind, State, Words
from backend.services.cases.flow.letters import REMEDIES
from backend.services.cases.flow.options import options
from backend.services.cases.flow.orders import Answer, Plain
from backend.services.cases.flow.shown import (
    Case,
    CaseSummary,
    ClockView,
    Decision,
    HandOverEntry,
    LaterMaterials,
    ResultDocument,
    SpecialProcedure,
    Supplement,
    TrailEntry,
)
from backend.services.cases.flow.transitions import ENDS, STATE_WORDS, TABLE, Actor

UNIT_WORDS = {
    LimitUnit.WORKING_DAYS: "working-days",
    LimitUnit.DAYS: "days",
    LimitUnit.MONTHS: "months",
    LimitUnit.YEARS: "years",
    LimitUnit.HOURS: "hours",
}
SPECIAL_WORDS = {
    SpecialKind.HEARING: Words(zh="听证", en="Hearing"),
    SpecialKind.SITE_CHECK: Words(zh="现场勘验", en="Site check"),
    SpecialKind.TEST: Words(zh="检验检测", en="Test"),
    SpecialKind.QUARANTINE: Words(zh="检疫", en="Quarantine"),
    SpecialKind.APPRAISAL: Words(zh="鉴定", en="Appraisal"),
    SpecialKind.EXPERT_REVIEW: Words(zh="专家评审", en="Expert review"),
}
NOBODY: Final[Mapping[UUID, str]] = MappingProxyType({})
# Where rows differ only by `when`, the first one's words are true for all of them.
ACTION_WORDS = {(row.action, state, row.to or state): row.words for row in reversed(TABLE) for state in row.states}
BY_WORDS = {
    Actor.APPLICANT: "applicant",
    Actor.OFFICER: "officer",
    Actor.RECEIVER: "receiver",
    Actor.COUNTERSIGNER: "countersigner",
    Actor.SYSTEM: "system",
}


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Who looks: what they could order is shown with the case."""

    actor: Actor
    person_id: UUID | None = None


def summary_of(
    row: Record, calendar: WorkingDays, *, today: date, officers: Mapping[UUID, str] = NOBODY
) -> CaseSummary:
    """A row of a list; its light and its days are today's. Without names of `officers` nobody is shown as assigned."""
    state, due_on, assigned = State(row["state"]), row["due_on"], row["assigned_to"]
    told = assigned if assigned in officers else None
    light = light_today(row, today=today)
    return CaseSummary(
        id=row["id"], number=row["number"], item_name=row["item_name"], basic_code=row["basic_code"],
        item_code=row["item_code"], department=row["department"], region_code=row["region_code"],
        subject_kind=row["subject_kind"], subject_name=row["subject_name"], state=state,
        state_words=STATE_WORDS[state], light=light, due_on=None if due_on == NEVER else due_on,
        remaining_days=days_left(state, due_on, calendar, today=today),
        channel=Channel(row["channel"]), submitted_at=row["submitted_at"], changed_at=row["changed_at"],
        bundle_id=row["bundle_id"], conditional=row["conditional"], assigned_to=told,
        assigned_name=officers.get(assigned) if told else None,
    )  # fmt: skip


def days_left(state: State, due_on: date, calendar: WorkingDays, *, today: date) -> int | None:
    """Working days until the due day; none when the case has ended or its clock stands still."""
    return None if due_on == NEVER or state in ENDS else calendar.between(today, due_on).days


def light_today(row: Record, *, today: date) -> Light:
    """The light of a row, whoever swept when."""
    return deadlines.light_of(
        due_on=row["due_on"],
        yellow_on=row["yellow_on"],
        kept=Light(row["light"]),
        waiting=row["state"] == State.SUPPLEMENT_REQUESTED,
        today=today,
    )


def case_values(case: Dossier, calendar: WorkingDays, *, today: date, viewer: Viewer) -> dict[str, Any]:
    """Everything that `Case` says, for this viewer."""
    reading = _reader(calendar, today)
    return {
        "id": case.id, "number": case.number, "item_name": case.item_name, "basic_code": case.basic_code,
        "item_code": case.item_code, "department": case.department, "region_code": case.region_code,
        "subject_kind": case.subject_kind, "subject_name": case.subject_name, "state": case.state,
        "state_words": STATE_WORDS[case.state], "light": _light(case, today),
        "due_on": None if case.due_on == NEVER else case.due_on,
        "remaining_days": days_left(case.state, case.due_on, calendar, today=today), "channel": case.channel,
        "submitted_at": case.submitted_at, "changed_at": case.changed_at, "bundle_id": case.bundle_id,
        "conditional": case.conditional, "assigned_to": case.assigned_to, "version": case.version,
        "app_id": case.app_id,
        "acted_as": case.acted_as, "applicant_id": case.applicant_id, "receiving": case.content.receiving,
        "custody": case.custody, "accepted_at": case.accepted_at, "ended_at": case.ended_at,
        "statutory": reading(deadlines.statutory(case)), "promised": reading(deadlines.promised(case)),
        "stage": _own_time(case, calendar, today) or reading(deadlines.stage(case)),
        "supplement": _supplement(case), "later": _later(case), "refusal": _refusal(case), "decision": _decision(case),
        "result": _result(case), "special": [_special(one) for one in case.of("special")],
        "hand_overs": [_hand_over(one) for one in case.of("hand-over")], "urges_left": URGES_MOST - case.urges,
        "answers": list(case.content.answers), "materials": list(case.content.materials),
        "actions": _actions(case, calendar, today, viewer),
    }  # fmt: skip


def case_of(case: Dossier, calendar: WorkingDays, *, today: date, query_code: str | None = None) -> Case:
    """The case as its applicant sees it: no officer's id, and no register's word that they did not give themselves."""
    values = case_values(case, calendar, today=today, viewer=Viewer(actor=Actor.APPLICANT))
    return Case(**values | {"assigned_to": None}, query_code=query_code)


def entry_of(row: Record) -> TrailEntry:
    """One step of the trail; people of the government speak as their department."""
    from_state, to_state = State(row["from_state"]), State(row["to_state"])
    return TrailEntry(
        seq=row["seq"],
        at=row["at"],
        action=row["action"],
        words=ACTION_WORDS[row["action"], from_state, to_state],
        from_state=from_state,
        to_state=to_state,
        by=BY_WORDS[Actor(row["actor"])],
        department=row["department"],
        note=row["note"],
        tap_id=row["tap_id"],
    )


def conflicting(answer: Answer) -> bool:
    """Whether a register says something else than the applicant."""
    return answer.register_value is not None and answer.register_value != answer.value


def _actions(case: Dossier, calendar: WorkingDays, today: date, viewer: Viewer) -> list[str]:
    look = Look(
        dossier=case, order=Plain(), today=today, at=now(), calendar=calendar, actor_id=viewer.person_id
    )  # fmt: skip
    return options(look, viewer.actor)


def _light(case: Dossier, today: date) -> Light:
    waiting = case.state is State.SUPPLEMENT_REQUESTED
    return deadlines.light_of(
        due_on=case.due_on, yellow_on=case.yellow_on, kept=case.light, waiting=waiting, today=today
    )


def _reader(calendar: WorkingDays, today: date) -> Callable[[Clock | None], ClockView | None]:
    def read(clock: Clock | None) -> ClockView | None:
        if clock is None:
            return None
        found = clocks.reading(clock, calendar, today=today)
        return ClockView(
            due_on=found.day,
            remaining_days=found.remaining.days,
            overdue=found.remaining.overdue,
            provisional=found.provisional,
            paused=found.paused,
            light=found.light,
            limit=f"{clock.limit.amount} {UNIT_WORDS[clock.limit.unit]}",
        )

    return read


def _own_time(case: Dossier, calendar: WorkingDays, today: date) -> ClockView | None:
    """The applicant's own time, which is a day and no limit."""
    asked = case.open("supplement")
    if case.state is not State.SUPPLEMENT_REQUESTED or asked is None:
        return None
    left = calendar.between(today, asked.body.answer_by)
    return ClockView(
        due_on=asked.body.answer_by, remaining_days=left.days, overdue=today > asked.body.answer_by,
        provisional=left.provisional, paused=False, light=Light.GREEN, limit="",
    )  # fmt: skip


def _supplement(case: Dossier) -> Supplement | None:
    step = case.last("supplement")
    if step is None:
        return None
    answered = step.ended_at if step.outcome == "answered" else None
    return Supplement(
        wanted=step.body.wanted, answer_by=step.body.answer_by, asked_at=step.begun_at, answered_at=answered
    )


def _later(case: Dossier) -> LaterMaterials | None:
    codes = [one.code for one in case.content.missing(later=True)]
    by = case.content.later_by
    return LaterMaterials(codes=codes, by=by) if case.conditional and codes and by else None


def _refusal(case: Dossier) -> str | None:
    step = case.last("refusal")
    return step.body.reason if step else None


def _decision(case: Dossier) -> Decision | None:
    step = case.last("decision")
    if step is None:
        return None
    remedies = REMEDIES if step.body.outcome == "denied" else None
    return Decision(outcome=step.body.outcome, reasons=step.body.reasons, remedies=remedies, decided_at=step.begun_at)


def _result(case: Dossier) -> ResultDocument | None:
    step = case.last("result")
    if step is None:
        return None
    body = step.body
    return ResultDocument(
        name=body.name, number=body.number, licence_type=body.licence_type, delivery=body.delivery,
        file_id=body.file_id, issued_on=body.issued_on,
    )  # fmt: skip


def _special(step: Step) -> SpecialProcedure:
    return SpecialProcedure(
        kind=step.body.kind,
        name=SPECIAL_WORDS[step.body.kind],
        reason=step.body.reason,
        since=step.body.since,
        until=step.ending.until if step.ending else None,
        expected_until=step.body.expected_until,
        finding=step.ending.finding if step.ending else None,
    )


def _hand_over(step: Step) -> HandOverEntry:
    return HandOverEntry(
        at=step.begun_at, from_place=step.body.from_place, to_place=step.body.to_place, note=step.body.note
    )


def files_of(case: Dossier) -> dict[UUID, UUID | None]:
    """Every file of the case with who handed it in."""
    found = {file: one.handed_by for one in case.content.materials for file in one.files}
    return found | {step.body.file_id: step.begun_by for step in case.of("result") if step.body.file_id}
