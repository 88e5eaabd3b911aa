"""What the code opens, the manifest declares with a reason."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.launches import launches
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.launch-undeclared",
    what=Words(
        zh="代码打开应用 {app} 的 {intent}，清单的 launches 没有声明",
        en="The code opens {intent} of {app}, which launches does not declare",
    ),
    cause=Words(
        zh="没有声明的跳转会被平台拒绝",
        en="The platform refuses launches that are not declared",
    ),
    fix=Words(
        zh="在 gkb.launches 中加入它，并写明中英文理由",
        en="Add it to gkb.launches with a reason in Chinese and English",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """`ui.to_launch` towards intents that are not declared."""
    declared = [
        (launch.get("app"), launch.get("intent"))
        for _, launch in reviewed.members("/gkb/launches")
        if isinstance(launch, dict)
    ]
    for launch in launches(reviewed):
        if (launch.app, launch.intent) not in declared:
            yield RULE.at(launch.place, app=launch.app, intent=launch.intent)
