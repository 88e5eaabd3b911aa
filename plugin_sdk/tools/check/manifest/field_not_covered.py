"""Only fields of the purpose may be read."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.readings import fields_of, known_readings
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.field-not-covered",
    what=Words(
        zh="代码读取 {field}，用途 {name} 没有列出",
        en="The code reads {field}, which the purpose {name} does not list",
    ),
    cause=Words(
        zh="用户只同意了所列字段，多读会被平台拒绝",
        en="People consented to the listed fields only, and the platform refuses more",
    ),
    fix=Words(
        zh='在该用途的 fields 中加入 "{field}"，或不读它',
        en='Add "{field}" to the purpose\'s fields, or do not read it',
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Fields read beyond those of their purpose."""
    for reading in known_readings(reviewed)[0]:
        covered = fields_of(reviewed, reading.purpose)
        for field in reading.fields:
            if covered is not None and field not in covered:
                yield RULE.at(reading.place, field=field, name=reading.purpose)
