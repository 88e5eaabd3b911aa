"""Personal data is read for a purpose of the manifest."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.readings import known_readings
from plugin_sdk.tools.check.facts.shape import nearest
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.purpose-undeclared",
    what=Words(
        zh="代码按用途 {name} 读取个人信息，清单没有这个用途{near}",
        en="The code reads for the purpose {name}, which the manifest does not have{near}",
    ),
    cause=Words(
        zh="没有声明的用途，用户没有同意过，平台会拒绝",
        en="Nobody consented to a purpose that is not declared, and the platform refuses it",
    ),
    fix=Words(
        zh="在 gkb.purposes 中加入 {name}，写明字段、依据和期限",
        en="Add {name} to gkb.purposes with fields, legal basis and term",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Readings for a purpose that is not declared."""
    declared = reviewed.named("/gkb/purposes", "id")
    for reading in known_readings(reviewed)[0]:
        if reading.purpose not in declared:
            near = nearest(reading.purpose.replace("-", "_"), [name.replace("-", "_") for name in declared])
            yield RULE.at(reading.place, name=reading.purpose, near=f" ({near.replace('_', '-')}?)" if near else "")
