"""What a package does while it is loaded is paid for with every call."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Place, Rule
from plugin_sdk.tools.problem import Problem, Words
from plugin_sdk.tools.project import ENTRY

RULE = Rule(
    code="budgets.start-time",
    what=Words(
        zh="加载应用包执行了 {steps} 行代码，预算是 {most} 行",
        en="Loading the package runs {steps} lines, the budget is {most}",
    ),
    cause=Words(
        zh="每次调用都要重新加载，加载越慢每一页都越慢",
        en="The package is loaded for every call: a slow start makes every page slow",
    ),
    fix=Words(
        zh="把循环和大表的计算移到用到它的函数里，或直接写出结果",
        en="Move loops and computed tables into the function that needs them, or write the result down",
    ),
)

MOST_STEPS = 50_000
"""Some 5 ms on a plain interpreter; 300 lines with 60 texts run 1,100."""


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Executed lines of importing the package, which are the same on every machine."""
    most = max((drawing.load_steps for drawing in reviewed.drawings), default=0)
    if most > MOST_STEPS:
        yield RULE.at(Place(file=ENTRY), steps=most, most=MOST_STEPS)
