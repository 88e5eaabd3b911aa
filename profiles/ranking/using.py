"""How much cards are used, in the province and nearer by. Pure.

What few people did is drawn towards what more of them did: a card's use in a prefecture towards its use in the province
and that of its area in the prefecture, and a county's towards the prefecture's. The scale is logarithmic, from the most
used card of a place (1000) down to a thousandth of it (0), because what people do differs by factors.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from profiles.ranking.features import ONE

PREFECTURE: Final = 4  # digits of its code
COUNTY: Final = 6
PROVINCE: Final = ""
DRAWN: Final = 30.0  # expected openings that weigh as much as those counted, for a card in a place
AREA_DRAWN: Final = 20.0  # and for an area there
OPENED_NEAR: Final = 5  # people who opened a card, before a county is said to use it
TIMES: Final = 1000.0  # so many times less than the most used card is nought


class Counted(NamedTuple):
    """By how many people of a region (or, with an empty one, of the province) a card was opened."""

    card: str
    sector: str
    region: str
    opened: int


def shares(counted: Iterable[Counted]) -> dict[str, dict[str, int]]:
    """By region, the cards' shares in thousandths: of every card in prefectures, of well used ones in counties."""
    places: dict[str, list[Counted]] = {}
    for one in counted:
        places.setdefault(one.region, []).append(one)
    use = {PROVINCE: {one.card: one.opened + 1.0 for one in places.get(PROVINCE, ())}}
    sectors = {one.card: one.sector for one in places.get(PROVINCE, ())}
    for region in sorted(places, key=len):
        around = use.get(region[:PREFECTURE], use[PROVINCE])
        opened = {one.card: one.opened for one in places[region] if one.card in around}
        if region != PROVINCE and any(opened.values()):
            use[region] = _drawn(opened, around, sectors)
    found = {region: _scaled(each) for region, each in use.items()}
    for region, each in found.items():
        if len(region) == COUNTY:
            used = {one.card for one in places[region] if one.opened >= OPENED_NEAR}
            found[region] = {card: share for card, share in each.items() if card in used}
    return found


def _drawn(opened: Mapping[str, int], around: Mapping[str, float], sectors: Mapping[str, str]) -> dict[str, float]:
    """The use of all cards in a place, of which `opened` was counted, inside another one."""
    part = sum(opened.values()) / sum(around[card] for card in opened)
    expected = {card: part * use for card, use in around.items()}
    seen, hoped = dict[str, float](), dict[str, float]()
    for card, many in opened.items():
        seen[sectors[card]] = seen.get(sectors[card], 0.0) + many
        hoped[sectors[card]] = hoped.get(sectors[card], 0.0) + expected[card]
    use = dict[str, float]()
    for card, hope in expected.items():
        sector = sectors[card]
        more = (seen.get(sector, 0.0) + AREA_DRAWN) / (hoped.get(sector, 0.0) + AREA_DRAWN)
        if card in opened:
            more = (opened[card] + DRAWN * more) / (hope + DRAWN)
        use[card] = hope * more
    return use


def _scaled(use: Mapping[str, float]) -> dict[str, int]:
    most = max(use.values(), default=1.0)
    return {card: max(0, round(ONE + ONE * math.log(one / most) / math.log(TIMES))) for card, one in use.items()}
