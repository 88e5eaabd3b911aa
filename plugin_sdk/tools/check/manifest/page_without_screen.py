"""Every page of the manifest needs a function."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.shape import nearest
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.page-without-screen",
    what=Words(
        zh="pages 中的 {name} 在代码里没有对应的 @app.screen",
        en="pages names {name}, but no @app.screen of the code does",
    ),
    cause=Words(
        zh="用户打开这个页面会看到错误",
        en="People who open this page would see an error",
    ),
    fix=Words(
        zh='加上 @app.screen("{name}") 的函数，或从 pages 中删除{near}',
        en='Add a function with @app.screen("{name}"), or remove it from pages{near}',
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Pages that no function draws."""
    if not reviewed.is_python:
        return
    screens = {handler.name for handler in reviewed.handlers if handler.kind == "screen" and handler.name}
    if any(handler.name is None for handler in reviewed.handlers):
        return
    for name, pointer in reviewed.named("/pages").items():
        if name not in screens:
            near = nearest(name, sorted(screens))
            yield RULE.at(reviewed.in_manifest(pointer), name=name, near=f" ({near}?)" if near else "")
