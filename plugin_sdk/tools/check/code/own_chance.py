"""Chance and ids come from the host, because an interpreter that is thrown away has none of its own."""

import ast
from collections.abc import Iterator

from plugin_sdk.tools.check.facts.names import at_import, dotted, is_chance
from plugin_sdk.tools.check.reviewed import Reviewed, in_code
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="code.own-chance",
    what=Words(
        zh="用了 {name}，应使用 ctx.random 或 ctx.new_id()",
        en="{name} is used instead of ctx.random or ctx.new_id()",
    ),
    cause=Words(
        zh="沙箱里没有自己的随机数；编号重复会把两个人的办件混在一起",
        en="The sandbox has no chance of its own, and equal numbers would mix up two people's cases",
    ),
    fix=Words(
        zh="编号用 ctx.new_id()，抽样用 ctx.random；应用不产生密码或令牌",
        en="ctx.new_id() for ids, ctx.random for sampling; an app mints no passwords or tokens",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Draws from `random`, `uuid` and `secrets` inside functions."""
    for module in reviewed.project.modules:
        for node in module.nodes:
            name = dotted(node.func) if isinstance(node, ast.Call) else ""
            if is_chance(name) and id(node) not in at_import(module):
                yield RULE.at(in_code(module, node), name=name)
