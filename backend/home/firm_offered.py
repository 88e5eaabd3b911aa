"""What can be offered to firms of one sort: items and bundles, kept until the catalogue moves on.

The very same candidates are given out again and again, because ranking keeps what it computed of them by identity.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from backend.home import offered, stages
from backend.home.firm_structs import StageCode
from backend.identity.people.structs import OrganisationKind
from backend.services.items import service as items
from backend.services.items.structs import BundleSummary, ItemSummary
from profiles.attributes.conditions import SubjectKind
from profiles.ranking import service as ranking
from profiles.ranking.structs import Candidate, CardKind

BUNDLE: Final = "bundle"


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    """An item or bundle as cards say it, and the stage in which it stands."""

    id: str
    title: str
    text: str
    stage: StageCode

    @property
    def code(self) -> str:
        """Of the item or bundle alone."""
        return self.id.partition(":")[2]

    @property
    def is_bundle(self) -> bool:
        """A bundle needs the right to act for all of it."""
        return self.id.startswith(f"{BUNDLE}:")


class FirmOffer(msgspec.Struct, frozen=True, kw_only=True):
    """Candidates with what their cards say, by id, bundles first, then items by code."""

    candidates: tuple[Candidate, ...]
    things: Mapping[str, Thing]


_kept: dict[OrganisationKind, tuple[int, FirmOffer]] = {}


async def to_firms(kind: OrganisationKind) -> FirmOffer:
    """Everything that a body of this sort may be offered."""
    revision = await items.revision()
    known = _kept.get(kind)
    if known is not None and known[0] == revision:
        return known[1]
    found = _made(kind, await offered.all_items(), await items.bundles())
    _kept[kind] = (revision, found)
    return found


def _made(kind: OrganisationKind, listed: list[ItemSummary], bundles: list[BundleSummary]) -> FirmOffer:
    candidates: list[Candidate] = []
    things: dict[str, Thing] = {}
    for bundle in bundles:
        if stages.is_for(kind, bundle.audiences, code=bundle.code):
            card = f"{BUNDLE}:{bundle.code}"
            candidates.append(Candidate(id=card, kind=CardKind.BUNDLE, audience=SubjectKind.FIRM))
            stage = stages.of_bundle(bundle.code)
            things[card] = Thing(id=card, title=bundle.name, text=bundle.about, stage=stage)
    for one in listed:
        if stages.is_for(kind, one.audiences, code=one.basic_code):
            candidate = ranking.item_card(basic_code=one.basic_code, sector=one.sector, audience=SubjectKind.FIRM)
            candidates.append(candidate)
            stage = stages.of_item(one.basic_code, sector=one.sector)
            things[candidate.id] = Thing(id=candidate.id, title=one.name, text=one.about, stage=stage)
    return FirmOffer(candidates=tuple(candidates), things=things)
