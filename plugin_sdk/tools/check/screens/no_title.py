"""The title is what a screen reader says first."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.on_screen import place_on
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.drawing.drawings import shown
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="screens.no-title",
    what=Words(
        zh="页面 {name} 没有标题",
        en="The screen {name} has no title",
    ),
    cause=Words(
        zh="读屏软件先读标题，没有标题就不知道到了哪里",
        en="A screen reader says the title first; without it nobody knows where they are",
    ),
    fix=Words(
        zh="给 ui.screen 的第一个参数写上标题",
        en="Give ui.screen a title as its first argument",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Screens whose title is empty or blank."""
    for each in shown(reviewed.drawings):
        title = each.screen.get("title")
        if not isinstance(title, str) or not title.strip():
            yield RULE.at(place_on(each.drawing, each.pointer), name=each.drawing.name)
