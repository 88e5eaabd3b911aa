"""Which code a function runs within its package: its own, and that of the functions it calls by name."""

import ast
from collections.abc import Sequence

from plugin_sdk.tools.check.facts.handlers import Function, functions
from plugin_sdk.tools.check.facts.names import dotted
from plugin_sdk.tools.project import Module


class Reach:
    """Follows calls such as `_page(...)`, `texts.say(...)` and what `from .rates import amount_fen` brought."""

    def __init__(self, modules: Sequence[Module]) -> None:
        self._functions = {module.name: functions(module) for module in modules}
        self._imported = {module.name: _imports(module) for module in modules}
        self._modules = {module.name: module for module in modules}

    def of(self, module: Module, function: Function) -> set[int]:
        """Ids of every node that may run when the function is called."""
        seen: set[int] = set()
        waiting: list[tuple[str, Function]] = [(module.name, function)]
        while waiting:
            home, here = waiting.pop()
            if id(here) not in seen:
                for node in ast.walk(here):
                    seen.add(id(node))
                    if isinstance(node, ast.Call) and (found := self._called(home, dotted(node.func))):
                        waiting.append(found)
        return seen

    def _called(self, home: str, name: str) -> tuple[str, Function] | None:
        owner, _, method = name.rpartition(".")
        imported = self._imported[home]
        module, function = (imported.get(owner, ("", ""))[0], method) if owner else imported.get(name, (home, name))
        found = self._functions.get(module, {}).get(function or method)
        return (module, found) if found is not None else None


def _imports(module: Module) -> dict[str, tuple[str, str]]:
    """Names that relative imports bind, to (module, function); the function is empty for a whole module."""
    found: dict[str, tuple[str, str]] = {}
    for node in module.nodes:
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            for alias in node.names:
                bound = alias.asname or alias.name
                found[bound] = (node.module, alias.name) if node.module else (alias.name, "")
    return found
