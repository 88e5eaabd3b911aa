"""A purpose that no code uses would collect consent for nothing."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.readings import known_readings
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.purpose-unused",
    what=Words(
        zh="用途 {name} 声明了，代码没有使用",
        en="The purpose {name} is declared, the code never uses it",
    ),
    cause=Words(
        zh="不用的用途会让用户作出多余的同意",
        en="People would be asked to consent for nothing",
    ),
    fix=Words(
        zh="删除这个用途，或在 ctx.person.read、ctx.case 中使用它",
        en="Delete the purpose, or use it in ctx.person.read or ctx.case",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Purposes that no reading names."""
    if not reviewed.is_python:
        return
    readings, is_sure = known_readings(reviewed)
    used = {reading.purpose for reading in readings}
    for name, pointer in reviewed.named("/gkb/purposes", "id").items():
        if is_sure and name not in used:
            yield RULE.at(reviewed.in_manifest(pointer), name=name)
