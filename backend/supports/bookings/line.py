"""Waiting lines: a place that becomes free belongs to the first in line, in the transaction that frees it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from asyncpg import Record

from backend.core import database
from backend.core.audit import log as audit
from backend.reference.regions.service import local_time
from backend.supports.bookings import draw, queries, resource_queries
from backend.supports.messages import service as messages
from backend.supports.messages.structs import SendMessage

SYSTEM = "system"  # clocks and lines act here, no person
OFFER_KEPT = timedelta(minutes=30)  # nobody waits with the phone in hand, and the next in line should not wait long
OFFERS_AT_ONCE = 200  # in one transaction: each is a message and a leaf, and the slot is kept from others meanwhile


async def settle(slot_id: UUID, *, at: datetime) -> int:
    """Bring a slot up to date: holds that have passed end, and free places go to the first in line. How many went.

    Inside the transaction that gave a place back. It keeps the slot's row until that ends, so nobody steps in between
    a place given back and the first in line; everybody who changes what people have in a slot keeps this row.
    """
    async with database.transaction():
        slot = await queries.lock_slot(slot_id)
        if slot is None:
            return 0
        lapsed = await queries.lapse_holds(slot_id, at=at)
        free = slot["capacity"] - slot["taken"] + len(lapsed)
        offered = await _offer(slot, most=min(free, OFFERS_AT_ONCE), at=at) if free > 0 else []
        if len(offered) != len(lapsed):
            await queries.shift_taken(slot_id, by=len(offered) - len(lapsed))
        for row in lapsed:
            await _record("lapsed", row)
    return len(offered)


async def end_all(slot_id: UUID, *, at: datetime) -> None:
    """End everything open in a slot whose day was closed, and tell its people; inside the caller's transaction."""
    slot = await queries.lock_slot(slot_id)
    if slot is None:
        return
    for row in await queries.end_all(slot_id, at=at):
        await _record("closed", row)
        body = f"{_named(slot)}因故停办，您的预约或排队已取消。给您带来不便，敬请谅解。"
        await _tell(slot, row["person_id"], title="预约已取消", body=body)
    await queries.shift_taken(slot_id, by=-slot["taken"])


async def keep_up(*, at: datetime) -> None:
    """What time alone changes: rushes open and are drawn, holds pass. Done again and again."""
    for rush in await resource_queries.due_rushes(at):
        await draw_rush(rush["resource_id"], at=at)
    for slot in await queries.with_lapsed_holds(at):
        await settle(slot["id"], at=at)


async def tidy(*, at: datetime) -> None:
    """Whom a crash left in line although there are places get them; who waited for a time that began waits no more."""
    await pay_debts(at=at)
    while await queries.end_passed(at):
        pass


async def draw_rush(resource_id: UUID, *, at: datetime) -> None:
    """Draw the places of everybody who came before the opening, then hand out the first ones."""
    async with database.transaction():
        rush = await resource_queries.pending_rush(resource_id, alone=True)
        if rush is None or rush["opens_at"] > at:
            return
        tickets = [row["id"] for row in await resource_queries.tickets(rush["id"])]
        await resource_queries.set_drawn(rush["id"], draw.order(bytes(rush["seed"]), tickets), at=at)
        await audit.record(action="bookings.drawn", actor=SYSTEM, subject=f"draw:{rush['id']}")
    await pay_debts(at=at, resource_id=resource_id)


async def pay_debts(*, at: datetime, resource_id: UUID | None = None) -> None:
    """Offer free places to those who wait, until nobody waits beside one."""
    while slots := await queries.in_debt(at, resource_id=resource_id):
        offered = [await settle(slot["id"], at=at) for slot in slots]
        if not any(offered):
            return


async def _offer(slot: Record, *, most: int, at: datetime) -> Sequence[Record]:
    if slot["undrawn"] or not slot["open"] or slot["starts_at"] <= at:
        return []
    expires_at = min(at + OFFER_KEPT, slot["starts_at"])
    offered = await queries.offer(slot["id"], most=most, expires_at=expires_at, at=at)
    for row in offered:
        await _record("offered", row)
        kept = f"已为您保留到 {local_time(expires_at):%H:%M}，请在此之前确认，过时将让给下一位。"
        body = f"您排队的{_named(slot)}有名额了，{kept}"
        await _tell(slot, row["person_id"], title="排到名额了，请确认", body=body)
    return offered


async def _record(what: str, row: Record) -> None:
    subject = f"booking:{row['id']}"
    await audit.record(action=f"bookings.{what}", actor=SYSTEM, subject=subject, about=row["person_id"])


async def _tell(slot: Record, person_id: UUID, *, title: str, body: str) -> None:
    app = slot["owner"].removeprefix("mini-app:") if slot["owner"].startswith("mini-app:") else None
    await messages.send(SendMessage(person_id=person_id, sender=slot["sender"], title=title, body=body, app_id=app))


def _named(slot: Record) -> str:
    return f"“{slot['name_zh']}”{local_time(slot['starts_at']):%Y-%m-%d %H:%M} 时段"
