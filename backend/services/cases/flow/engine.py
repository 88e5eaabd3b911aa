"""The one place where a case moves: row, guards, effect, clocks, then everything written in the caller's transaction.

    load and lock -> the table's rows for (state, action) -> condition -> guards -> effect -> clocks -> write

Written together or not at all: the case's row (state and version in the WHERE), what was handed in, steps, the trail,
counts, the audit leaf, the event, the letter. The case's causal id is carried by all of them, whoever taps.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from asyncpg import Record

from backend.core import tracing
from backend.core.audit import log as audit
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.core.jobs import emit
from backend.reference.calendar.clocks import WorkingDays
from backend.services.cases.flow import deadlines, guards, letters, queries, records
from backend.services.cases.flow.binding import content_hash
from backend.services.cases.flow.dossier import Dossier
from backend.services.cases.flow.effects import Begin, Effect, effect_of
from backend.services.cases.flow.errors import NotNow
from backend.services.cases.flow.guards import Look
from backend.services.cases.flow.kinds import State
from backend.services.cases.flow.orders import Order, Plain
from backend.services.cases.flow.shown import CaseMoved
from backend.services.cases.flow.transitions import (
    ENDS,
    Actor,
    Clock,
    Transition,
    rows_of,
)

SILENT = frozenset({"assign", "yellow-card"})  # no event above wants them often enough to pay for a job each


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Who moves the case: their id, their place if they are staff, and what the guards must know of them."""

    actor: Actor
    person_id: UUID | None = None
    unit_id: int | None = None
    own_case: bool = False
    part_id: UUID | None = None
    assignee_works_here: bool = True


async def load(row: Record) -> Dossier:
    """The dossier of a row that was read (and perhaps locked)."""
    return records.dossier_of(ground().keyring, row, await queries.steps(row["id"]))


async def load_many(rows: Sequence[Record]) -> list[Dossier]:
    """The dossiers of these rows, in their order, with one look for all of their steps."""
    steps: dict[UUID, list[Record]] = {row["id"]: [] for row in rows}
    for step in await queries.steps_of(list(steps)) if steps else ():
        steps[step["case_id"]].append(step)
    return [records.dossier_of(ground().keyring, row, steps[row["id"]]) for row in rows]


async def move(
    dossier: Dossier, *, action: str, order: Order, hand: Hand, calendar: WorkingDays, at: datetime, today: date
) -> Dossier:
    """Carry out one action on a case that this transaction holds; the case as it is afterwards.

    Raises:
        NotNow: the table has no such step here for this actor.
        every refusal of `refusals`: a guard does not hold.
    """
    tap = tracing.causal_id()
    with tracing.carrying(dossier.causal_id):
        look = Look(
            dossier=dossier, order=order, today=today, at=at, calendar=calendar, actor_id=hand.person_id,
            own_case=hand.own_case, part_id=hand.part_id, assignee_works_here=hand.assignee_works_here,
        )  # fmt: skip
        row, effect, after = planned(look, action, hand.actor)
        return await _write(dossier, after, row, effect, look, hand=hand, tap=tap)


def planned(look: Look, action: str, actor: Actor) -> tuple[Transition, Effect, Dossier]:
    """What the step would be: the table's row, what it does, and the case afterwards. Pure: nothing is written yet.

    Raises:
        NotNow, every refusal of a guard
    """
    row = chosen(look, action, actor)
    guards.check(row.guards, look)
    effect = effect_of(action, look)
    return row, effect, _after(look.dossier, row, effect, at=look.at, today=look.today)


def chosen(look: Look, action: str, actor: Actor) -> Transition:
    """The row that applies.

    Raises:
        NotNow: there is none.
    """
    state = look.dossier.state
    for row in rows_of(state, action):
        if row.actor is actor and guards.condition(row.when, look):
            return row
    raise NotNow(state=state.value, action=action)


async def card(dossier: Dossier, *, calendar: WorkingDays, at: datetime, today: date) -> Dossier:
    """What the calendar alone does to a case: lapse, deemed acceptance, yellow and red card; as many as are due."""
    hand = Hand(actor=Actor.SYSTEM)
    for action in ("lapse", "deem-accepted", "red-card", "yellow-card"):
        if due(dossier, action, calendar=calendar, at=at, today=today):
            dossier = await move(
                dossier, action=action, order=Plain(), hand=hand, calendar=calendar, at=at, today=today
            )
    return dossier


def due(dossier: Dossier, action: str, *, calendar: WorkingDays, at: datetime, today: date) -> bool:
    """Whether the calendar asks for this step now."""
    look = Look(dossier=dossier, order=Plain(), today=today, at=at, calendar=calendar)
    rows = rows_of(dossier.state, action)
    return bool(rows) and all(guards.GUARDS[name].holds(look) for name in rows[0].guards)


