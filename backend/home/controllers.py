"""HTTP of the first screen."""

from typing import Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec

from backend.core.structs import now
from backend.core.web.guards import public
from backend.core.web.problems import language_of
from backend.home import keeping, service
from backend.home.structs import Home, PublicHome
from backend.identity.sessions.guards import signed_in
from backend.identity.sessions.structs import Principal

PATH = "/api/v1/home"


class HomeController(Controller):
    """The personalised entry."""

    path = PATH
    tags = ("Home",)

    @get(
        "/",
        operation_id="ReadHome",
        guards=[signed_in],
        responses={200: ResponseSpec(Home, generate_examples=False, description="The first screen")},
    )
    async def read(self, request: Request[Any, Any, Any], person: NamedDependency[Principal]) -> Response[bytes]:
        """My first screen, with a tag: who holds it already is answered 304. The words follow Accept-Language."""
        given = request.headers
        ready = await keeping.ready(person.person_id, language=language_of(given.get("accept-language")))
        status, headers, body = ready.answer(
            encodings=given.get("accept-encoding", "").encode("latin-1"),
            known=given.get("if-none-match", "").encode("latin-1"),
        )
        kept = {name.decode(): value.decode() for name, value in headers if name != b"content-length"}
        return Response(body, status_code=status, headers=kept, media_type="application/json")

    @get("/public", operation_id="ReadPublicHome", guards=[public])
    async def read_public(self, request: Request[Any, Any, Any]) -> PublicHome:
        """The first screen of somebody who is not signed in."""
        return await service.public_home(language=language_of(request.headers.get("accept-language")), at=now())
