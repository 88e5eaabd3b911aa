"""A mini-app reaches its own screens by name."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.launch-itself",
    what=Words(
        zh="launches 中写了自己",
        en="launches names the mini-app itself",
    ),
    cause=Words(
        zh="打开自己的页面不经过其他应用，用户会多看到一次确认",
        en="Its own pages need no launch; people would be asked for nothing",
    ),
    fix=Words(
        zh="删除这一项，用 ui.to_screen 打开自己的页面",
        en="Delete it, and use ui.to_screen for pages of one's own",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Launches of this very mini-app."""
    for place, launch in reviewed.members("/gkb/launches"):
        if isinstance(launch, dict) and launch.get("app") == reviewed.member("/app_id"):
            yield RULE.at(reviewed.in_manifest(f"{place}/app"))
