"""What is printed is kept in a log that developers read."""

import ast
from collections.abc import Iterator
from typing import get_args

from plugin_sdk.contract.capabilities.person import PersonField
from plugin_sdk.tools.check.facts.names import dotted
from plugin_sdk.tools.check.reviewed import Reviewed, in_code
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="code.personal-data-printed",
    what=Words(
        zh="把个人信息 {name} 写进了日志",
        en="The personal {name} is printed to the log",
    ),
    cause=Words(
        zh="日志由开发人员查看，个人信息不得进入",
        en="Developers read the log; personal data must not get into it",
    ),
    fix=Words(
        zh='删除，或只打印编号和结果，例如 print("accepted", number)',
        en='Delete it, or print number and outcome only, for example print("accepted", number)',
    ),
)

FIELDS = frozenset(get_args(PersonField)) - {"name", "gender"}
NAMES = FIELDS | {"person", "data", "id_number", "phone_number", "birth_date", "address", "applicant", "ctx"}
"""Names that hold somebody's data wherever they stand."""


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """`print` of a person, of what was sent, or of a field that is somebody's."""
    for module in reviewed.project.modules:
        for node in module.nodes:
            if isinstance(node, ast.Call) and dotted(node.func) == "print":
                for given in [*node.args, *(keyword.value for keyword in node.keywords)]:
                    if (name := _personal(given)) is not None:
                        yield RULE.at(in_code(module, node), name=name)


def _personal(given: ast.expr) -> str | None:
    for node in ast.walk(given):
        if isinstance(node, ast.Name) and node.id in NAMES:
            return node.id
        if isinstance(node, ast.Attribute) and node.attr in {"person", *FIELDS}:
            return node.attr
        if isinstance(node, ast.Constant) and node.value in FIELDS:
            return str(node.value)
    return None
