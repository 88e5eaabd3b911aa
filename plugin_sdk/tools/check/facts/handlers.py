"""The functions that a package registers with `@app.screen(...)` and `@app.action(...)`, and what they call."""

import ast
from collections.abc import Iterator
from typing import Literal

from plugin_sdk.tools.project import Module

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Handler:
    """A registered function. `name` is None when it does not stand in the source."""

    def __init__(
        self, *, kind: Literal["screen", "action"], name: str | None, module: Module, function: Function, by: ast.Call
    ) -> None:
        self.kind = kind
        self.name = name
        self.module = module
        self.function = function
        self.by = by


def handlers(module: Module) -> Iterator[Handler]:
    """Every registered function of a module."""
    for function in functions(module).values():
        for decorator in function.decorator_list:
            called = decorator.func if isinstance(decorator, ast.Call) else None
            if isinstance(decorator, ast.Call) and isinstance(called, ast.Attribute):
                if called.attr == "screen":
                    name = text_of(module, _first(decorator))
                    yield Handler(kind="screen", name=name, module=module, function=function, by=decorator)
                elif called.attr == "action":
                    name = text_of(module, _first(decorator))
                    yield Handler(kind="action", name=name, module=module, function=function, by=decorator)


def functions(module: Module) -> dict[str, Function]:
    """The functions at the top of a module; of two with one name both, the later under a name of its own."""
    found: dict[str, Function] = {}
    for statement in module.tree.body if module.tree else []:
        if isinstance(statement, Function):
            name = statement.name if statement.name not in found else f"{statement.name}@{statement.lineno}"
            found[name] = statement
    return found


def text_of(module: Module, node: ast.expr | None) -> str | None:
    """The text that an expression is: a literal, or a constant of the module."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    value = module.constants.get(node.id) if isinstance(node, ast.Name) else None
    return value if isinstance(value, str) else None


def texts_of(module: Module, node: ast.expr | None) -> list[str] | None:
    """The texts that a list is, or None when they do not all stand in the source."""
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        found = [text_of(module, item) for item in node.elts]
        return [text for text in found if text is not None] if None not in found else None
    value = module.constants.get(node.id) if isinstance(node, ast.Name) else None
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return list(value)
    return None


def argument(call: ast.Call, name: str, position: int | None = None) -> ast.expr | None:
    """What a call gives for a parameter."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    return call.args[position] if position is not None and position < len(call.args) else None


def _first(call: ast.Call) -> ast.expr | None:
    return argument(call, "name", 0)
