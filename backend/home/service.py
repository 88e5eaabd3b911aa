"""Composing the first screen: one question to each room that knows a part of it, all at the same time."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from backend.core import database
from backend.home import cards, offered
from backend.home.greeting import greeting
from backend.home.offered import Offered
from backend.home.structs import Home, HomePerson, HomeSection, PublicHome, SectionId
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
from profiles.ranking.structs import Ranked
from profiles.ranking.viewer import Viewer
from profiles.scenarios import service as scenarios

DRAFTS_MOST: Final = 3
CASES_MOST: Final = 5
HALLS_MOST: Final = 2


async def home(person_id: UUID, *, language: str, at: datetime) -> Home:
    """The person's first screen; as many questions for somebody with a thousand cases as for a newcomer.

    Raises:
        PersonNotFound: the person is no longer registered.
    """
    face = await people.face(person_id)
    subject, local = Subject(kind="person", id=person_id), regions.local_time(at)
    (drafts, own_cases, guides), (unread, viewer, halls) = await asyncio.gather(
        asyncio.gather(
            forms.mine(person_id, limit=DRAFTS_MOST),
            cases.open_of(person_id, limit=CASES_MOST),
            scenarios.open_for(subject),
        ),
        asyncio.gather(messages.unread_count(person_id), _viewer(person_id, subject), _near(face)),
    )
    offer = await offered.to_people()
    order = ranking.rank(offer.candidates, viewer, on=local.date())
    today = local.date()
    sections = [
        *cards.section(SectionId.TODO, cards.waiting(own_cases, today=today, language=language), language=language),
        *cards.section(
            SectionId.CONTINUE, cards.going_on(drafts.items, own_cases, language=language), language=language
        ),
        *cards.section(SectionId.LIFE, cards.life(guides, today=today, language=language), language=language),
        *_for_you(order.cards, offer, language=language, personal=viewer.personal),
        *cards.section(SectionId.NEAR, cards.near(halls), language=language),
    ]
    return Home(
        greeting=greeting(local.time(), name=face.name, language=language),
        person=HomePerson(name=face.name, region_code=face.region_code, region_name=face.region_name),
        personalised=viewer.personal,
        sections=sections,
        mini_apps=await registry.available(),
        unread_messages=unread,
        seen=ranking.shown_token(viewer, order),
    )


async def public_home(*, language: str, at: datetime) -> PublicHome:
    """The first screen of somebody who is not signed in: the same services, in one order for all."""
    local, offer = regions.local_time(at), await offered.to_people()
    order = ranking.rank(offer.candidates, await ranking.nobody(), on=local.date())
    return PublicHome(
        greeting=greeting(local.time(), name="", language=language),
        sections=_for_you(order.cards, offer, language=language, personal=False),
        mini_apps=await registry.available(),
    )


def _for_you(order: Sequence[Ranked], offer: Offered, *, language: str, personal: bool) -> list[HomeSection]:
    return cards.section(SectionId.FOR_YOU, cards.ranked(order, offer), language=language, personal=personal)


async def _viewer(person_id: UUID, subject: Subject) -> Viewer:
    """What may be used of the person; the consent is held while it is read."""
    async with database.transaction():
        known = await attributes.attributes_of(subject)
        tags = (await attributes.tags_of_many([subject]))[subject.id]
        return await ranking.viewer_of(person_id, subject=subject, known=known, tags=tags)


async def _near(face: Face) -> list[Hall]:
    return await windows.near(region_code=face.region_code, limit=HALLS_MOST)
