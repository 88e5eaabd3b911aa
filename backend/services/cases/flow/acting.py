"""Orders: who asks, whether they may, and the step. One order, one transaction, once per attempt.

The attempt keeps only that the step was done, not what the case looks like: answers would lie there in clear. So each
order answers with the case after the step, and with None when this very attempt had made the step before.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core.attempts import Attempt, once
from backend.identity.delegations.structs import DelegatedAction
from backend.reference.calendar import service as calendars
from backend.services.cases.flow import engine, holding, queries, standing
from backend.services.cases.flow.dossier import Dossier
from backend.services.cases.flow.engine import Hand
from backend.services.cases.flow.errors import CaseNotFound
from backend.services.cases.flow.orders import Assign, Conclude, HandIn, Order
from backend.services.cases.flow.places import Scope
from backend.services.cases.flow.transitions import Actor


class Done(msgspec.Struct, frozen=True):
    """The case and the version that the step made."""

    case_id: UUID
    version: int


async def by_applicant(
    case_id: UUID, *, action: str, order: Order, person_id: UUID, attempt: Attempt, at: datetime
) -> Dossier | None:
    """A step of the applicant's, or of whoever may act for the subject now.

    Raises:
        CaseNotFound, NotNow, every refusal of a guard, FileNotHere, KeyReused
    """

    async def work() -> Dossier:
        today = calendars.today()
        row = _there(await queries.case(case_id, lock=True))
        subject = standing.subject_of(row["subject_kind"], row["subject_id"])
        await standing.require(person_id, subject, action=DelegatedAction.APPLY, basic_code=row["basic_code"], on=today)
        if isinstance(order, HandIn):
            await holding.hold(order.materials, person_id=person_id)
        hand = Hand(actor=Actor.APPLICANT, person_id=person_id)
        return await _step(await engine.load(row), action=action, order=order, hand=hand, at=at)

    return await _once(attempt, work)


async def by_officer(
    case_id: UUID, *, action: str, order: Order, person_id: UUID, attempt: Attempt, at: datetime
) -> Dossier | None:
    """A step of the deciding place's.

    Raises:
        CaseNotFound: no post of the person covers the case.
        NotNow, every refusal of a guard, FileNotHere, KeyReused
    """
    return await _once(attempt, _staff(queries.case_of_decider, case_id, Actor.OFFICER, action, order, person_id, at))


async def by_receiver(
    case_id: UUID, *, action: str, order: Order, person_id: UUID, attempt: Attempt, at: datetime
) -> Dossier | None:
    """A step of the receiving place's; acceptance and decision stay with the deciding place.

    Raises:
        CaseNotFound, NotNow, every refusal of a guard, KeyReused
    """
    return await _once(attempt, _staff(queries.case_of_receiver, case_id, Actor.RECEIVER, action, order, person_id, at))


async def on_part(part_id: UUID, *, order: Order, person_id: UUID, attempt: Attempt, at: datetime) -> Dossier | None:
    """The opinion of a department that was asked; it reaches the case through its part alone.

    Raises:
        CaseNotFound: no post covers that department; or NotNow, KeyReused
    """

    async def work() -> Dossier:
        row = _there(await queries.case_of_part(part_id, await standing.scope(person_id), lock=True))
        case = await engine.load(row)
        part = next((one for one in case.of("part") if one.id == part_id and one.ended_at is None), None)
        hand = Hand(
            actor=Actor.COUNTERSIGNER, person_id=person_id, unit_id=part.unit_id if part else None, part_id=part_id,
            own_case=await _concerns(case, person_id),
        )  # fmt: skip
        action = "answer-part" if part else "answer-again"
        return await _step(case, action=action, order=order, hand=hand, at=at)

    return await _once(attempt, work)


Find = Callable[..., Awaitable[Record | None]]
Step = Callable[[], Awaitable[Dossier]]


def _staff(find: Find, case_id: UUID, actor: Actor, action: str, order: Order, person_id: UUID, at: datetime) -> Step:
    async def work() -> Dossier:
        scope: Scope = await standing.scope(person_id)
        row = _there(await find(case_id, scope, lock=True))
        case = await engine.load(row)
        unit_id = case.receiver_unit_id if actor is Actor.RECEIVER else case.unit_id
        works_here = True
        if isinstance(order, Assign) and order.officer_id is not None:
            works_here = await standing.works_at(
                order.officer_id, department=case.department, region_code=case.region_code
            ) and not await _concerns(case, order.officer_id)
        if isinstance(order, Conclude) and order.file_id is not None:
            await holding.hold_files([order.file_id], person_id=person_id)
        hand = Hand(
            actor=actor, person_id=person_id, unit_id=unit_id, own_case=await _concerns(case, person_id),
            assignee_works_here=works_here,
        )  # fmt: skip
        return await _step(case, action=action, order=order, hand=hand, at=at)

    return work


async def _step(case: Dossier, *, action: str, order: Order, hand: Hand, at: datetime) -> Dossier:
    today, calendar = calendars.today(), await calendars.current()
    return await engine.move(case, action=action, order=order, hand=hand, calendar=calendar, at=at, today=today)


async def _once(attempt: Attempt, step: Step) -> Dossier | None:
    made: list[Dossier] = []

    async def work() -> Done:
        made.append(await step())
        return Done(case_id=made[0].id, version=made[0].version)

    await once(attempt, Done, work)
    return made[0] if made else None


async def _concerns(case: Dossier, person_id: UUID) -> bool:
    subject = standing.subject_of(case.subject_kind, case.subject_id)
    return await standing.concerns(
        person_id, subject, applicant_id=case.applicant_id, basic_code=case.basic_code, on=calendars.today()
    )


def _there(row: Record | None) -> Record:
    if row is None:
        raise CaseNotFound
    return row
