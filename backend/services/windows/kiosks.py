"""Self-service kiosks: people say what does not work, the hall confirms it, repairs it, or finds it in order."""

from datetime import datetime
from uuid import UUID

from asyncpg import Record

from backend.core.attempts import Attempt, once
from backend.core.audit import log as audit
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.core.pages import LATEST, at_moment, moment_and_id
from backend.core.structs import Page
from backend.services.windows import posts, queries
from backend.services.windows.errors import FaultClosed, FaultNotFound, HallNotFound, NotAKiosk, TooManyFaults
from backend.services.windows.help_structs import Fault, FaultAbout, FaultState, ReportFault, SettleFault
from backend.services.windows.structs import HallLevel

OPEN_MOST = 5  # reports of one person: enough for an honest day, too few to close a county's kiosks


async def report(code: str, command: ReportFault, *, person_id: UUID, attempt: Attempt, at: datetime) -> Fault:
    """Say that a kiosk does not work.

    Raises:
        HallNotFound, NotAKiosk, TooManyFaults
    """

    async def work() -> Fault:
        await _kiosk(code)
        if await queries.open_faults_of(person_id) >= OPEN_MOST:
            raise TooManyFaults(most=OPEN_MOST)
        fault_id = new_id()
        await queries.insert_fault(
            fault_id, code=code, person_id=person_id, about=command.about, text=command.text, at=at
        )
        await _record("reported", fault_id, actor=person_id, about=person_id)
        return await _read(fault_id, code=code)

    return await once(attempt, Fault, work)


async def faults(code: str, *, staff: UUID, limit: int, cursor: str | None) -> Page[Fault]:
    """The reports about a kiosk, the newest first.

    Raises:
        HallNotFound, NotAKiosk, NotYourHall, BadCursor
    """
    purpose = f"windows.faults:{code}"
    before = moment_and_id(ground().cursors.read(purpose, cursor), first=LATEST)
    await posts.require(staff, await _kiosk(code), roles=posts.RUNS)
    rows = await queries.faults(code, before=before, limit=limit + 1)
    return ground().cursors.page(purpose, rows, limit=limit, item=_fault_of, position=at_moment("at"))


async def settle(
    code: str, fault_id: UUID, command: SettleFault, *, staff: UUID, attempt: Attempt, at: datetime
) -> Fault:
    """Note what became of a report. While one is confirmed the kiosk is out of order.

    Raises:
        HallNotFound, NotAKiosk, NotYourHall, FaultNotFound, FaultClosed
    """

    async def work() -> Fault:
        await posts.require(staff, await _kiosk(code), roles=posts.RUNS)
        row = await queries.fault(fault_id, code=code)
        if row is None:
            raise FaultNotFound
        if row["state"] not in {FaultState.REPORTED, FaultState.CONFIRMED} or command.state is FaultState.REPORTED:
            raise FaultClosed
        await queries.set_fault(fault_id, state=command.state, at=at)
        await _record(command.state.value, fault_id, actor=staff, about=row["person_id"])
        return await _read(fault_id, code=code)

    return await once(attempt, Fault, work)


async def _kiosk(code: str) -> Record:
    hall = await queries.hall(code)
    if hall is None:
        raise HallNotFound
    if hall["level"] != HallLevel.KIOSK:
        raise NotAKiosk
    return hall


async def _read(fault_id: UUID, *, code: str) -> Fault:
    row = await queries.fault(fault_id, code=code)
    if row is None:
        raise FaultNotFound
    return _fault_of(row)


def _fault_of(row: Record) -> Fault:
    return Fault(
        id=row["id"],
        hall_code=row["hall_code"],
        about=FaultAbout(row["about"]),
        text=row["text"],
        state=FaultState(row["state"]),
        at=row["at"],
        changed_at=row["changed_at"],
    )


async def _record(what: str, fault_id: UUID, *, actor: UUID, about: UUID) -> None:
    await audit.record(
        action=f"windows.fault-{what}", actor=f"person:{actor}", subject=f"kiosk-fault:{fault_id}", about=about
    )
