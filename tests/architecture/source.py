"""The project's own files as these tests read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("backend", "plugin_sdk", "profiles", "qr_services", "card_service", "miniapps")
# Made by tools or by a build: not written here, so not judged here.
MADE = {"__pycache__", "node_modules", "dist", "dist-simulator", "build", "data", "piccolo_migrations", ".venv", ".git"}
SHELL_KINDS = {".ts", ".vue", ".css", ".js", ".html"}


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """Hand-written Python files below the folders, in a fixed order."""
    return tuple(sorted(path for folder in folders for path in _below(ROOT / folder) if path.suffix == ".py"))


@cache
def shell_files() -> tuple[Path, ...]:
    """Hand-written sources of the pages."""
    return tuple(sorted(path for path in _below(ROOT / "backend" / "shell") if path.suffix in SHELL_KINDS))


def _below(folder: Path) -> Iterator[Path]:
    """Files, without walking through what tools made: node_modules alone holds thousands."""
    for path in folder.iterdir():
        if path.is_dir():
            if path.name not in MADE:
                yield from _below(path)
        else:
            yield path


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def place(path: Path, node: ast.AST | None = None) -> str:
    """Where something stands, as an editor opens it."""
    line = getattr(node, "lineno", None)
    name = path.relative_to(ROOT).as_posix()
    return name if line is None else f"{name}:{line}"


def imported(tree: ast.Module) -> Iterator[tuple[ast.stmt, str]]:
    """Every absolute import of a module, late ones too: the statement and the dotted name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node, node.module or ""
