"""What the contract asks for must be there."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.missing-member",
    what=Words(
        zh="缺少成员 {name}",
        en="The member {name} is missing",
    ),
    cause=Words(
        zh="没有它，平台无法展示、授权或联系这个应用",
        en="Without it the platform cannot show, grant or reach this mini-app",
    ),
    fix=Words(
        zh="在此处补上 {name}；写法见 docs/reference/manifest.md",
        en="Add {name} here; docs/reference/manifest.md shows how",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Members that have no default and are absent; one that is only misspelt is said once, as unknown."""
    misspelt = {
        f"{fault.pointer.rpartition('/')[0]}/{fault.near}" for fault in reviewed.faults if fault.kind == "unknown"
    }
    for fault in reviewed.faults:
        if fault.kind == "missing" and fault.pointer not in misspelt:
            yield RULE.at(reviewed.in_manifest(fault.pointer), name=fault.name)
