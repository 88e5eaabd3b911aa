"""Every mini-app of the repository passes the machine review; guest and contract name the same capabilities."""

import inspect

import pytest

from plugin_sdk.contract.capabilities import CAPABILITIES
from plugin_sdk.guest import Context
from plugin_sdk.tools.check import check
from plugin_sdk.tools.check.facts.calls import OTHER_METHODS
from plugin_sdk.tools.project import read_project
from tests.architecture.source import ROOT

FOLDERS = sorted(path.parent for path in (ROOT / "miniapps").glob("*/manifest.json"))


def clients_of(context):
    """What the context offers beside its own values: name and object of each client."""
    return {
        name: client
        for name, client in vars(context).items()
        if type(client).__module__.startswith("plugin_sdk.guest.") and not name.startswith("_")
    }


def test_every_folder_is_a_mini_app():
    folders = {path for path in (ROOT / "miniapps").iterdir() if path.is_dir() and not path.name.startswith(("_", "."))}

    assert folders == set(FOLDERS), "a folder of miniapps/ holds a manifest.json"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_machine_review_finds_nothing(folder):
    assert [problem.say("en") for problem in check(read_project(folder))] == []


def test_every_capability_has_a_method_of_the_context_and_every_method_a_capability():
    context = Context(now="2026-01-15T09:30:00+08:00", locale="zh", entropy="0" * 64, host_call=lambda _, __: "")
    written = {
        OTHER_METHODS.get((name, method), f"{name}.{method}")
        for name, client in clients_of(context).items()
        for method, _ in inspect.getmembers(client, inspect.ismethod)
        if not method.startswith("_")
    }

    assert written == set(CAPABILITIES)
