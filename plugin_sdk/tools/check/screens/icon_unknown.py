"""Icons come from the shell's kept set."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.icons import FOR_APPS, KEPT_ICONS
from plugin_sdk.tools.check.facts.on_screen import place_on
from plugin_sdk.tools.check.facts.shape import nearest
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.drawing.drawings import parts, shown
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="screens.icon-unknown",
    what=Words(
        zh="没有名为 {name} 的图标{near}",
        en="There is no icon {name}{near}",
    ),
    cause=Words(
        zh="图标只能用平台自带的一套，其他名称显示为空白",
        en="Icons come from the platform's own set; another name shows a blank",
    ),
    fix=Words(
        zh="选用其中一个：{icons}",
        en="Take one of: {icons}",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Icons and tiles with a name outside the kept set."""
    for each in shown(reviewed.drawings):
        for pointer, part in parts(each.screen):
            name = {"Icon": part.get("name"), "ServiceTile": part.get("icon")}.get(part["component"])
            if isinstance(name, str) and name not in KEPT_ICONS:
                near = nearest(name, sorted(KEPT_ICONS))
                told = {"name": name, "near": f" ({near}?)" if near else "", "icons": ", ".join(FOR_APPS)}
                yield RULE.at(place_on(each.drawing, each.pointer + pointer), **told)
