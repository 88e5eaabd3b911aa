"""A mini-app does one thing; more pages than that are several mini-apps."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="budgets.pages",
    severity="warning",
    what=Words(
        zh="{what} 有 {count} 个，预算是 {most} 个",
        en="There are {count} {what}, the budget is {most}",
    ),
    cause=Words(
        zh="一个小程序只办一件事，页面太多没有人能看完",
        en="A mini-app does one thing; nobody looks through that many",
    ),
    fix=Words(
        zh="拆成几个小程序，用 ui.to_launch 相互打开",
        en="Split it into several, which open each other with ui.to_launch",
    ),
)

MOST = 40


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Pages and actions over what anybody looks through."""
    for pointer, what in (("/pages", "pages"), ("/gkb/actions", "actions")):
        count = len(reviewed.members(pointer))
        if count > MOST:
            yield RULE.at(reviewed.in_manifest(pointer), what=what, count=count, most=MOST)
