"""Where the code asks to open another mini-app: `ui.to_launch("app", "intent", ...)`."""

import ast
from collections.abc import Iterator

from msgspec import Struct

from plugin_sdk.tools.check.facts.handlers import argument, text_of
from plugin_sdk.tools.check.reviewed import Reviewed, in_code
from plugin_sdk.tools.check.rule import Place


class WrittenLaunch(Struct, frozen=True, kw_only=True):
    """One launch of the code."""

    app: str
    intent: str
    place: Place


def launches(reviewed: Reviewed) -> Iterator[WrittenLaunch]:
    """Every launch whose target stands in the source."""
    for module in reviewed.project.modules:
        for node in module.nodes:
            if isinstance(node, ast.Call) and _name(node.func) == "to_launch":
                app = text_of(module, argument(node, "app", 0))
                intent = text_of(module, argument(node, "intent", 1))
                if app is not None and intent is not None:
                    yield WrittenLaunch(app=app, intent=intent, place=in_code(module, node))


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
