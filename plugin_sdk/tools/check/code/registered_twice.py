"""Two functions of one name: the package could not even be loaded."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.on_screen import named
from plugin_sdk.tools.check.reviewed import Reviewed, in_code
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="code.registered-twice",
    what=Words(
        zh="{which} 注册了两次",
        en="The {which_en} is registered twice",
    ),
    cause=Words(
        zh="同名的页面或操作只能有一个，加载时就会出错",
        en="There is one function for each name; loading the package would fail",
    ),
    fix=Words(
        zh="改名或删除其中一个",
        en="Rename or delete one of them",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Screens or actions with the same name."""
    seen: set[tuple[str, str]] = set()
    for handler in reviewed.handlers:
        if handler.name is not None and (handler.kind, handler.name) in seen:
            yield RULE.at(in_code(handler.module, handler.by), **named(handler.kind, handler.name))
        seen |= {(handler.kind, handler.name)} if handler.name is not None else set()
