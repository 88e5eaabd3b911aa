"""A member that the contract does not know is a typing error or a wish."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.unknown-member",
    what=Words(
        zh="清单中没有 {name} 这个成员{near}",
        en="The manifest has no member {name}{near}",
    ),
    cause=Words(
        zh="未知成员会被平台拒绝，以免写错的权限或限制悄悄失效",
        en="Unknown members are refused, so that a misspelt limit does not silently vanish",
    ),
    fix=Words(
        zh="改成正确的名称，或删除这一项；全部名称见 docs/reference/manifest.md",
        en="Correct the name or delete it; all names are in docs/reference/manifest.md",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Members without a place in the contract, with the name that was probably meant."""
    for fault in reviewed.faults:
        if fault.kind == "unknown":
            near = f" ({fault.near}?)" if fault.near else ""
            yield RULE.at(reviewed.in_manifest(fault.pointer), name=fault.name, near=near)
