"""What rooms above show of one subject's cases. No rights are asked: whoever calls holds them meanwhile."""

from collections.abc import Collection
from typing import Final

from backend.core.pages import LATEST
from backend.identity.people.structs import Subject
from backend.reference.calendar import service as calendars
from backend.services.cases.flow import list_queries
from backend.services.cases.flow.kinds import State
from backend.services.cases.flow.shown import CaseSummary, LatestCase, LatestStanding
from backend.services.cases.flow.views import summary_of

LOOKED_AT_MOST: Final = 500  # of the newest cases; a firm that has handed in more is busy, and nobody waits longer
GRANTED: Final = "granted"
OVER: Final = frozenset({State.CONCLUDED, State.NOT_ACCEPTED})


async def still_open(subject: Subject, *, codes: Collection[str] | None, limit: int) -> list[CaseSummary]:
    """The subject's open cases, the newest first; of the items in `codes`, None for all."""
    if codes is not None and not codes:
        return []
    wanted: list[dict[str, object]] = [{"kind": subject.kind, "id": str(subject.id), "codes": sorted(codes or ())}]
    rows = await list_queries.mine(wanted, before=LATEST, limit=limit, standing="open")
    today, calendar = calendars.today(), await calendars.current()
    return [summary_of(row, calendar, today=today) for row in rows]


async def latest(subject: Subject, *, codes: Collection[str] | None) -> dict[str, LatestCase]:
    """By item the subject's last case of it that was not withdrawn, among its newest ones."""
    rows = await list_queries.latest(
        subject.id, kind=subject.kind, codes=None if codes is None else sorted(codes), most=LOOKED_AT_MOST
    )
    found = {}
    for row in rows:
        over = State(row["state"]) in OVER
        ended = LatestStanding.GRANTED if row["outcome"] == GRANTED else LatestStanding.REFUSED
        standing = ended if over else LatestStanding.OPEN
        found[row["basic_code"]] = LatestCase(id=row["id"], standing=standing, decided_on=row["decided_on"])
    return found
