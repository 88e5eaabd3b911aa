"""Modules are loaded before anybody calls: there is no moment and no chance yet."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.names import CLOCKS, at_import, dotted, is_chance
from plugin_sdk.tools.check.reviewed import Reviewed, in_code
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="code.at-import",
    what=Words(
        zh="模块加载时调用了 {name}",
        en="{name} is called while the module is loaded",
    ),
    cause=Words(
        zh="应用包提前加载，此时还没有调用时间和随机数，得到的值对所有人都一样",
        en="Packages are loaded ahead of the call: the value would be the same for everybody, for ever",
    ),
    fix=Words(
        zh="移到函数里，用 ctx.now、ctx.random 或 ctx.new_id()",
        en="Move it into a function, and use ctx.now, ctx.random or ctx.new_id()",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Clock, chance or printing in the body of a module."""
    for module in reviewed.project.modules:
        for node in at_import(module).values():
            name = dotted(node.func)
            if name in CLOCKS or is_chance(name) or name == "print":
                yield RULE.at(in_code(module, node), name=name)
