"""A button that leads nowhere is the fault that people report most."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.on_screen import named, place_on, targets
from plugin_sdk.tools.check.facts.shape import nearest
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.drawing.drawings import shown
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="screens.dead-button",
    what=Words(
        zh="点击后没有去处：{which}{near}",
        en="A tap leads nowhere: {which_en}{near}",
    ),
    cause=Words(
        zh="用户点了没有反应或看到错误",
        en="People tap and nothing happens, or an error appears",
    ),
    fix=Words(
        zh="改成清单中有的页面或操作",
        en="Name a screen or an action that the manifest has",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Targets of taps, forms and slot pickers that the manifest does not have."""
    pages, actions = sorted(reviewed.named("/pages")), sorted(reviewed.named("/gkb/actions"))
    for each in shown(reviewed.drawings):
        for pointer, kind, target in targets(each.screen):
            known = pages if kind == "screen" else actions
            if target not in known:
                near = nearest(target, known)
                place = place_on(each.drawing, each.pointer + pointer)
                yield RULE.at(place, **named(kind, target), near=f" ({near}?)" if near else "")
