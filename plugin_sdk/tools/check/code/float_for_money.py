"""Money is counted in whole fen: binary fractions do not hold a tenth."""

import ast
import re
from collections.abc import Iterator

from plugin_sdk.tools.check.facts.names import dotted
from plugin_sdk.tools.check.reviewed import Reviewed, in_code
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="code.float-for-money",
    what=Words(
        zh="金额 {name} 用了小数运算",
        en="The amount {name} is reckoned with a float",
    ),
    cause=Words(
        zh="0.1+0.2 不等于 0.3；补贴差一分也要更正",
        en="0.1 + 0.2 is not 0.3, and a subsidy that is one fen off must be corrected",
    ),
    fix=Words(
        zh="用整数分计算：amount_fen = area * fen_per_square_metre * percent // 100",
        en="Reckon in whole fen: amount_fen = area * fen_per_square_metre * percent // 100",
    ),
)

MONEY = re.compile(
    r"(^|_)(fen|yuan|money|amount|price|fee|fees|subsidy|cost|payment|salary|tax)(_|$)|(amount|price|fee)fen$|金额|费用"
)
"""Names, and keys of a dictionary, that mean money."""


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Floats, `float(...)` and `/` in what is given to a name that means money."""
    for module in reviewed.project.modules:
        for node in module.nodes:
            for name, value in _given(node):
                if MONEY.search(name.lower()) and (found := _float(value)) is not None:
                    yield RULE.at(in_code(module, found), name=name)


def _given(node: ast.AST) -> list[tuple[str, ast.expr]]:
    if isinstance(node, ast.Assign):
        return [(dotted(target).rpartition(".")[2], node.value) for target in node.targets]
    if isinstance(node, ast.AnnAssign | ast.AugAssign) and node.value is not None:
        return [(dotted(node.target), node.value)]
    if isinstance(node, ast.keyword) and node.arg is not None:
        return [(node.arg, node.value)]
    if isinstance(node, ast.Dict):
        keys = zip(node.keys, node.values, strict=True)
        return [
            (key.value, value) for key, value in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)
        ]
    if isinstance(node, ast.FunctionDef):
        return [(node.name, part.value) for part in ast.walk(node) if isinstance(part, ast.Return) and part.value]
    return []


def _float(value: ast.expr) -> ast.AST | None:
    for node in ast.walk(value):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            return node
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            return node
        if isinstance(node, ast.Call) and dotted(node.func) == "float":
            return node
    return None
