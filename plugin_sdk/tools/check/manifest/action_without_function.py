"""Every action of the manifest needs a function."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.shape import nearest
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.action-without-function",
    what=Words(
        zh="gkb.actions 中的 {name} 在代码里没有对应的 @app.action",
        en="gkb.actions names {name}, but no @app.action of the code does",
    ),
    cause=Words(
        zh="用户点了按钮会看到错误",
        en="People who tap its button would see an error",
    ),
    fix=Words(
        zh='加上 @app.action("{name}") 的函数，或从 actions 中删除{near}',
        en='Add a function with @app.action("{name}"), or remove it from actions{near}',
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Actions that no function takes."""
    if not reviewed.is_python:
        return
    actions = {handler.name for handler in reviewed.handlers if handler.kind == "action" and handler.name}
    if any(handler.name is None for handler in reviewed.handlers):
        return
    for name, pointer in reviewed.named("/gkb/actions").items():
        if name not in actions:
            near = nearest(name, sorted(actions))
            yield RULE.at(reviewed.in_manifest(pointer), name=name, near=f" ({near}?)" if near else "")
