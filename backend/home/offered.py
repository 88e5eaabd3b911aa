"""What can be offered to everybody: items and mini-apps, as ranking wants them; kept until the catalogue moves on.

The very same objects are given out again and again, because ranking keeps what it computed of them by identity.
"""

from typing import Final

import msgspec

from backend.host.registry import service as registry
from backend.host.registry.structs import MiniAppCard
from backend.services.items import service as items
from backend.services.items.structs import Audience, ItemSummary
from profiles.attributes.conditions import SubjectKind
from profiles.publishing import service as publishing
from profiles.ranking import service as ranking
from profiles.ranking.structs import Candidate, CardKind

PAGE: Final = 100


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """Candidates with what their cards say: title and text by id. `version` differs when anything in it does."""

    version: str
    candidates: tuple[Candidate, ...]
    titles: dict[str, tuple[str, str | None]]


_kept: dict[str, Offered] = {}


async def version() -> str:
    """Of what is offered now and how it is ordered: another within seconds of a publication, ten after new weights."""
    apps, viewer, guides = await registry.available(), await ranking.nobody(), await publishing.edition()
    shown = ",".join(sorted(f"{app.id}@{app.version}" for app in apps))
    return f"{await items.revision()}:{guides}:{viewer.version}:{shown}"


async def to_people() -> Offered:
    """Everything a person may be offered."""
    wanted = await version()
    found = _kept.get(wanted)
    if found is None:
        found = _made(wanted, await all_items(Audience.PERSON), await registry.available())
        _kept.clear()
        _kept[wanted] = found
    return found


def _made(wanted: str, listed: list[ItemSummary], apps: list[MiniAppCard]) -> Offered:
    candidates = [ranking.item_card(basic_code=one.basic_code, sector=one.sector) for one in listed]
    titles: dict[str, tuple[str, str | None]] = {f"item:{one.basic_code}": (one.name, one.about) for one in listed}
    for app in apps:
        candidates.append(Candidate(id=f"app:{app.id}", kind=CardKind.APP, audience=SubjectKind.PERSON))
        titles[f"app:{app.id}"] = (app.name, app.description)
    return Offered(version=wanted, candidates=tuple(candidates), titles=titles)


async def all_items(audience: Audience | None = None) -> list[ItemSummary]:
    """All for this audience, page by page; once per publication and process."""
    found: list[ItemSummary] = []
    cursor: str | None = None
    while True:
        page = await items.listed(audience=audience, limit=PAGE, cursor=cursor)
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found
