"""A capability that the contract does not have cannot be granted."""

from collections.abc import Iterator

from plugin_sdk.contract.capabilities import CAPABILITIES
from plugin_sdk.tools.check.facts.shape import nearest
from plugin_sdk.tools.check.reviewed import Reviewed, in_code
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.capability-unknown",
    what=Words(
        zh="平台没有 {name} 这项能力{near}",
        en="There is no capability {name}{near}",
    ),
    cause=Words(
        zh="不存在的能力无法申请",
        en="What does not exist cannot be granted",
    ),
    fix=Words(
        zh="改成正确的名称，或删除；全部能力：{all}",
        en="Correct the name or delete it; there are: {all}",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Declared or called capabilities that do not exist."""
    known = sorted(CAPABILITIES)
    for name, pointer in reviewed.named("/gkb/capabilities", "name").items():
        if name not in CAPABILITIES:
            yield RULE.at(reviewed.in_manifest(pointer), name=name, near=_near(name), all=", ".join(known))
    for call in reviewed.calls:
        if call.capability not in CAPABILITIES:
            place = in_code(call.module, call.node)
            yield RULE.at(place, name=call.capability, near=_near(call.capability), all=", ".join(known))


def _near(name: str) -> str:
    near = nearest(name, sorted(CAPABILITIES))
    return f" ({near}?)" if near else ""
