"""A class with machinery is built anew for every call."""

import ast
from collections.abc import Iterator

from plugin_sdk.tools.check.facts.names import dotted
from plugin_sdk.tools.check.reviewed import Reviewed, in_code
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="code.heavy-class",
    severity="warning",
    what=Words(
        zh="{name} 用了 {what}，每次调用都要重新生成",
        en="{name} uses {what}, which is built anew for every call",
    ),
    cause=Words(
        zh="每次调用都是新的解释器：生成一个 dataclass 约需一毫秒，字典几乎不花时间",
        en="Every call is a fresh interpreter: a dataclass takes a millisecond to make, a dictionary nothing",
    ),
    fix=Words(
        zh="用字典、元组或带 __init__ 的普通类",
        en="Use a dictionary, a tuple, or a plain class with __init__",
    ),
)

HEAVY = frozenset(("dataclass", "NamedTuple", "Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "TypedDict"))


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Dataclasses, enums and named tuples."""
    for module in reviewed.project.modules:
        for node in module.nodes:
            if isinstance(node, ast.ClassDef):
                asked = [part.func if isinstance(part, ast.Call) else part for part in node.decorator_list] + node.bases
                heavy = [dotted(part).rpartition(".")[2] for part in asked]
                if found := [name for name in heavy if name in HEAVY]:
                    yield RULE.at(in_code(module, node), name=node.name, what=found[0])
            elif isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in {
                "namedtuple",
                "make_dataclass",
            }:
                yield RULE.at(in_code(module, node), name="", what=dotted(node.func))
