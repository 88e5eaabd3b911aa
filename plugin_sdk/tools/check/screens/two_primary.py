"""One main button: otherwise nobody knows what comes next."""

from collections.abc import Iterator
from typing import Any

from plugin_sdk.tools.check.facts.on_screen import place_on
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.drawing.drawings import parts, shown
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="screens.two-primary",
    what=Words(
        zh="页面 {name} 有 {count} 个主要按钮",
        en="The screen {name} has {count} primary buttons",
    ),
    cause=Words(
        zh="一个页面只突出一件要做的事，老年人尤其需要",
        en="A screen points at one thing to do; elderly people need that most",
    ),
    fix=Words(
        zh="只给一个按钮 primary=True，表单自带的提交按钮也算",
        en="Give primary=True to one button only; a form's own button counts, too",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Screens with more than one primary button, forms and slot pickers counted."""
    for each in shown(reviewed.drawings):
        main = [pointer for pointer, part in parts(each.screen) if _is_main(part)]
        if len(main) > 1:
            yield RULE.at(place_on(each.drawing, each.pointer + main[1]), name=each.drawing.name, count=len(main))


def _is_main(part: dict[str, Any]) -> bool:
    return part["component"] in {"Form", "SlotPicker"} or (
        part["component"] == "Button" and part.get("variant") == "primary"
    )
