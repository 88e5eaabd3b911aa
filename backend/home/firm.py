"""Composing the home of a firm for one who may act for it now, at each request: an end of the right counts at once.

All of it is read in one transaction that holds the right, so no answer comes after the right has ended. What somebody
does for a firm is neither learned from nor ordered by what they do for themselves.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec

from backend.core import database
from backend.core.ground import ground
from backend.core.structs import Page
from backend.home import cards, firm_cards, firm_offered, firm_zone
from backend.home.firm_cards import led_on
from backend.home.firm_offered import FirmOffer, Thing
from backend.home.firm_structs import (
    FirmActing,
    FirmFace,
    FirmHome,
    FirmSection,
    FirmSectionId,
    FirmStage,
    StageCode,
    StageThing,
)
from backend.home.firm_zone import Lived
from backend.home.greeting import greeting
from backend.identity.delegations import service as delegations
from backend.identity.delegations.errors import MayNotActFor
from backend.identity.delegations.structs import DelegatedAction, Standing
from backend.identity.people import service as people
from backend.identity.people.structs import Body, Subject
from backend.reference.regions import service as regions
from backend.services.cases.flow import service as cases
from backend.services.cases.flow.structs import CaseSummary
from backend.services.cases.forms import service as forms
from backend.services.cases.forms.structs import DraftSummary
from profiles.attributes import service as attributes
from profiles.attributes.conditions import SubjectKind
from profiles.attributes.errors import FirmNotYours
from profiles.attributes.structs import Attributes
from profiles.ranking import service as ranking
from profiles.ranking.structs import Ranking
from profiles.scenarios import service as scenarios
from profiles.scenarios.structs import ScenarioSummary

DRAFTS_MOST: Final = 3
CASES_MOST: Final = 5
GUIDES_MOST: Final = 100  # there are a dozen
NOTHING: Final[frozenset[str]] = frozenset()


class _Held(msgspec.Struct, frozen=True, kw_only=True):
    """By what right somebody acts, and for whom."""

    firm_id: UUID
    body: Body
    standing: Standing

    @property
    def subject(self) -> Subject:
        return Subject(kind="organisation", id=self.firm_id)

    @property
    def whole(self) -> bool:
        """Whether they may apply for everything: then they may see what registers say of the firm, and its guides."""
        return self.standing.covers(DelegatedAction.APPLY)

    def codes(self, action: DelegatedAction) -> Collection[str] | None:
        """The items that the right reaches, None for all."""
        return self.standing.scopes.get(action, NOTHING)

    def reaches(self, thing: Thing) -> bool:
        """Whether they may do anything about it. A bundle takes the right to act for all items."""
        if self.whole:
            return True
        return not thing.is_bundle and any(self.standing.reaches(one, thing.code) for one in DelegatedAction)

    def within_reach(self, offer: FirmOffer) -> list[Thing]:
        """What they may do something about."""
        return [one for one in offer.things.values() if self.reaches(one)]


class _Read(msgspec.Struct, frozen=True, kw_only=True):
    """What rooms know of the firm, as far as this right goes."""

    drafts: list[DraftSummary]
    cases: list[CaseSummary]
    lived: Lived
    order: Ranking


async def home(firm_id: UUID, *, person_id: UUID, language: str, at: datetime) -> FirmHome:
    """The firm's home; as many questions for a firm with a thousand cases as for a new one.

    Raises:
        FirmNotYours: the person may do nothing for it, or there is none.
    """
    local = regions.local_time(at)
    async with database.transaction():
        held = await _hold(firm_id, person_id, on=local.date())
        offer = await firm_offered.to_firms(held.body.kind)
        read = await _read(held, person_id, offer, on=local.date())
    own = held.within_reach(offer)
    stages = await _zone(held, read, own, language=language)
    return FirmHome(
        greeting=greeting(local.time(), name=held.body.name, language=language),
        firm=FirmFace(
            id=firm_id, name=held.body.name, kind=held.body.kind, region_code=held.body.region_code,
            region_name=held.body.region_name,
        ),
        acting=_acting(held.standing),
        personalised=read.order.personal,
        sections=_sections(held, read, offer, own, stages, today=local.date(), language=language),
        stages=stages,
    )  # fmt: skip


async def things(
    firm_id: UUID, stage: StageCode, *, person_id: UUID, limit: int, cursor: str | None
) -> Page[StageThing]:
    """Everything of one stage, bundles first, then items by code.

    Raises:
        FirmNotYours, BadCursor
    """
    purpose = f"home.stage:{firm_id}:{stage}"
    after = ground().cursors.read(purpose, cursor)
    async with database.reading():
        held = await _hold(firm_id, person_id, on=regions.today())
        lived = await _lived(held, await _known(held))
        offer = await firm_offered.to_firms(held.body.kind)
    own = [one for one in held.within_reach(offer) if one.stage is stage]
    rest = sorted(
        (one for one in own if after is None or _place(one.id) > _place(after)), key=lambda one: _place(one.id)
    )
    rows = firm_zone.standing(rest[: limit + 1], lived)
    return ground().cursors.page(purpose, rows, limit=limit, item=lambda row: row, position=lambda row: row.id)


async def _hold(firm_id: UUID, person_id: UUID, *, on: date) -> _Held:
    try:
        standing = await delegations.standing_for(firm_id, agent_id=person_id, at=on)
    except MayNotActFor as error:
        raise FirmNotYours from error
    body = await people.body(firm_id)
    if body is None:
        raise FirmNotYours
    return _Held(firm_id=firm_id, body=body, standing=standing)


async def _read(held: _Held, person_id: UUID, offer: FirmOffer, *, on: date) -> _Read:
    """One question after the other: a transaction has one connection."""
    apply, follow = held.codes(DelegatedAction.APPLY), held.codes(DelegatedAction.FOLLOW)
    if held.whole:
        await attributes.load_firm(held.firm_id, by=person_id)
    known = await _known(held)
    lived = await _lived(held, known)
    return _Read(
        drafts=await forms.mine_for(person_id, subject=held.subject, codes=apply, limit=DRAFTS_MOST),
        cases=await cases.open_of_subject(held.subject, codes=follow, limit=CASES_MOST),
        lived=lived,
        order=await _order(held, person_id, known, offer, on=on),
    )


async def _known(held: _Held) -> Attributes | None:
    """What registers and cases say of the firm; nothing to those who act for it in a few items only."""
    return await attributes.attributes_of(held.subject) if held.whole else None


async def _lived(held: _Held, known: Attributes | None) -> Lived:
    return Lived(
        firm_id=str(held.firm_id),
        cases=await cases.latest_of_subject(held.subject, codes=held.codes(DelegatedAction.FOLLOW)),
        guides=await scenarios.open_for(held.subject) if held.whole else [],
        facts=known.facts if known else {},
    )


async def _order(held: _Held, person_id: UUID, known: Attributes | None, offer: FirmOffer, *, on: date) -> Ranking:
    """By what registers say of the firm, or the same for all; never by what the person does for themselves."""
    if known is None:
        return ranking.rank(offer.candidates, await ranking.nobody(SubjectKind.FIRM), on=on)
    tags = (await attributes.tags_of_many([held.subject]))[held.firm_id]
    viewer = await ranking.viewer_of(person_id, subject=held.subject, known=known, tags=tags, agreed=False)
    return ranking.rank(offer.candidates, viewer, on=on)


async def _zone(held: _Held, read: _Read, own: list[Thing], *, language: str) -> list[FirmStage]:
    wanted = {one.id: place for place, one in enumerate(read.order.cards)}
    # Bundles first: one form for what would be several.
    ordered = sorted(own, key=lambda one: (not one.is_bundle, wanted.get(one.id, len(wanted))))
    return firm_zone.zone(ordered, await _guides() if held.whole else [], read.lived, language=language)


def _sections(
    held: _Held,
    read: _Read,
    offer: FirmOffer,
    own: list[Thing],
    stages: list[FirmStage],
    *,
    today: date,
    language: str,
) -> list[FirmSection]:
    firm_id = str(held.firm_id)
    to_begin = firm_zone.to_begin(own, read.lived)
    support = firm_cards.policies(firm_zone.support(stages), language=language)
    once = to_begin - {one.id for one in support}
    mine = [one for one in read.order.cards if one.id in once]
    parts = {
        FirmSectionId.TO_DO: cards.waiting(read.cases, today=today, language=language),
        FirmSectionId.CONTINUE: cards.going_on(read.drafts, read.cases, language=language),
        FirmSectionId.LIFE: led_on(cards.life(read.lived.guides, today=today, language=language), firm_id),
        FirmSectionId.FOR_YOU: firm_cards.ranked(mine, offer, firm_id=firm_id),
        FirmSectionId.POLICIES: support,
    }
    return firm_cards.sections(parts, language=language, personal=read.order.personal)


def _place(card: str) -> tuple[bool, str]:
    return not card.startswith("bundle:"), card


async def _guides() -> list[ScenarioSummary]:
    return (await scenarios.listed(subject=SubjectKind.FIRM, limit=GUIDES_MOST, cursor=None)).items


def _acting(standing: Standing) -> FirmActing:
    scopes = standing.scopes.values()
    named = [codes for codes in scopes if codes is not None]
    return FirmActing(
        authority=standing.kind,
        until=standing.until,
        actions=[one for one in DelegatedAction if one in standing.scopes],
        items=len(frozenset().union(*named)) if len(named) == len(scopes) else None,
    )
