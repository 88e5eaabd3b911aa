"""Launches between mini-apps, of which only one is here: the others are known by their manifests, or by their names.

A mini-app beside this one (`../<app>/manifest.json`) is asked as in the product. One that is nowhere on this machine is
taken at the word of the launching manifest, and `stand_in` is drawn in its place.
"""

from pathlib import Path
from typing import Any

import msgspec

from plugin_sdk.contract.manifest import Manifest
from plugin_sdk.contract.values import Params
from plugin_sdk.tools.simulator.gestures import launch_offer
from plugin_sdk.tools.simulator.refusals import Refused
from plugin_sdk.tools.simulator.world import World

CALLER = "simulator"
"""The mini-app that opens an intent which the author tries by hand."""


def launch(world: World, app: str, *, target: str, intent: str, params: Params, gesture: str | None) -> dict[str, Any]:
    """Allow a launch that the drawn screen offered.

    Raises:
        Refused: `host.gesture-*`, `host.launch-not-declared`, `host.launch-unfit`.

    """
    with world.lock:
        manifest = world.ready().manifest
        if app != manifest.app_id:
            raise Refused("host.unknown-mini-app")
        offer = launch_offer(target, intent, params)
        tapped = world.tokens.gesture(gesture, persona=world.persona.id, app=app, offer=offer)
        if not manifest.launches(target, intent):
            raise Refused("host.launch-not-declared", app=target, intent=intent)
        answer = _allowed(world, by=app, target=target, intent=intent, params=params)
        tapped.spent = True
        return answer


def arrive(world: World, *, intent: str, params: Params) -> dict[str, Any]:
    """Open one of this mini-app's own intents, as if another had launched it: for the author.

    Raises:
        Refused: `host.launch-unfit`.

    """
    with world.lock:
        app = world.ready().manifest.app_id
        return _allowed(world, by=CALLER, target=app, intent=intent, params=params)


def stand_in(world: World, app: str, screen: str, *, intent: str | None) -> dict[str, Any]:
    """What is drawn for a screen of a mini-app that is not here.

    Raises:
        Refused: `host.unknown-mini-app`, unless a launch leads here; `host.intent-*`.

    """
    if intent is None:
        raise Refused("host.unknown-mini-app")
    with world.lock:
        found = world.tokens.intent(intent, persona=world.persona.id, app=app, screen=screen)
        found.spent = True
    facts = [{"label": name, "value": str(value)} for name, value in found.params.items()]
    text = f"模拟器只运行一个小程序。在平台上，这里会打开“{app}”的“{found.intent}”，并带上以下参数。"
    body = [{"component": "Notice", "tone": "info", "title": "这里会打开另一个服务", "text": text}]
    if facts:
        body.append({"component": "FactTable", "facts": facts})  # type: ignore[dict-item]  # JSON
    catalog = "https://kuaiban.gansu.example/catalog/v0_1"
    drawn = {"catalogId": catalog, "version": 1, "title": app, "body": body, "data": {}}
    return {"screen": drawn, "gesture": world.tokens.mint_gesture(
        persona=world.persona.id, app=app, offers=frozenset()
    )}  # fmt: skip


def _allowed(world: World, *, by: str, target: str, intent: str, params: Params) -> dict[str, Any]:
    manifest = _manifest(world, target)
    screen, name, department = "open", target, target
    if manifest is not None:
        declared = manifest.intent(intent)
        if declared is None or not declared.accepts(params):
            raise Refused("host.launch-unfit", app=target, intent=intent)
        screen, name, department = declared.screen, manifest.name, manifest.gkb.department.name
    token = world.tokens.mint_intent(
        persona=world.persona.id, by=by, app=target, intent=intent, screen=screen, params=params
    )
    return {"intent": token, "app": target, "screen": screen, "name": name, "departmentName": department}


def _manifest(world: World, app: str) -> Manifest | None:
    """Of this mini-app, or of one whose project lies beside it."""
    own = world.ready().manifest
    if app == own.app_id:
        return own
    beside: Path = world.folder.parent / app / "manifest.json"
    try:
        return msgspec.json.decode(beside.read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError):
        return None
