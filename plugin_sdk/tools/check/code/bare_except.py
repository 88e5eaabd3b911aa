"""Whoever catches everything hides the mistake that somebody will have to find."""

import ast
from collections.abc import Iterator

from plugin_sdk.tools.check.facts.names import dotted
from plugin_sdk.tools.check.reviewed import Reviewed, in_code
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="code.bare-except",
    what=Words(
        zh="捕获了所有异常",
        en="Every exception is caught",
    ),
    cause=Words(
        zh="真正的错误被吞掉，用户看到错误的结果，作者看不到原因",
        en="A real mistake is swallowed: people see a wrong result, and the author sees no cause",
    ),
    fix=Words(
        zh="只捕获预料中的异常，例如 except CapabilityRefused 或 except ValueError",
        en="Catch what is expected, for example except CapabilityRefused or except ValueError",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """`except:`, and `except Exception` or `BaseException`."""
    for module in reviewed.project.modules:
        for node in module.nodes:
            if isinstance(node, ast.ExceptHandler):
                kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
                if any(kind is None or dotted(kind) in {"Exception", "BaseException"} for kind in kinds):
                    yield RULE.at(in_code(module, node))
