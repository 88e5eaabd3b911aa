"""A page with nothing on it looks like a fault."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.on_screen import place_on
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.drawing.drawings import shown
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="screens.empty-page",
    what=Words(
        zh="页面 {name} 是空的",
        en="The screen {name} is empty",
    ),
    cause=Words(
        zh="空白页会被当成故障",
        en="A blank page is taken for a fault",
    ),
    fix=Words(
        zh="没有内容时用 ui.empty_state 说明，并告诉用户可以做什么",
        en="Say with ui.empty_state that there is nothing yet and what to do",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Screens without a component."""
    for each in shown(reviewed.drawings):
        if not each.screen.get("body"):
            yield RULE.at(place_on(each.drawing, each.pointer), name=each.drawing.name)
