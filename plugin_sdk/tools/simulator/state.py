"""What the simulator's page shows beside the phone, as JSON."""

from typing import Any

import msgspec

from plugin_sdk.tools.problem import Problem
from plugin_sdk.tools.simulator import shared_rooms
from plugin_sdk.tools.simulator.personas import personas
from plugin_sdk.tools.simulator.world import CallEntry, World


def state(world: World) -> dict[str, Any]:
    """The whole state; of stored values, inbox and consents those of the present persona."""
    with world.lock:
        persona = world.persona.id
        return {
            **_app(world),
            "personas": [{"id": one.id, "name": one.name, "title": one.title} for one in personas().values()],
            "persona": persona,
            "now": world.clock.now().isoformat(),
            "clockStands": world.clock.stands,
            "problems": [told(problem) for problem in world.problems],
            "calls": [_call(entry) for entry in world.calls],
            "inbox": list(world.kept.inbox.get(persona, [])),
            "stored": dict(world.kept.stored.get(persona, {})),
            "records": shared_rooms.records_of(world.kept.shared),
            "bookings": shared_rooms.bookings_of(world.kept.shared, persona),
            "consents": world.consents.told(persona),
            "engine": world.engine.name,
        }


def cards(world: World) -> dict[str, Any]:
    """The one mini-app as the product lists it."""
    if world.package is None:
        return {"items": []}
    manifest = world.package.manifest
    card = {
        "id": manifest.app_id,
        "name": manifest.name,
        "shortName": manifest.short_name,
        "description": manifest.description,
        "department": {"name": manifest.gkb.department.name},
        "icon": manifest.icons[0].src,
        "version": manifest.version.name,
        "opens": manifest.pages[0],
    }
    return {"items": [card]}


def told(problem: Problem) -> dict[str, Any]:
    """A problem with the member names of the wire."""
    plain = problem.as_json()
    return {name.partition("_")[0] + "".join(map(str.title, name.split("_")[1:])): plain[name] for name in plain}


def _app(world: World) -> dict[str, Any]:
    if world.package is None:
        return {"app": None, "pages": [], "intents": []}
    manifest = world.package.manifest
    return {
        "app": {
            "id": manifest.app_id,
            "name": manifest.name,
            "opens": manifest.pages[0],
            "version": manifest.version.name,
            "department": manifest.gkb.department.name,
        },
        "pages": manifest.pages,
        "intents": [msgspec.to_builtins(intent) for intent in manifest.gkb.intents],
    }


def _call(entry: CallEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "at": entry.at,
        "kind": entry.kind,
        "name": entry.name,
        "milliseconds": entry.milliseconds,
        "fuel": entry.fuel,
        "hostCalls": entry.host_calls,
        "log": entry.log,
        "error": entry.error,
    }
