"""Move a bundle on: begin the parts whose time has come, give up those whose need failed, tell when all has ended.

Every function works in the caller's transaction, on a bundle that is locked.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from asyncpg import Record

from backend.core import database
from backend.core.audit import log as audit
from backend.core.crypto.errors import CannotUnseal
from backend.core.errors import Refusal
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.core.logs import logger
from backend.core.structs import now
from backend.services.cases.bundles import contents, plan, queries
from backend.services.cases.bundles.plan import Part
from backend.services.cases.bundles.structs import BundleState, PartState
from backend.services.cases.flow import service as flow
from backend.services.cases.flow.structs import CaseMoved, Channel, State
from backend.supports.messages import service as messages
from backend.supports.messages.structs import SendMessage

SENDER: Final = "甘快办"
NEED_FAILED: Final = "need-failed"
UNREADABLE: Final = "unreadable"  # sealed under a key that was retired meanwhile
ENDED: Final = {
    BundleState.CONCLUDED: "全部事项已办结，结果已为您汇总。",
    BundleState.PARTLY_CONCLUDED: "部分事项已办结，部分未能办成，请查看原因和救济途径。",
    BundleState.NOT_GRANTED: "所有事项均未办成，请查看原因和救济途径。",
    BundleState.WITHDRAWN: "全部事项已按您的申请撤回。",
}
log = logger(__name__)


async def advance(bundle: Record, *, at: datetime, strict: bool = False) -> None:
    """Do what has to happen now. With `strict`, a part that cannot begin refuses the whole: it is being handed in."""
    rows = await queries.parts([bundle["id"]])
    by_code = {row["basic_code"]: row for row in rows}
    steps = plan.next_steps(parts_of(rows))
    for code in steps.begin:
        await _begin(bundle, by_code[code], at=at, strict=strict)
    for code in steps.give_up:
        await queries.stands(by_code[code]["id"], state=PartState.NOT_STARTED, problem=NEED_FAILED)
    for code in steps.hope:
        await queries.stands(by_code[code]["id"], state=PartState.WAITING)


async def hear(event: CaseMoved) -> None:
    """A case made a step; if it is a part of a bundle, the bundle follows."""
    if event.bundle_id is None:
        return
    bundle = await queries.one_locked(event.bundle_id)
    if bundle is None:
        return
    before = await queries.parts([event.bundle_id])
    part = next((row for row in before if row["case_id"] == event.case_id), None)
    if part is None or event.version <= part["case_version"]:
        return
    await note(part, from_state=State(event.from_state), to_state=State(event.to_state), version=event.version)
    await follow(bundle, before, at=now())


async def note(part: Record, *, from_state: State, to_state: State, version: int) -> None:
    """Keep how the part's case stands; a step that leaves the case where it is leaves the part, too."""
    state = PartState(part["state"]) if from_state is to_state else plan.state_after(from_state, to_state)
    await queries.moved(part["id"], state=state, case_state=to_state, case_version=version)


async def follow(bundle: Record, before: Sequence[Record], *, at: datetime) -> None:
    """Begin what may begin, and tell the person when the whole has ended."""
    await advance(bundle, at=at)
    stood = plan.standing(PartState(row["state"]) for row in before)
    stands = plan.standing(PartState(row["state"]) for row in await queries.parts([bundle["id"]]))
    if stands is stood or stands is BundleState.IN_PROGRESS:
        return
    await _tell(bundle, stands)
    if stands is BundleState.CONCLUDED or stands is BundleState.WITHDRAWN:
        await queries.empty(bundle["id"])


def parts_of(rows: Sequence[Record]) -> list[Part]:
    """The rows as the plan sees them."""
    return [
        Part(
            basic_code=row["basic_code"],
            stage=row["stage"],
            state=PartState(row["state"]),
            needs=tuple(row["needs"]),
        )
        for row in rows
    ]


async def _begin(bundle: Record, part: Record, *, at: datetime, strict: bool) -> None:
    try:
        async with database.savepoint():
            case_id = await _received(bundle, part, at=at)
            await audit.record(
                action="bundles.part-begun",
                actor=f"person:{bundle['applicant_id']}" if strict else "system",
                subject=f"case:{case_id}",
                about=bundle["applicant_id"],
            )
    except (Refusal, CannotUnseal) as refused:
        if strict:
            raise
        # The others go on; a job that failed again and again would hold all of them.
        problem = refused.code if isinstance(refused, Refusal) else UNREADABLE
        log.warning("bundles.part-not-begun", part=str(part["id"]), code=problem)
        await queries.stands(part["id"], state=PartState.NOT_STARTED, problem=problem)


async def _received(bundle: Record, part: Record, *, at: datetime) -> UUID:
    application = contents.unseal_for(ground().keyring, part_id=part["id"], sealed=part["content"])
    case = await flow.receive(
        application, case_id=new_id(), channel=Channel(bundle["channel"]), at=at, bundle_id=bundle["id"]
    )
    await queries.begun(part["id"], case_id=case.id, case_state=case.state, case_version=case.version)
    return case.id


async def _tell(bundle: Record, stands: BundleState) -> None:
    text = ENDED[stands]
    message = SendMessage(
        person_id=bundle["applicant_id"],
        sender=SENDER,
        title=f"“{bundle['name']}”{text[:6]}",
        body=f"您申请的“{bundle['name']}”：{text}",
    )
    await messages.send(message)
