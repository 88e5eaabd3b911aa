"""A launch that no code asks for is a permission for nothing."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.launches import launches
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.launch-unused",
    what=Words(
        zh="launches 声明了应用 {app} 的 {intent}，代码没有用到",
        en="launches declares {intent} of {app}, the code never opens it",
    ),
    cause=Words(
        zh="用不到的跳转不予授权",
        en="What is not used is not granted",
    ),
    fix=Words(
        zh="删除这一项，或用 ui.to_launch 打开它",
        en="Delete it, or open it with ui.to_launch",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Declared launches that no `ui.to_launch` of the code names."""
    if not reviewed.is_python:
        return
    opened = {(launch.app, launch.intent) for launch in launches(reviewed)}
    for place, launch in reviewed.members("/gkb/launches"):
        if isinstance(launch, dict) and (launch.get("app"), launch.get("intent")) not in opened:
            yield RULE.at(reviewed.in_manifest(place), app=launch.get("app"), intent=launch.get("intent"))
