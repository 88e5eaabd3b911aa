"""Every mini-app of the repository: its manifest is true."""

import ast
import inspect

import msgspec
import pytest

from plugin_sdk.contract.capabilities import CAPABILITIES
from plugin_sdk.contract.capabilities.person import PersonField
from plugin_sdk.contract.manifest import Manifest
from plugin_sdk.guest import capabilities as clients
from tests.architecture.source import ROOT, imported, parsed, place

# (client, method) as an author writes them, ctx.person.read, and the capability behind
METHODS = {
    ("person", "read"): "person.read",
    ("store", "get"): "store.get",
    ("store", "put"): "store.put",
    ("store", "put_if_absent"): "store.put",
    ("message", "send"): "message.send",
}
FOLDERS = sorted(path.parent for path in (ROOT / "miniapps").glob("*/manifest.json"))
by_folder = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def manifest(folder) -> Manifest:
    return msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Manifest)


def sources(folder):
    return sorted(folder.glob("*.py"))


def used(folder) -> set[str]:
    """The capabilities that the package's code calls, whatever the context is called there."""
    found = set()
    for path in sources(folder):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute):
                found.add(METHODS.get((node.value.attr, node.attr)))
    return found - {None}


def test_every_folder_is_a_mini_app():
    folders = {path for path in (ROOT / "miniapps").iterdir() if path.is_dir() and not path.name.startswith(("_", "."))}

    assert folders == set(FOLDERS), "a folder of miniapps/ holds a manifest.json"


def test_the_table_of_methods_is_complete():
    written = {
        (name.lower(), method)
        for name, client in inspect.getmembers(clients, inspect.isclass)
        if client.__module__ == clients.__name__ and "host_call" in inspect.signature(client).parameters
        for method, _ in inspect.getmembers(client, inspect.isfunction)
        if not method.startswith("_")
    }

    assert written == set(METHODS), "add the guest's new method to METHODS"
    assert set(METHODS.values()) == set(CAPABILITIES), "every capability has a method in plugin_sdk.guest.capabilities"


@by_folder
class TestEveryMiniApp:
    def test_is_called_like_its_folder(self, folder):
        assert manifest(folder).app_id == folder.name, f"{folder.name}/manifest.json: app_id is the folder's name"

    def test_declares_exactly_what_it_uses(self, folder):
        declared = {wanted.name for wanted in manifest(folder).gkb.capabilities}

        assert declared == used(folder), f"{folder.name}: declared and used capabilities differ; correct manifest.json"

    def test_declares_exactly_the_screens_and_actions_it_has(self, folder):
        tree = parsed(folder / "app.py")
        registered = {"screen": set(), "action": set()}
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                for mark in node.decorator_list:
                    if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute):
                        registered[mark.func.attr].add(ast.literal_eval(mark.args[0]))

        assert set(manifest(folder).pages) == registered["screen"]
        assert set(manifest(folder).gkb.actions) == registered["action"]

    def test_asks_only_for_fields_that_exist(self, folder):
        asked = {field for purpose in manifest(folder).gkb.purposes for field in purpose.fields}

        assert asked <= set(PersonField.__args__)

    def test_imports_only_the_guest_sdk_beyond_the_standard_library(self, folder):
        for path in sources(folder):
            for node, name in imported(parsed(path)):
                assert not name.startswith("plugin_sdk") or name.split(".")[:2] == ["plugin_sdk", "guest"], (
                    f"{place(path, node)} imports {name}: a mini-app has plugin_sdk.guest only"
                )

    def test_has_tests_of_its_own(self, folder):
        assert list((folder / "tests").glob("test_*.py")), f"{folder.name}/tests holds no test"
