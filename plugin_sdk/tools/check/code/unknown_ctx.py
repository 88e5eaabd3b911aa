"""A misspelt capability fails only when somebody taps."""

import ast
from collections.abc import Iterator
from typing import TypeGuard

from plugin_sdk.tools.check.facts.calls import OWN_MEMBERS, ROOMS, contexts
from plugin_sdk.tools.check.facts.shape import nearest
from plugin_sdk.tools.check.reviewed import Reviewed, in_code
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="code.unknown-ctx",
    what=Words(
        zh="ctx 没有 {name}{near}",
        en="ctx has no {name}{near}",
    ),
    cause=Words(
        zh="写错的名称要到用户点击时才会出错",
        en="A misspelt name fails only when somebody taps",
    ),
    fix=Words(
        zh="改成正确的名称：{all}",
        en="Correct the name: {all}",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Attributes of a context that it does not have."""
    known = sorted(OWN_MEMBERS | ROOMS)
    for module in reviewed.project.modules:
        names = contexts(module.tree) if module.tree else frozenset()
        for node in module.nodes:
            if _is_member(node, names) and node.attr not in known:
                near = nearest(node.attr, known)
                told = {"name": node.attr, "near": f" ({near}?)" if near else "", "all": ", ".join(known)}
                yield RULE.at(in_code(module, node), **told)


def _is_member(node: ast.AST, names: frozenset[str]) -> TypeGuard[ast.Attribute]:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names
