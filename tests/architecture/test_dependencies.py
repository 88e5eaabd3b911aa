"""Every dependency that we install is used by our own code; nothing is carried along."""

import ast
import re
import tomllib
from importlib.metadata import packages_distributions

import pytest

from tests.architecture.source import ROOT, imported, parsed, python_files

CODE = ("backend", "profiles", "plugin_sdk")


def name_of(requirement: str) -> str:
    return re.split(r"[\[=<>~! ]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def modules_of(distribution: str) -> set[str]:
    wanted = distribution.replace("-", "_")
    provided = {
        module
        for module, distributions in packages_distributions().items()
        if wanted in {one.lower().replace("-", "_") for one in distributions}
    }
    return provided - {"tests", "docs", "examples"}


def words() -> set[str]:
    """Names of imported modules, and texts in the code that name a module to run or to find: `-m granian`."""
    found = set()
    for path in python_files(*CODE):
        tree = parsed(path)
        found |= {name.split(".")[0] for _, name in imported(tree)}
        # A docstring speaks of a package without using it.
        docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                found |= set(re.findall(r"\w+", node.value))
    return found


WORDS = words()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.mark.parametrize("requirement", PROJECT["dependencies"], ids=name_of)
def test_every_dependency_is_used(requirement):
    modules = modules_of(name_of(requirement))

    assert modules, f"{requirement} is not installed: make test"
    assert modules & WORDS, f"{requirement}: nothing in {CODE} uses {modules}; remove it from pyproject.toml"


@pytest.mark.parametrize("requirement", PROJECT["dependencies"], ids=name_of)
def test_every_dependency_is_pinned(requirement):
    assert "==" in requirement, f"{requirement}: pin it, and lock with `make lock`"


def test_nothing_else_is_imported():
    provided = packages_distributions()
    declared = {name_of(one) for one in PROJECT["dependencies"]}
    # Comes with a declared one and is part of its interface.
    declared |= {"typing-extensions", "opentelemetry-api"}
    # An author's own: `gkb test` uses it when it is there, and the templates' tests are written for it.
    declared |= {"pytest"}
    foreign = {
        name.split(".")[0]
        for path in python_files(*CODE)
        for _, name in imported(parsed(path))
        if name.split(".")[0] in provided
    }
    missing = {
        module
        for module in foreign - {"tests"}
        if not declared & {one.lower().replace("_", "-") for one in provided[module]}
    }

    assert not missing - {"backend", "plugin_sdk", "miniapps", "profiles", "qr_services", "card_service"}, missing
