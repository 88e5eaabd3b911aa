"""Composing the first screen of what the rooms know: where the person stands, and meanwhile their own order."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, NamedTuple, TypedDict
from uuid import UUID

from backend.core import database
from backend.home import cards, offered
from backend.home.greeting import greeting
from backend.home.offered import Offered
from backend.home.structs import Home, HomeCard, HomePerson, PublicHome, SectionId
from backend.host.registry import service as registry
from backend.identity.people import service as people
from backend.identity.people.structs import Face, Subject
from backend.reference.regions import service as regions
from backend.services.cases.flow import service as cases
from backend.services.cases.flow.structs import CaseSummary
from backend.services.cases.forms import service as forms
from backend.services.cases.forms.structs import DraftSummary
from backend.services.windows import service as windows
from backend.services.windows.structs import HallSign
from backend.supports.messages import service as messages
from profiles.attributes import service as attributes
from profiles.ranking import service as ranking
from profiles.scenarios import service as scenarios
from profiles.scenarios.structs import OpenScenario

DRAFTS_MOST: Final = 3
CASES_MOST: Final = 5
HALLS_MOST: Final = 2


async def home(person_id: UUID, *, language: str, at: datetime) -> Home:
    """The person's first screen; as many questions for somebody with a thousand cases as for a newcomer.

    Raises:
        PersonNotFound: the person is no longer registered.
    """
    offer, local = await offered.to_people(), regions.local_time(at)
    standing, own = await asyncio.gather(_standing(person_id), _own(person_id, offer, on=local.date()))
    words: _Words = {"today": local.date(), "language": language}
    parts = {
        SectionId.TO_DO: cards.waiting(standing.cases, **words),
        SectionId.CONTINUE: cards.going_on(standing.drafts, standing.cases, language=language),
        SectionId.LIFE: cards.life(own.guides, **words),
        SectionId.FOR_YOU: own.best,
        SectionId.NEAR: cards.near(standing.halls),
    }
    return Home(
        greeting=greeting(local.time(), name=standing.face.name, language=language),
        person=HomePerson(
            name=standing.face.name, region_code=standing.face.region_code, region_name=standing.face.region_name
        ),
        personalised=own.personal,
        sections=cards.sections(parts, language=language, personal=own.personal),
        mini_apps=await registry.available(),
        unread_messages=standing.unread,
        seen=own.seen,
    )


async def public_home(*, language: str, at: datetime) -> PublicHome:
    """The first screen of somebody who is not signed in: the same services, in one order for all."""
    local, offer = regions.local_time(at), await offered.to_people()
    order = ranking.rank(offer.candidates, await ranking.nobody(), on=local.date())
    return PublicHome(
        greeting=greeting(local.time(), name="", language=language),
        sections=cards.sections(
            {SectionId.FOR_YOU: cards.ranked(order.cards, offer)}, language=language, personal=False
        ),
        mini_apps=await registry.available(),
    )


class _Words(TypedDict):
    today: date
    language: str


class _Standing(NamedTuple):
    """Who the person is, where they may go, what they have begun and handed in, how many messages wait."""

    face: Face
    halls: list[HallSign]
    drafts: Sequence[DraftSummary]
    cases: list[CaseSummary]
    unread: int


class _Own(NamedTuple):
    """What stands in the person's own order; `seen` goes with it, so that they may tell what they looked at."""

    personal: bool
    best: list[HomeCard]
    seen: str | None
    guides: list[OpenScenario]


async def _standing(person_id: UUID) -> _Standing:
    """One question after the other: borrowing a connection for each would take as long as asking."""
    async with database.one_connection():
        face = await people.face(person_id)
        return _Standing(
            face=face,
            halls=await windows.signs(face.region_code, limit=HALLS_MOST),
            drafts=(await forms.mine(person_id, limit=DRAFTS_MOST)).items,
            cases=await cases.open_of(person_id, limit=CASES_MOST),
            unread=await messages.unread_count(person_id),
        )


async def _own(person_id: UUID, offer: Offered, *, on: date) -> _Own:
    """What is offered in the person's order, and their guides; consents are held while what they allow is read."""
    subject = Subject(kind="person", id=person_id)
    async with database.reading():
        known = await attributes.attributes_of(subject)
        tags = (await attributes.tags_of_many([subject]))[subject.id]
        viewer = await ranking.viewer_of(person_id, subject=subject, known=known, tags=tags)
        guides = await scenarios.open_for(subject)
    order = ranking.rank(offer.candidates, viewer, on=on)
    best = cards.ranked(order.cards, offer)
    seen = ranking.shown_token(viewer, order, shown={one.id for one in best})
    return _Own(personal=order.personal, best=best, seen=seen, guides=guides)
