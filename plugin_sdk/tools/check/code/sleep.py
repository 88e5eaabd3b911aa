"""Nothing in the sandbox changes by waiting."""

import ast
from collections.abc import Iterator

from plugin_sdk.tools.check.facts.names import dotted
from plugin_sdk.tools.check.reviewed import Reviewed, in_code
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="code.sleep",
    what=Words(
        zh="应用不能 sleep",
        en="A mini-app cannot sleep",
    ),
    cause=Words(
        zh="调用最多 2 秒，等待不会带来任何变化",
        en="A call has 2 seconds, and nothing in there changes by waiting",
    ),
    fix=Words(
        zh="删除它，立即作答；进度在下次打开页面时再看",
        en="Delete it and answer at once; progress is seen at the next opening",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Calls of `time.sleep`."""
    for module in reviewed.project.modules:
        for node in module.nodes:
            if isinstance(node, ast.Call) and dotted(node.func) in {"time.sleep", "sleep", "asyncio.sleep"}:
                yield RULE.at(in_code(module, node))
