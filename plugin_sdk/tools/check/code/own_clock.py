"""The moment of the call comes from the host, so that a call can be replayed."""

import ast
from collections.abc import Iterator

from plugin_sdk.tools.check.facts.names import CLOCKS, at_import, dotted
from plugin_sdk.tools.check.reviewed import Reviewed, in_code
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="code.own-clock",
    what=Words(
        zh="用了 {name}，应使用 ctx.now",
        en="{name} is used instead of ctx.now",
    ),
    cause=Words(
        zh="沙箱的时钟停在调用时刻，直接用 ctx.now 才带时区、才能重放和测试",
        en="The sandbox's clock stands still; ctx.now has its zone and can be set in tests",
    ),
    fix=Words(
        zh="改为 ctx.now",
        en="Use ctx.now",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Readings of a clock inside functions."""
    for module in reviewed.project.modules:
        for node in module.nodes:
            name = dotted(node.func) if isinstance(node, ast.Call) else ""
            if name in CLOCKS and id(node) not in at_import(module):
                yield RULE.at(in_code(module, node), name=name)
