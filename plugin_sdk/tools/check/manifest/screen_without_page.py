"""A screen that the manifest does not name cannot be opened."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed, in_code
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.screen-without-page",
    what=Words(
        zh="页面 {name} 没有写进 manifest.json 的 pages",
        en="The screen {name} is not in pages of manifest.json",
    ),
    cause=Words(
        zh="清单里没有的页面无法打开，也没有人审核过",
        en="A screen outside the manifest cannot be opened, and nobody has reviewed it",
    ),
    fix=Words(
        zh='把 "{name}" 加入 pages，或删除这个函数',
        en='Add "{name}" to pages, or delete this function',
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Screens of the code that are no page."""
    pages = reviewed.named("/pages")
    for handler in reviewed.handlers:
        if handler.kind == "screen" and handler.name is not None and handler.name not in pages:
            yield RULE.at(in_code(handler.module, handler.by), name=handler.name)
