"""What tests of the simulator do over and over: draw, act, agree, be refused."""

import json

import pytest

from plugin_sdk.tools.simulator import runs
from plugin_sdk.tools.simulator.consents import GiveConsent
from plugin_sdk.tools.simulator.refusals import Refused

APP = "asker"
READ = ["person.read", {"purpose": "apply", "fields": ["name", "idNumber"]}]


def draw(world, given=None, *, screen="home", intent=None):
    return runs.open_screen(world, APP, screen, given or {}, intent=intent, lang="zh")


def told(drawn):
    return json.loads(drawn["screen"]["body"][0]["text"])


def ask(world, *asked):
    """What a screen is told by the host, one entry for each capability call."""
    return told(draw(world, {"ask": list(asked)}))


def act(world, *asked, key="", gesture="", **given):
    gesture = gesture or draw(world)["gesture"]
    return runs.take_action(world, APP, "do", {"ask": list(asked), **given}, gesture=gesture, lang="zh", key=key)


def answers(world):
    """What the last call was told by the host."""
    return [one["answer"] for one in world.calls[0].host_calls]


def agree(world):
    asked = GiveConsent(recipient=APP, purpose="apply", fields=["name", "idNumber"], text_version="1")
    return world.consents.give(world.persona.id, world.ready().manifest, asked, at=world.clock.now())


def refused(work):
    with pytest.raises(Refused) as caught:
        work()
    return caught.value
