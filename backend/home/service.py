"""Composing the first screen: one question to each room that knows a part of it, all at the same time."""

import asyncio
from datetime import date, datetime
from typing import Final, TypedDict
from uuid import UUID

from backend.core import database
from backend.home import cards, offered
from backend.home.greeting import greeting
from backend.home.offered import Offered
from backend.home.structs import Home, HomePerson, PublicHome, SectionId
from backend.host.registry import service as registry
from backend.identity.people import service as people
from backend.identity.people.structs import Face, Subject
from backend.reference.regions import service as regions
from backend.services.cases.flow import service as cases
from backend.services.cases.forms import service as forms
from backend.services.windows import service as windows
from backend.services.windows.structs import Hall
from backend.supports.messages import service as messages
from profiles.attributes import service as attributes
from profiles.ranking import service as ranking
from profiles.ranking.structs import Ranking
from profiles.scenarios import service as scenarios

DRAFTS_MOST: Final = 3
CASES_MOST: Final = 5
HALLS_MOST: Final = 2


async def home(person_id: UUID, *, language: str, at: datetime) -> Home:
    """The person's first screen; as many questions for somebody with a thousand cases as for a newcomer.

    Raises:
        PersonNotFound: the person is no longer registered.
    """
    face, offer = await people.face(person_id), await offered.to_people()
    subject, local = Subject(kind="person", id=person_id), regions.local_time(at)
    (drafts, own_cases, guides), (unread, (order, seen), halls) = await asyncio.gather(
        asyncio.gather(
            forms.mine(person_id, limit=DRAFTS_MOST),
            cases.open_of(person_id, limit=CASES_MOST),
            scenarios.open_for(subject),
        ),
        asyncio.gather(
            messages.unread_count(person_id), _order(person_id, subject, offer, on=local.date()), _near(face)
        ),
    )
    words: _Words = {"today": local.date(), "language": language}
    parts = {
        SectionId.TO_DO: cards.waiting(own_cases, **words),
        SectionId.CONTINUE: cards.going_on(drafts.items, own_cases, language=language),
        SectionId.LIFE: cards.life(guides, **words),
        SectionId.FOR_YOU: cards.ranked(order.cards, offer),
        SectionId.NEAR: cards.near(halls),
    }
    return Home(
        greeting=greeting(local.time(), name=face.name, language=language),
        person=HomePerson(name=face.name, region_code=face.region_code, region_name=face.region_name),
        personalised=order.personal,
        sections=cards.sections(parts, language=language, personal=order.personal),
        mini_apps=await registry.available(),
        unread_messages=unread,
        seen=seen,
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


async def _order(person_id: UUID, subject: Subject, offer: Offered, *, on: date) -> tuple[Ranking, str | None]:
    """What is offered, in the person's order; the consent is held while what it rests on is read."""
    async with database.transaction():
        known = await attributes.attributes_of(subject)
        tags = (await attributes.tags_of_many([subject]))[subject.id]
        viewer = await ranking.viewer_of(person_id, subject=subject, known=known, tags=tags)
    order = ranking.rank(offer.candidates, viewer, on=on)
    return order, ranking.shown_token(viewer, order)


async def _near(face: Face) -> list[Hall]:
    return await windows.near(region_code=face.region_code, limit=HALLS_MOST)
