"""A value of another type, length, range or pattern than the contract's."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.wrong-value",
    what=Words(
        zh="{name} 的值不符合要求：{message}",
        en="The value of {name} is not as it must be: {message}",
    ),
    cause=Words(
        zh="类型、长度、范围或格式与契约不一致，平台会拒绝",
        en="Type, length, range or pattern differs from the contract, and the platform refuses it",
    ),
    fix=Words(
        zh="按提示改正；每个成员的要求见 docs/reference/manifest.md",
        en="Correct it as the message says; docs/reference/manifest.md has every member",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Values that do not fit their type in the contract."""
    for fault in reviewed.faults:
        if fault.kind == "value":
            yield RULE.at(reviewed.in_manifest(fault.pointer), name=fault.name, message=fault.message)
