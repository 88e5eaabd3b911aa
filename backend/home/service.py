"""Composing the first screen: one question to each room that knows a part of it."""

from datetime import datetime
from uuid import UUID

from backend.home.greeting import greeting
from backend.home.structs import Home, HomePerson
from backend.host.registry import service as registry
from backend.identity.people import service as people
from backend.reference.regions import service as regions
from backend.supports.messages import service as messages


async def home(person_id: UUID, *, language: str, at: datetime) -> Home:
    """The person's first screen.

    Two point queries (who it is, what is unread); region names and mini-apps come from this process's memory.

    Raises:
        PersonNotFound: the person is no longer registered.
    """
    face = await people.face(person_id)
    unread = await messages.unread_count(person_id)
    return Home(
        greeting=greeting(regions.local_time(at).time(), name=face.name, language=language),
        person=HomePerson(name=face.name, region_code=face.region_code, region_name=face.region_name),
        mini_apps=await registry.available(),
        unread_messages=unread,
    )
