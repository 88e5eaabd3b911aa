"""What was on somebody's screen and what came of it: a text goes with the home and comes back, kept in one statement.

The text holds what the order rested on, so that nothing has to be kept for homes that nobody looks at. Only its maker's
MAC makes it count, for one person and until the next day is over.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import msgspec

from backend.core import packing
from backend.core.attempts import Attempt, once
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.core.pages import BadCursor
from backend.reference.regions import service as regions
from profiles.attributes import service as attributes
from profiles.attributes.conditions import Purpose
from profiles.ranking import features, pseudonyms, queries
from profiles.ranking.errors import NotThisHome
from profiles.ranking.structs import Outcome, Ranked, Ranking, ReportSeen, SeenCard, SeenKept
from profiles.ranking.using import COUNTY
from profiles.ranking.viewer import Viewer

LATE: Final = timedelta(days=1)  # a phone tells of the evening after midnight
KEPT_DAYS: Final = 30  # what people did is inferred from easily (threat 39), so it is kept no longer than it serves
NUMBERS: Final = {one.name: number for number, one in enumerate(features.FEATURES)}
OUTCOMES: Final = {"shown": Outcome.SHOWN, "open": Outcome.OPEN, "start": Outcome.START}


class _Shown(msgspec.Struct, frozen=True, array_like=True):
    """One card as it stood: id, sector, propensity, and the features' values by their numbers, with spaces."""

    id: str
    sector: str
    propensity: int
    vector: str


class _Home(msgspec.Struct, frozen=True, array_like=True):
    """What an order rested on."""

    day: date
    arm: str
    version: int
    region: str
    cards: list[_Shown]


def token(viewer: Viewer, result: Ranking, *, shown: Collection[str]) -> str | None:
    """The text for this home, which shows these cards of the order; None where nothing may be kept."""
    if viewer.pseudonym is None:
        return None
    cards = [_Shown(one.id, one.sector, one.propensity, _vector(one)) for one in result.cards if one.id in shown]
    home = _Home(result.on, result.arm, result.weights_version, viewer.region[:COUNTY], cards)
    return ground().cursors.sign(_purpose(viewer.pseudonym), packing.packed(msgspec.json.encode(home)))


async def report(person_id: UUID, *, command: ReportSeen, attempt: Attempt) -> SeenKept:
    """Keep what was shown and done, if the person agrees to personalisation; a card of a day once, at its best.

    Raises:
        NotThisHome: the text was made for somebody else, altered, or is from before yesterday.
        KeyReused
    """
    pseudonym = pseudonyms.pseudonym_of(person_id)
    home = _read(pseudonym, command.seen)

    async def work() -> SeenKept:
        if not await agrees(person_id):
            return SeenKept(kept=0)
        rows = _rows(home, command.cards)
        if not rows:
            return SeenKept(kept=0)
        kept = await queries.keep(pseudonym, rows, day=home.day, region=home.region, arm=home.arm, version=home.version)
        return SeenKept(kept=kept)

    return await once(attempt, SeenKept, work)


async def agrees(person_id: UUID) -> bool:
    """Whether the person agrees to personalisation; held until the caller's transaction ends."""
    found = await attributes.agreements([person_id], uses=[Purpose.PERSONALISATION])
    return Purpose.PERSONALISATION in found.get(person_id, {})


def _read(pseudonym: UUID, text: str) -> _Home:
    try:
        packed = ground().cursors.signed(_purpose(pseudonym), text)
        home = msgspec.json.decode(packing.unpacked(packed), type=_Home)
    except (BadCursor, packing.NotPacked, msgspec.DecodeError) as error:
        raise NotThisHome from error
    if not regions.today() - LATE <= home.day <= regions.today():
        raise NotThisHome
    return home


def _rows(home: _Home, cards: Sequence[SeenCard]) -> list[tuple[object, ...]]:
    """Each card once, at its best; cards that were not in this home are nobody's."""
    shown = {one.id: one for one in home.cards}
    best: dict[str, SeenCard] = {}
    for one in cards:
        before = best.get(one.card)
        if one.card in shown and (before is None or OUTCOMES[one.outcome] > OUTCOMES[before.outcome]):
            best[one.card] = one
    return [_row(shown[card], one) for card, one in best.items()]


def _row(shown: _Shown, one: SeenCard) -> tuple[object, ...]:
    outcome = OUTCOMES[one.outcome].value
    return (new_id(), shown.id, shown.sector, one.position, shown.propensity, shown.vector, outcome)


def _vector(card: Ranked) -> str:
    values = [0] * len(NUMBERS)
    for one in card.reasons:
        values[NUMBERS[one.feature]] = one.value
    return " ".join(map(str, values))


def _purpose(pseudonym: UUID) -> str:
    return f"profiles.seen:{pseudonym}"