def _after(dossier: Dossier, row: Transition, effect: Effect, *, at: datetime, today: date) -> Dossier:
    """The case with its new state, its clocks set, and what came in."""
    to = row.to or dossier.state
    columns: dict[str, Any] = {"changed_at": at, **_clock_columns(row.clock, dossier, at=at, today=today)}
    columns |= effect.columns
    columns |= {"state": to, "version": dossier.version + 1}
    if to in ENDS and dossier.state not in ENDS:
        columns["ended_at"] = at
    content = dossier.content
    if effect.answers is not None or effect.materials is not None:
        answers = content.answers if effect.answers is None else effect.answers
        materials = content.materials if effect.materials is None else effect.materials
        hashed = content_hash(snapshot_id=content.snapshot_id, answers=answers, materials=materials)
        content = replace(content, answers=answers, materials=materials, hash=hashed)
    if effect.later_by is not None:
        content = replace(content, later_by=effect.later_by)
    return replace(dossier, content=content, **columns)


def _clock_columns(clock: Clock, dossier: Dossier, *, at: datetime, today: date) -> dict[str, Any]:
    match clock:
        case Clock.START_ACCEPTANCE | Clock.START_HAND_OVER:
            return {"received_on": today}
        case Clock.START:
            # Accepting late does not win time: after five days it counted as accepted from the day of receipt.
            late = dossier.due_on < today
            return {"started_on": dossier.received_on if late else today, "accepted_at": at}
        case Clock.START_ON_RECEIPT:
            return {"started_on": dossier.received_on, "accepted_at": at}
        case _:
            return {}  # pauses, extensions and the day of the decision are steps and columns of the effect


async def _write(
    before: Dossier, after: Dossier, row: Transition, effect: Effect, look: Look, *, hand: Hand, tap: str
) -> Dossier:
    """Everything that belongs to one step; the case with its steps and days."""
    for end in effect.end:
        await queries.end_step(end.id, by=hand.person_id, at=look.at, outcome=end.outcome, ending=end.ending)
    for begin in effect.begin:
        await queries.begin_step(await _step_row(begin, before, hand=hand, at=look.at))
    if effect.begin or effect.end:
        after = replace(after, steps=await load_steps(after.id))
    days = deadlines.days_of(after, look.calendar, today=look.today)
    if not await queries.move(
        before.id, state=before.state, version=before.version, row=records.row_of_move(after, days)
    ):
        raise NotNow(state=before.state.value, action=row.action)
    if after.content is not before.content:
        await _amend(after)
    await note(after, row, before.state, text=effect.note, hand=hand, at=look.at, tap=tap)
    after = records.with_days(after, days)
    await letters.send(after, row.action, note=effect.note)
    return after


async def load_steps(case_id: UUID) -> tuple[Any, ...]:
    """The steps as they are now."""
    return tuple(records.step_of(one) for one in await queries.steps(case_id))


async def _step_row(begin: Begin, case: Dossier, *, hand: Hand, at: datetime) -> tuple[object, ...]:
    unit_id = await queries.unit(*begin.place) if begin.place else None
    ended = (hand.person_id, at) if begin.ended else (None, None)
    return (new_id(), case.id, case.round, begin.kind, unit_id, hand.person_id, at, begin.body, *ended)


async def _amend(after: Dossier) -> None:
    await queries.amend(
        after.id,
        answers=records.sealed_answers(ground().keyring, after.id, after.content.answers),
        materials=after.content.materials,
        content_hash=bytes.fromhex(after.content.hash),
        later_by=after.content.later_by,
    )


async def note(
    after: Dossier, row: Transition, from_state: State, *, text: str, hand: Hand, at: datetime, tap: str
) -> None:
    """Trail, counts, audit and event of one step."""
    entry = (
        after.id, after.version, at, row.action, from_state, after.state, hand.actor, hand.person_id, hand.unit_id,
        row.shown, text, tap,
    )  # fmt: skip
    changes = {from_state.value: -1, after.state.value: 1} if from_state is not after.state else {}
    changes.pop(State.DRAFT.value, None)  # drafts are nobody's work yet
    await queries.note(entry, unit_id=after.unit_id, changes=changes)
    actor = f"person:{hand.person_id}" if hand.person_id else "system"
    about = after.subject_id
    await audit.record(action=f"cases.{row.action}", actor=actor, subject=f"case:{after.id}", about=about)
    if row.action not in SILENT:
        await emit(_event(after, row, from_state))


def _event(after: Dossier, row: Transition, from_state: State) -> CaseMoved:
    return CaseMoved(
        case_id=after.id,
        event=row.event,
        from_state=from_state,
        to_state=after.state,
        subject_kind=after.subject_kind,
        subject_id=after.subject_id,
        applicant_id=after.applicant_id,
        bundle_id=after.bundle_id,
        version=after.version,
    )
