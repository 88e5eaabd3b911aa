"""The first screen on the wire."""

from backend.core.structs import Wire
from backend.host.registry.structs import MiniAppCard


class HomePerson(Wire, frozen=True, kw_only=True):
    """Who is greeted, and where they live."""

    name: str
    region_code: str
    region_name: str


class Home(Wire, frozen=True, kw_only=True):
    """All that the first screen shows, in one answer."""

    greeting: str
    person: HomePerson
    mini_apps: list[MiniAppCard]
    unread_messages: int
