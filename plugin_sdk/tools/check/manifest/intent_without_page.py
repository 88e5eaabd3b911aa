"""An intent opens a page of the manifest."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.intent-without-page",
    what=Words(
        zh="意图 {name} 指向的页面 {screen} 不在 pages 中",
        en="The intent {name} opens {screen}, which is not in pages",
    ),
    cause=Words(
        zh="其他应用打开它时会看到错误",
        en="Another mini-app that opens it would see an error",
    ),
    fix=Words(
        zh="改成 pages 中的一个页面，或把它加入 pages",
        en="Name a page of pages, or add it there",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Intents whose screen is no page."""
    pages = reviewed.named("/pages")
    for place, intent in reviewed.members("/gkb/intents"):
        screen = intent.get("screen") if isinstance(intent, dict) else None
        if isinstance(screen, str) and screen not in pages:
            yield RULE.at(reviewed.in_manifest(f"{place}/screen"), name=intent.get("name"), screen=screen)
