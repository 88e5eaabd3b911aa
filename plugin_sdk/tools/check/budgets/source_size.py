"""What nobody can read, nobody can review."""

from collections.abc import Iterator

from plugin_sdk.contract.limits import SOURCE_BYTES
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Place, Rule
from plugin_sdk.tools.problem import Problem, Words
from plugin_sdk.tools.project import ENTRY

RULE = Rule(
    code="budgets.source-size",
    what=Words(
        zh="{path} 有 {size} 字节，预算是 {most} 字节",
        en="{path} has {size} bytes, the budget is {most}",
    ),
    cause=Words(
        zh="太长的代码无法认真审核，加载也慢",
        en="Code that long cannot be reviewed with care, and loads slowly",
    ),
    fix=Words(
        zh="把大表交给部门接口或 ctx.records，把代码分成几个文件",
        en="Leave large tables to the department's service or ctx.records, and split the code",
    ),
)

MOST_FILE_BYTES = 128 * 1024
"""Some 3,000 lines: more than anybody reads in one sitting."""

MOST_BYTES = SOURCE_BYTES // 2
"""Half of what the platform refuses."""


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Single files, and all of them together."""
    whole = 0
    for module in reviewed.project.modules:
        size = len(reviewed.project.files[module.path])
        whole += size
        if size > MOST_FILE_BYTES:
            yield RULE.at(Place(file=module.path), path=module.path, size=size, most=MOST_FILE_BYTES)
    if whole > MOST_BYTES:
        yield RULE.at(Place(file=ENTRY), path="*.py", size=whole, most=MOST_BYTES)
