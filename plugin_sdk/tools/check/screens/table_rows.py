"""A table without rows is a riddle; without room for its rows, too."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.on_screen import place_on
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.drawing.drawings import parts, shown
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="screens.table-rows",
    severity="warning",
    what=Words(
        zh="表格“{caption}”没有一行内容",
        en="The table “{caption}” has no rows",
    ),
    cause=Words(
        zh="只有表头的表格会被当成加载失败",
        en="A table with a head only looks as if it had failed to load",
    ),
    fix=Words(
        zh="没有内容时用 ui.empty_state 代替表格",
        en="Show ui.empty_state instead while there is nothing",
    ),
)

HOLDS = {"Table": "rows", "List": "items", "FactTable": "facts", "Steps": "items", "SlotPicker": "days"}


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Tables, lists and fact tables with nothing in them."""
    for each in shown(reviewed.drawings):
        for pointer, part in parts(each.screen):
            member = HOLDS.get(part["component"])
            if member and not part.get(member):
                caption = str(part.get("caption") or part["component"])
                yield RULE.at(place_on(each.drawing, each.pointer + pointer), caption=caption)
