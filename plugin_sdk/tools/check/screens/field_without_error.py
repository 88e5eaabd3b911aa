"""Who mistypes must read what is wrong and what to do."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.on_screen import place_on
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.drawing.drawings import fields, parts, shown
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="screens.field-without-error",
    what=Words(
        zh="字段 {field} 没有出错提示",
        en="The field {field} has no words for what is wrong",
    ),
    cause=Words(
        zh="填错时用户看不到错在哪里、怎么改",
        en="Whoever mistypes would not learn what is wrong and what to do",
    ),
    fix=Words(
        zh='加上 error=，例如 error="面积应为1到500的整数，请改正"',
        en='Add error=, for example error="The area is a whole number from 1 to 500"',
    ),
)

NEVER_WRONG = frozenset(("YesNo", "Statement"))


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Questions without `x-error`; yes-no questions cannot be answered wrongly."""
    for each in shown(reviewed.drawings):
        for pointer, part in parts(each.screen):
            for name, field in fields(part) if part["component"] == "Form" else ():
                if not field.get("readOnly") and field.get("x-field") not in NEVER_WRONG and not field.get("x-error"):
                    place = place_on(each.drawing, f"{each.pointer}{pointer}/schema/properties/{name}")
                    yield RULE.at(place, field=name)
