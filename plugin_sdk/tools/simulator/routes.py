"""Which address does what: the product's own ones for the mini-app, and `/api/simulator/` for its author."""

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from plugin_sdk.tools.simulator import files, launches, regions, runs, state
from plugin_sdk.tools.simulator.commands import (
    Arrive,
    BePersona,
    Launch,
    Nothing,
    OpenScreen,
    SetClock,
    TakeAction,
    read,
)
from plugin_sdk.tools.simulator.consents import GiveConsent
from plugin_sdk.tools.simulator.http import Request
from plugin_sdk.tools.simulator.refusals import Refused
from plugin_sdk.tools.simulator.world import World

JSON = "application/json"
Found = dict[str, str]


class Done(NamedTuple):
    """What a route answers: JSON values, a status, and whether the pages should look again."""

    told: Any
    status: int = 200
    changed: bool = False


Work = Callable[[World, Request, Found], Done]


def open_screen(world: World, request: Request, found: Found) -> Done:
    """Draw a screen; one of another mini-app is stood in for."""
    sent = read(request.body, OpenScreen)
    if found["app"] != world.ready().manifest.app_id:
        told = launches.stand_in(world, found["app"], found["screen"], intent=sent.intent)
    else:
        told = runs.open_screen(world, found["app"], found["screen"], sent.input, intent=sent.intent, lang=request.lang)
    return Done(told, changed=True)


def take_action(world: World, request: Request, found: Found) -> Done:
    """Take an action."""
    sent = read(request.body, TakeAction)
    key = request.headers.get("idempotency-key", "")
    told = runs.take_action(
        world, found["app"], found["action"], sent.data, gesture=sent.gesture, lang=request.lang, key=key
    )
    return Done(told, changed=True)


def launch(world: World, request: Request, found: Found) -> Done:
    """Allow a launch of another mini-app."""
    sent = read(request.body, Launch)
    told = launches.launch(
        world, found["app"], target=sent.app, intent=sent.intent, params=sent.params, gesture=sent.gesture
    )
    return Done(told, status=201)


def give_consent(world: World, request: Request, _found: Found) -> Done:
    """Agree on the shell's sheet."""
    sent = read(request.body, GiveConsent)
    manifest = world.ready().manifest
    told = world.consents.give(world.persona.id, manifest, sent, at=world.clock.now())
    return Done(told, status=201, changed=True)


def withdraw_consent(world: World, _request: Request, found: Found) -> Done:
    """Take a consent back."""
    world.consents.withdraw(world.persona.id, found["consent"], at=world.clock.now())
    return Done(None, status=204, changed=True)


def be_persona(world: World, request: Request, _found: Found) -> Done:
    """Become somebody else."""
    world.be(read(request.body, BePersona).id)
    return Done(state.state(world), changed=True)


def set_clock(world: World, request: Request, _found: Found) -> Done:
    """Set the clock, or let it run again."""
    try:
        world.clock.set_to(read(request.body, SetClock).now)
    except ValueError as wrong:
        raise Refused("core.unreadable", reason=str(wrong)[:200]) from wrong
    return Done(state.state(world), changed=True)


def reset(world: World, request: Request, _found: Found) -> Done:
    """Forget everything."""
    read(request.body, Nothing)
    world.forget()
    return Done(state.state(world), changed=True)


def arrive(world: World, request: Request, _found: Found) -> Done:
    """Open an intent of this mini-app by hand."""
    sent = read(request.body, Arrive)
    return Done(launches.arrive(world, intent=sent.intent, params=sent.params))


def region(_world: World, _request: Request, found: Found) -> Done:
    """One division with the way down to it."""
    known = regions.regions().get(found["code"])
    if known is None:
        raise Refused("core.not-found")
    return Done({**known, "path": regions.path_to(found["code"])})


def _list(items: list[Any]) -> Any:
    return {"items": items, "nextCursor": None}


ROUTES: tuple[tuple[str, str, Work], ...] = (
    ("GET", "/api/v1/mini-apps/?", lambda world, _r, _f: Done(state.cards(world))),
    ("POST", "/api/v1/mini-apps/(?P<app>[a-z0-9_]+)/screens/(?P<screen>[a-z0-9-]+)", open_screen),
    ("POST", "/api/v1/mini-apps/(?P<app>[a-z0-9_]+)/actions/(?P<action>[a-z0-9-]+)", take_action),
    ("POST", "/api/v1/mini-apps/(?P<app>[a-z0-9_]+)/launches", launch),
    ("GET", "/api/v1/me/consents", lambda w, _r, _f: Done(_list(w.consents.told(w.persona.id)))),
    ("POST", "/api/v1/me/consents", give_consent),
    ("DELETE", "/api/v1/me/consents/(?P<consent>[0-9a-f-]{36})", withdraw_consent),
    ("GET", "/api/v1/regions/(?P<code>[0-9]{6,12})/children",
     lambda _w, _r, found: Done(_list(regions.children(found["code"])))),
    ("GET", "/api/v1/regions/(?P<code>[0-9]{6,12})", region),
    ("POST", "/api/v1/files/?", lambda _w, request, _f: Done(files.take(request), status=201)),
    ("GET", "/api/simulator/state", lambda world, _r, _f: Done(state.state(world))),
    ("GET", "/api/simulator/records/(?P<call>[0-9a-f]{32})",
     lambda world, _r, found: Done(msgspec.to_builtins(world.record(found["call"])))),
    ("POST", "/api/simulator/persona", be_persona),
    ("POST", "/api/simulator/clock", set_clock),
    ("POST", "/api/simulator/reset", reset),
    ("POST", "/api/simulator/launch", arrive),
)  # fmt: skip
WITHOUT_JSON = "/api/v1/files"


def work_of(request: Request) -> tuple[Work, Found]:
    """What an address does.

    Raises:
        Refused: `core.not-found`, `core.wrong-method`, or `core.wrong-media-type` for a body that is not JSON.

    """
    fitting = [
        (method, work, found) for method, pattern, work in ROUTES if (found := re.fullmatch(pattern, request.path))
    ]
    if not fitting:
        raise Refused("core.not-found")
    for method, work, found in fitting:
        if method == request.method:
            _require_json(request)
            return work, found.groupdict()
    raise Refused("core.wrong-method")


def as_bytes(done: Done) -> bytes:
    """The answer on the wire."""
    return b"" if done.status == 204 else json.dumps(done.told, ensure_ascii=False).encode()  # noqa: PLR2004  # HTTP's


def _require_json(request: Request) -> None:
    kind = request.headers.get("content-type", "")
    if request.body and not kind.startswith(JSON) and not request.path.startswith(WITHOUT_JSON):
        raise Refused("core.wrong-media-type")
