"""Rules about the files themselves: small, named by what they hold, and speaking of the project alone."""

import ast
import json
import re
import sys
import tomllib

import pytest

from backend import __version__
from tests.architecture.source import PACKAGES, ROOT, imported, parsed, place, python_files, shell_files

FILE_LINES = 400  # above this nobody sees a file whole; 300 is questioned in review
FUNCTION_LINES = 60  # a function that does not fit on a screen does several things
NOT_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "stuff"}
TOP = {
    "backend", "miniapps", "plugin_sdk", "profiles", "qr_services", "card_service", "tests", "docs", "deploy",
    "pyproject.toml", "README.md", "Makefile", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md",
    "requirements.txt", "requirements-dev.txt", "requirements-node.txt", "compose.yaml",
}  # fmt: skip
BUILT = {"data", "build", "dist"}  # named in .gitignore
# `[.]` instead of `\.`, so that this file passes its own test.
REGISTRIES = (
    "pypi[.]org|pythonhosted[.]org|npmjs[.](?:org|com)|yarnpkg[.]com|npmmirror[.]com|crates[.]io|docker[.]io|ghcr[.]io"
)
MACHINE = r"(?<![\w./<>-])/(?:work(?:space)?|root|builds|home/\w+|Users/\w+)/"
TEXT_KINDS = {
    ".py", ".md", ".toml", ".txt", ".json", ".yaml", ".yml", ".ts", ".vue", ".css", ".html", ".js", ".csv", ".wit",
    ".cfg", ".sh", ".webmanifest", ".svg", "",
}  # fmt: skip
SKIPPED = {
    ".git", ".venv", "node_modules", "dist", "dist-simulator", "build", "data", "__pycache__", ".mypy_cache", ".ruff_cache",
    ".pytest_cache", ".hypothesis", ".import_linter_cache",
}  # fmt: skip
ALL_PYTHON = python_files(*PACKAGES, "tests")


def texts():
    waiting = [ROOT]
    while waiting:
        for path in waiting.pop().iterdir():
            if path.is_dir() and path.name not in SKIPPED and not path.is_symlink():
                waiting.append(path)
            elif path.is_dir() and path.name == "data" and path.parent != ROOT:
                waiting.append(path)  # a room's seed data, not the data folder of an installation
            elif path.is_file() and path.suffix in TEXT_KINDS and not path.name.endswith(".egg-info"):
                yield path


def test_no_file_is_too_long():
    long = {
        place(path): lines
        for path in (*ALL_PYTHON, *shell_files())
        if (lines := len(path.read_text("utf-8").splitlines())) > FILE_LINES
    }

    assert not long, f"split by noun, at most {FILE_LINES} lines: {long}"


def test_no_function_is_too_long():
    long = [
        f"{place(path, node)} {node.name}: {node.end_lineno - node.lineno + 1}"
        for path in ALL_PYTHON
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]

    assert not long, f"split by verb, at most {FUNCTION_LINES} lines: {long}"


def test_no_file_is_named_after_nothing():
    found = [
        place(path)
        for path in (*ALL_PYTHON, *shell_files())
        if NOT_NAMES & {part.lower() for part in (*path.relative_to(ROOT).parent.parts, path.stem)}
    ]

    assert not found, f"name files after what they hold: {found}"


def test_the_guest_needs_the_standard_library_only():
    for path in python_files("plugin_sdk/guest"):
        for node, name in imported(parsed(path)):
            inside = name.split(".")[0] in sys.stdlib_module_names or name.startswith("plugin_sdk.guest")
            assert inside, f"{place(path, node)} imports {name}: what mini-apps import needs the standard library only"


def test_nothing_is_left_to_do_later():
    unfinished = re.compile("TO[D]O|FIX[M]E|XX[X]|NotImplemented[E]rror")
    found = [
        f"{place(path)}:{number}"
        for path in (*ALL_PYTHON, *shell_files())
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if unfinished.search(line)
    ]

    assert not found, f"finish it or write an issue: {found}"


def test_no_test_is_skipped():
    found = [
        place(path, node)
        for path in python_files("tests", "miniapps")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr in {"skip", "skipif", "xfail", "importorskip"}
    ]

    assert not found, f"a test that does not run proves nothing: {found}"


def test_no_text_names_a_package_registry_or_a_path_of_one_machine():
    wrong = re.compile(f"{REGISTRIES}|{MACHINE}")
    found = [
        f"{place(path)}:{number}: {match[0]}"
        for path in texts()
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1)
        if (match := wrong.search(line))
    ]

    assert not found, "write it so that it holds on every machine and with every mirror: " + "; ".join(found[:20])


def test_locks_name_versions_and_hashes_but_no_place():
    lock = json.loads((ROOT / "backend" / "shell" / "package-lock.json").read_text("utf-8"))
    resolved = [name for name, package in lock["packages"].items() if "resolved" in package]

    assert not resolved, "backend/shell/.npmrc keeps places out of the lock; run npm install there again"
    for path in ROOT.glob("requirements*.txt"):
        lines = path.read_text("utf-8").splitlines()
        assert not [line for line in lines if line.startswith(("-i", "--index", "--extra-index", "--find-links"))]
        assert not [line for line in lines if "://" in line and not line.lstrip().startswith("#")]


def test_the_top_folder_holds_what_it_should():
    ours = {path.name for path in ROOT.iterdir()} - BUILT
    ours = {name for name in ours if not name.startswith(".") and not name.endswith(".egg-info") and name[0] != "_"}

    assert ours - TOP == set(), "a new thing at the top is a decision: put it into a folder, or add it to TOP"
    assert TOP - ours == set(), "missing at the top"


def test_there_is_one_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    newest = re.search(r"^## \[(\d+\.\d+\.\d+)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)

    assert newest is not None, "CHANGELOG.md: every version has a heading `## [1.2.3]`"
    assert project["version"] == __version__ == newest[1]


def test_docstrings_are_asked_for_everywhere_but_in_tests():
    ruff = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]["lint"]
    exceptions = {
        pattern for pattern, rules in ruff["per-file-ignores"].items() if {"ALL", "D"} & {*rules, *map(str, rules)}
    }

    assert ruff["select"] == ["ALL"]
    assert not {"D", "D1", "D100", "D101", "D102", "D103", "D104"} & set(ruff["ignore"])
    tests = {"tests/**", "miniapps/*/tests/**", "plugin_sdk/templates/*/tests/**"}
    assert exceptions == {*tests, "**/piccolo_migrations/**"}


@pytest.mark.parametrize("folder", ["decisions"])
def test_decisions_are_numbered_without_gaps_and_have_a_status(folder):
    pages = sorted((ROOT / "docs" / folder).glob("[0-9]*.md"))

    assert [int(page.name[:4]) for page in pages] == list(range(len(pages)))
    for page in pages:
        text = page.read_text("utf-8")
        assert re.search(r"^Status: (template|accepted|superseded by \d{4})", text, re.MULTILINE), place(page)


def test_links_between_documents_lead_somewhere():
    broken = [
        f"{place(page)}: {target}"
        for page in (*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md"))
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]

    assert not broken, broken
