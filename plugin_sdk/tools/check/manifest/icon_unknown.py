"""Icons come from the shell's kept set; an address would be a tracking image."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.icons import FOR_APPS, KEPT_ICONS
from plugin_sdk.tools.check.facts.shape import nearest
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.icon-unknown",
    what=Words(
        zh="没有名为 {name} 的图标{near}",
        en="There is no icon {name}{near}",
    ),
    cause=Words(
        zh="图标只能用平台自带的一套，不能是网址或自己的图片",
        en="Icons come from the platform's own set: no address, no image of one's own",
    ),
    fix=Words(
        zh="选用其中一个：{icons}",
        en="Take one of: {icons}",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Icons outside the kept set."""
    for name, pointer in reviewed.named("/icons", "src").items():
        if name not in KEPT_ICONS:
            near = nearest(name, sorted(KEPT_ICONS))
            yield RULE.at(
                reviewed.in_manifest(pointer), name=name, near=f" ({near}?)" if near else "", icons=", ".join(FOR_APPS)
            )
