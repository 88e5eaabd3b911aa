"""The doors of open mini-apps."""

from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter

from backend.core.attempts import Attempt
from backend.core.web.guards import public
from backend.core.web.problems import language_of
from backend.host.registry import service as registry
from backend.host.registry.structs import MiniApps
from backend.host.runs import service
from backend.host.runs.structs import OpenScreen, TakeAction
from backend.identity.sessions.guards import signed_in
from backend.identity.sessions.structs import Principal
from plugin_sdk.contract.answer import ActionAnswer
from plugin_sdk.contract.screen import Screen

Name = Annotated[str, PathParameter(max_length=64, pattern="^[a-z][a-z0-9_-]{0,63}$")]


class MiniAppListController(Controller):
    """Which services there are; anyone may look."""

    path = "/api/v1/mini-apps"
    tags = ("Mini-apps",)
    guards = (public,)

    @get("/", operation_id="ListMiniApps")
    async def list_all(self) -> MiniApps:
        """The mini-apps that are open to everybody now."""
        return MiniApps(items=await registry.available())


class RunController(Controller):
    """Open a mini-app and act in it, as the signed-in person."""

    path = "/api/v1/mini-apps/{app_id:str}"
    tags = ("Mini-apps",)
    guards = (signed_in,)

    @post("/screens/{screen:str}", operation_id="OpenScreen", status_code=200)
    async def open_screen(
        self,
        request: Request[Any, Any, Any],
        person: NamedDependency[Principal],
        app_id: Name,
        screen: Name,
        data: JSONBody[OpenScreen],
    ) -> Screen:
        """Draw a screen. It only reads; it is a POST because its input may be personal and must not stand in a URL."""
        locale = language_of(request.headers.get("accept-language"))
        return await service.open_screen(person=person, app_id=app_id, screen=screen, form=data.input, locale=locale)

    @post("/actions/{action:str}", operation_id="TakeAction", status_code=200)
    async def take_action(
        self,
        request: Request[Any, Any, Any],
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        app_id: Name,
        action: Name,
        data: JSONBody[TakeAction],
    ) -> ActionAnswer:
        """Take an action: all or nothing, and once per Idempotency-Key."""
        locale = language_of(request.headers.get("accept-language"))
        return await service.take_action(
            person=person, app_id=app_id, action=action, form=data.data, locale=locale, attempt=attempt
        )
