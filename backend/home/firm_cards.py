"""What rooms know of a firm, as cards of its home. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Final

import msgspec

from backend.home.firm_offered import FirmOffer
from backend.home.firm_structs import FirmSection, FirmSectionId, FirmStage, ThingState
from backend.home.structs import HomeCard
from profiles.ranking.structs import Place, Ranked

FOR_YOU_MOST: Final = 6
POLICIES_MOST: Final = 4
TITLES: Final = {
    FirmSectionId.TO_DO: ("等单位处理", "Waiting for the firm"),
    FirmSectionId.CONTINUE: ("接着办", "Continue"),
    FirmSectionId.LIFE: ("单位大事", "What happened to the firm"),
    FirmSectionId.FOR_YOU: ("为单位推荐", "For the firm"),
    FirmSectionId.POLICIES: ("惠企和融资", "Support and finance"),
}
FOR_ALL: Final = ("企业常办", "Often used by firms")


def for_firm(address: str, firm_id: str) -> str:
    """The address that goes on in the firm's name."""
    return f"{address}?firm={firm_id}"


def sections(parts: Mapping[FirmSectionId, Sequence[HomeCard]], *, language: str, personal: bool) -> list[FirmSection]:
    """The parts in their order; one without cards is left out."""
    titles = TITLES if personal else TITLES | {FirmSectionId.FOR_YOU: FOR_ALL}
    return [
        FirmSection(id=one, title=titles[one][language == "en"], cards=list(parts[one]))
        for one in FirmSectionId
        if parts.get(one)
    ]


def led_on(cards: Iterable[HomeCard], firm_id: str) -> list[HomeCard]:
    """The same cards, whose addresses go on in the firm's name."""
    return [msgspec.structs.replace(one, to=for_firm(one.to, firm_id)) for one in cards]


def ranked(order: Iterable[Ranked], offer: FirmOffer, *, firm_id: str) -> list[HomeCard]:
    """The best of the order, with the reasons that made it."""
    wanted = (one for one in order if one.place <= Place.WORN and one.id in offer.things)
    return [
        HomeCard(
            id=one.id, kind=one.id.partition(":")[0], title=offer.things[one.id].title, text=offer.things[one.id].text,
            to=for_firm(_address(one.id), firm_id), due_on=one.deadline, score=one.score, reasons=list(one.reasons),
            steps=list(one.steps),
        )
        for one in islice(wanted, FOR_YOU_MOST)
    ]  # fmt: skip


def policies(stage: FirmStage | None, *, language: str) -> list[HomeCard]:
    """What supports firms, of what there is: guides, then items that are neither done nor under way."""
    if stage is None:
        return []
    guides = [
        HomeCard(id=f"guide:{one.code}", kind="guide", title=getattr(one.title, language), text=None, to=one.to)
        for one in stage.guides
    ]
    things = [
        HomeCard(id=one.id, kind=one.id.partition(":")[0], title=one.title, text=one.text, to=one.to)
        for one in stage.things
        if one.state is ThingState.OPEN
    ]
    return (guides + things)[:POLICIES_MOST]


def _address(card: str) -> str:
    kind, _, name = card.partition(":")
    return f"/{kind}s/{name}"
