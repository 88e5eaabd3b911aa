"""The doors of open mini-apps."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, PathParameter

from backend.core.attempts import Attempt, attempt_at
from backend.core.structs import Page
from backend.core.web.guards import public
from backend.core.web.inputs import LIMIT_USUAL, CursorText, Limit
from backend.core.web.problems import language_of
from backend.host.registry import service as registry
from backend.host.registry.structs import MiniApps
from backend.host.runs import calls, service
from backend.host.runs.structs import CallSummary, DrawnScreen, Launch, Launchable, OpenScreen, TakeAction, TakenAction
from backend.identity.people.structs import Role
from backend.identity.sessions.guards import signed_in, staff_with
from backend.identity.sessions.structs import Principal
from plugin_sdk.contract.record import CallRecord

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
    ) -> DrawnScreen:
        """Draw a screen. It only reads; it is a POST because its input may be personal and must not stand in a URL."""
        locale = language_of(request.headers.get("accept-language"))
        return await service.open_screen(person=person, app_id=app_id, screen=screen, command=data, locale=locale)

    @post("/actions/{action:str}", operation_id="TakeAction", status_code=200)
    async def take_action(
        self,
        request: Request[Any, Any, Any],
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        app_id: Name,
        action: Name,
        data: JSONBody[TakeAction],
    ) -> TakenAction:
        """Take an action that a drawn screen offered: all or nothing, once per gesture and once per Idempotency-Key."""
        locale = language_of(request.headers.get("accept-language"))
        same = _without_gesture(attempt, request, data.data)
        return await service.take_action(
            person=person, app_id=app_id, action=action, command=data, locale=locale, attempt=same
        )

    @post("/launches", operation_id="LaunchMiniApp")
    async def launch(
        self,
        request: Request[Any, Any, Any],
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        app_id: Name,
        data: JSONBody[Launch],
    ) -> Launchable:
        """Open another mini-app as a drawn screen offered, after the person agreed on the shell's own sheet."""
        same = _without_gesture(attempt, request, [data.app, data.intent, data.params])
        return await service.launch(person=person, app_id=app_id, command=data, attempt=same)


class CallRecordController(Controller):
    """Masked records of calls, for the department's developers and the operators."""

    path = "/api/v1/mini-apps/{app_id:str}/calls"
    tags = ("Mini-apps",)
    guards = (staff_with(Role.DEPARTMENT_DEVELOPER, Role.OPERATOR),)

    @get("/", operation_id="ListMiniAppCalls")
    async def list_calls(
        self, person: NamedDependency[Principal], app_id: Name, limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Page[CallSummary]:
        """The calls that failed, and the developers' own, the newest first."""
        manifest = (await registry.find(app_id)).manifest
        return await calls.listed(manifest, person=person, limit=limit, cursor=cursor)

    @get("/{call_id:uuid}", operation_id="ReadMiniAppCall")
    async def read_call(self, person: NamedDependency[Principal], app_id: Name, call_id: FromPath[UUID]) -> CallRecord:
        """One call, whole, with the author's log: `gkb replay` plays it again."""
        manifest = (await registry.find(app_id)).manifest
        return await calls.one(call_id, manifest=manifest, person=person)


def _without_gesture(attempt: Attempt, request: Request[Any, Any, Any], asked: object) -> Attempt:
    """The same attempt whichever gesture came with it: a phone that lost our answer may have drawn the screen anew."""
    body = msgspec.json.encode(asked, order="sorted")
    return attempt_at(caller=attempt.caller, key=attempt.key, method=request.method, path=request.url.path, body=body)
