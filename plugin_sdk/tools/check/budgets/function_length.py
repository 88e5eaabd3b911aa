"""A function that does not fit on a screen hides what it does."""

import ast
from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed, in_code
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="budgets.function-length",
    severity="warning",
    what=Words(
        zh="函数 {name} 有 {lines} 行",
        en="The function {name} has {lines} lines",
    ),
    cause=Words(
        zh="太长的函数审核人员看不清，作者也改不动",
        en="A function that long cannot be judged by a reviewer, nor changed by its author",
    ),
    fix=Words(
        zh="拆成几个有名字的小函数，每个不超过 {most} 行",
        en="Split it into named functions of at most {most} lines each",
    ),
)

MOST = 100


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Functions over the limit, wherever they stand."""
    for module in reviewed.project.modules:
        for node in module.nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > MOST:
                    yield RULE.at(in_code(module, node), name=node.name, lines=lines, most=MOST)
