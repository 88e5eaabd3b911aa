"""HTTP of the first screen."""

from typing import Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency

from backend.core.structs import now
from backend.core.web.problems import language_of
from backend.home import service
from backend.home.structs import Home
from backend.identity.sessions.guards import signed_in
from backend.identity.sessions.structs import Principal


class HomeController(Controller):
    """The personalised entry."""

    path = "/api/v1/home"
    tags = ("Home",)
    guards = (signed_in,)

    @get("/", operation_id="ReadHome")
    async def read(self, request: Request[Any, Any, Any], person: NamedDependency[Principal]) -> Home:
        """My first screen; the greeting follows Accept-Language."""
        language = language_of(request.headers.get("accept-language"))
        return await service.home(person.person_id, language=language, at=now())
