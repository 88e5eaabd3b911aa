"""What the calendar does to cases: cards, lapses, deemed acceptance; by a sweep, and on every look of an officer."""

from typing import Final
from uuid import UUID

from backend.core import database
from backend.core.structs import now
from backend.reference.calendar import service as calendars
from backend.services.cases.flow import deadlines, engine, queries, records
from backend.services.cases.flow.dossier import Dossier

BATCH: Final = 200  # cases of one pass; each is a transaction of its own, so that nobody waits for the sweep
FOLDED: Final = 20_000
NOBODY: Final = UUID(int=0)


async def sweep() -> int:
    """Bring cases whose day has come up to date; how many. One that fails does not hold up the others."""
    today, done = calendars.today(), 0
    for case_id in await queries.stale(today=today, limit=BATCH):
        async with database.transaction():
            row = await queries.case(case_id, lock=True)
            if row is not None:
                await _carded(await engine.load(row))
                done += 1
    return done


async def brought_up_to_date(case: Dossier) -> Dossier:
    """The case with every card issued that is due; costs nothing when none is."""
    today, calendar, at = calendars.today(), await calendars.current(), now()
    if not any(
        engine.due(case, action, calendar=calendar, at=at, today=today)
        for action in ("lapse", "deem-accepted", "red-card", "yellow-card")
    ):
        return case
    async with database.transaction():
        row = await queries.case(case.id, lock=True)
        return case if row is None else await _carded(await engine.load(row))


async def fold() -> None:
    """Add up the changes of counts."""
    await queries.fold_tally(limit=FOLDED)


async def recount_days() -> int:
    """Compute due days again under a new calendar; how many cases."""
    today, calendar, after, done = calendars.today(), await calendars.current(), NOBODY, 0
    while ids := await queries.running(after=after, limit=BATCH):
        async with database.transaction():
            for case_id in ids:
                row = await queries.case(case_id, lock=True)
                if row is None:
                    continue
                days = deadlines.days_of(await engine.load(row), calendar, today=today)
                await queries.reset_days(case_id, days=records.days_row(days))
                done += 1
        after = ids[-1]
    return done


async def _carded(case: Dossier) -> Dossier:
    today, calendar = calendars.today(), await calendars.current()
    return await engine.card(case, calendar=calendar, at=now(), today=today)
