"""A mini-app's folder as the tools see it. Reading it never raises: bad content is for `check` to name."""

import ast
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from plugin_sdk.contract.limits import SOURCE_BYTES
from plugin_sdk.contract.manifest import Manifest
from plugin_sdk.tools.json_text import JsonText

MANIFEST = "manifest.json"
ENTRY = "app.py"
MOST_FILES = 2_000
"""Files that are looked at; a project has some twenty, and a folder named by mistake has a million."""

MOST_BYTES = 4 * SOURCE_BYTES
"""Bytes of one file that are kept; more than a package may have, so that too much is still seen as too much."""

PASSED_OVER = frozenset(("__pycache__", "node_modules", "build", "dist"))
_CONSTANT = re.compile(r"[A-Z][A-Z0-9_]*")


class Module:
    """One Python file of the package: its text, and its tree when it has one."""

    def __init__(self, path: str, content: bytes) -> None:
        self.path = path
        self.name = path.removesuffix(".py")
        self.tree: ast.Module | None = None
        self.syntax_error: tuple[int, str] | None = None
        self.is_text = True
        try:
            self.text = content.decode("utf-8")
        except UnicodeDecodeError:
            self.text, self.is_text = "", False
        if self.is_text:
            self._parse()

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text, without their ends."""
        return self.text.split("\n")

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Every node of the tree; empty when there is none."""
        return list(ast.walk(self.tree)) if self.tree else []

    @cached_property
    def constants(self) -> dict[str, Any]:
        """Constants of the module (`PURPOSE = "..."`) whose values stand in the source, by name."""
        found: dict[str, Any] = {}
        for statement in self.tree.body if self.tree else []:
            targets = statement.targets if isinstance(statement, ast.Assign) else []
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            if names and isinstance(statement, ast.Assign) and _CONSTANT.fullmatch(names[0]):
                try:
                    found[names[0]] = ast.literal_eval(statement.value)
                except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
                    continue
        return found

    def _parse(self) -> None:
        try:
            self.tree = ast.parse(self.text, filename=self.path)
        except SyntaxError as error:
            self.syntax_error = (max(1, error.lineno or 1), error.msg)
        except (ValueError, RecursionError, MemoryError) as error:  # a NUL byte, or nesting without end
            self.syntax_error = (1, str(error) or type(error).__name__)


class Project:
    """Everything a folder holds. `name` is the folder's name; `files` maps relative paths with slashes to content."""

    def __init__(self, *, name: str, files: Mapping[str, bytes], folder: Path | None = None) -> None:
        self.name = name
        self.files = dict(files)
        self.folder = folder

    @cached_property
    def manifest_text(self) -> JsonText:
        """The manifest with the line of everything in it."""
        content = self.files.get(MANIFEST, b"")
        return JsonText(content.decode("utf-8", "replace"))

    @cached_property
    def raw_manifest(self) -> dict[str, Any]:
        """The manifest as plain JSON; empty when it is none."""
        value = self.manifest_text.value
        return value if isinstance(value, dict) else {}

    @cached_property
    def manifest(self) -> Manifest | None:
        """The manifest as the contract has it, or None when it is not valid."""
        try:
            return msgspec.convert(self.raw_manifest, Manifest)
        except (msgspec.ValidationError, RecursionError):
            return None

    @cached_property
    def app_id(self) -> str:
        """The id that the manifest names, else the folder's name."""
        named = self.raw_manifest.get("app_id")
        return named if isinstance(named, str) else self.name

    @cached_property
    def modules(self) -> list[Module]:
        """The Python files that travel in the package: those beside the manifest, without `__init__.py`."""
        here = [path for path in sorted(self.files) if path.endswith(".py") and "/" not in path]
        return [Module(path, self.files[path]) for path in here if path != "__init__.py"]

    @cached_property
    def sources(self) -> dict[str, str]:
        """The same as text, by path."""
        return {module.path: module.text for module in self.modules if module.is_text}


def read_project(folder: Path) -> Project:
    """The project in that folder; a folder that is not there is one with no files."""
    folder = folder.resolve()
    files: dict[str, bytes] = {}
    waiting = [folder]
    while waiting and len(files) < MOST_FILES:
        for path in _inside(waiting.pop()):
            if path.is_dir():
                waiting.append(path)
            elif (content := _content(path)) is not None:
                files[path.relative_to(folder).as_posix()] = content
    return Project(name=folder.name, files=files, folder=folder)


def _inside(folder: Path) -> list[Path]:
    """What a folder holds and a project may have: no hidden files, no links, nothing that tools have put there."""
    try:
        inside = sorted(folder.iterdir())
    except OSError:
        return []
    return [
        path
        for path in inside
        if not path.name.startswith(".") and path.name not in PASSED_OVER and not path.is_symlink()
    ]


def _content(path: Path) -> bytes | None:
    try:
        if not path.is_file():
            return None
        path.relative_to(path.anchor).as_posix().encode()  # a name that is no text cannot be reported either
        with path.open("rb") as file:
            return file.read(MOST_BYTES)
    except (OSError, UnicodeEncodeError):
        return None
