"""A screen is made of the contract's components, each with its own members."""

from collections.abc import Iterator

from plugin_sdk.contract.answer import ActionAnswer
from plugin_sdk.contract.screen import Screen
from plugin_sdk.tools.check.facts.on_screen import place_on, wrong_parts
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="screens.not-valid",
    what=Words(
        zh="页面 {name} 不符合契约：{message}",
        en="The screen {name} is not as the contract says: {message}",
    ),
    cause=Words(
        zh="手机不认识的内容不会显示，平台会拒绝整个页面",
        en="A phone does not draw what it does not know, and the platform refuses the whole screen",
    ),
    fix=Words(
        zh="按提示改正；全部组件见 docs/reference/screens.md",
        en="Correct it as the message says; all components are in docs/reference/screens.md",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Drawn screens and answers of actions that the contract refuses, at the line that built the part."""
    for drawing in reviewed.drawings:
        if drawing.answer is not None and drawing.moment != "probe":
            expected = Screen if drawing.kind == "screen" else ActionAnswer
            for fault in wrong_parts(drawing.answer, expected):
                yield RULE.at(place_on(drawing, fault.pointer), name=drawing.name, message=fault.message)
