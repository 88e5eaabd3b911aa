"""A misspelt builder fails only when the page is opened."""

import ast
from collections.abc import Iterator
from typing import TypeGuard

from plugin_sdk.guest import ui
from plugin_sdk.tools.check.facts.shape import nearest
from plugin_sdk.tools.check.reviewed import Reviewed, in_code
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="code.unknown-ui",
    what=Words(
        zh="ui 没有 {name}{near}",
        en="ui has no {name}{near}",
    ),
    cause=Words(
        zh="页面只能用平台提供的组件",
        en="Screens are made of the platform's components only",
    ),
    fix=Words(
        zh="改成正确的名称；全部组件见 docs/reference/screens.md",
        en="Correct the name; all components are in docs/reference/screens.md",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Attributes of `ui` that it does not have."""
    for module in reviewed.project.modules:
        if "ui" not in _imported(module.tree):
            continue
        for node in module.nodes:
            if _is_of_ui(node) and node.attr not in ui.__all__:
                near = nearest(node.attr, list(ui.__all__))
                yield RULE.at(in_code(module, node), name=node.attr, near=f" ({near}?)" if near else "")


def _is_of_ui(node: ast.AST) -> TypeGuard[ast.Attribute]:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "ui"


def _imported(tree: ast.Module | None) -> set[str]:
    return {
        alias.asname or alias.name
        for node in (tree.body if tree else [])
        if isinstance(node, ast.ImportFrom) and node.module == "plugin_sdk.guest"
        for alias in node.names
    }
