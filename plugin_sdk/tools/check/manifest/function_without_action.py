"""An action that the manifest does not name cannot be taken."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed, in_code
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.function-without-action",
    what=Words(
        zh="操作 {name} 没有写进 manifest.json 的 gkb.actions",
        en="The action {name} is not in gkb.actions of manifest.json",
    ),
    cause=Words(
        zh="清单里没有的操作会被平台拒绝",
        en="The platform refuses actions outside the manifest",
    ),
    fix=Words(
        zh='把 "{name}" 加入 gkb.actions，或删除这个函数',
        en='Add "{name}" to gkb.actions, or delete this function',
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Actions of the code that the manifest does not name."""
    actions = reviewed.named("/gkb/actions")
    for handler in reviewed.handlers:
        if handler.kind == "action" and handler.name is not None and handler.name not in actions:
            yield RULE.at(in_code(handler.module, handler.by), name=handler.name)
