"""A field that is never read is asked for in vain."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.readings import known_readings
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.field-never-read",
    what=Words(
        zh="用途 {name} 列出 {field}，代码从不读取",
        en="The purpose {name} lists {field}, the code never reads it",
    ),
    cause=Words(
        zh="个人信息保护法第六条：只收集必要的最小范围",
        en="Article 6 of the law on personal information: the least that is needed",
    ),
    fix=Words(
        zh='从 fields 中删除 "{field}"',
        en='Remove "{field}" from fields',
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Fields of a purpose that no reading asks for."""
    readings, is_sure = known_readings(reviewed)
    for place, purpose in reviewed.members("/gkb/purposes"):
        name = purpose.get("id") if isinstance(purpose, dict) else None
        read = {field for reading in readings if reading.purpose == name for field in reading.fields}
        fields = purpose.get("fields") if isinstance(purpose, dict) else None
        for index, field in enumerate(fields if isinstance(fields, list) else []):
            if is_sure and read and isinstance(field, str) and field not in read:
                yield RULE.at(reviewed.in_manifest(f"{place}/fields/{index}"), name=name, field=field)
