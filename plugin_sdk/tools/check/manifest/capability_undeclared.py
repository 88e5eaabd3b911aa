"""What the code calls, the manifest declares with a reason."""

from collections.abc import Iterator

from plugin_sdk.contract.capabilities import CAPABILITIES
from plugin_sdk.tools.check.reviewed import Reviewed, in_code
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.capability-undeclared",
    what=Words(
        zh="代码用到 {name}，清单没有声明",
        en="The code uses {name}, the manifest does not declare it",
    ),
    cause=Words(
        zh="未声明的能力会被平台拒绝，用户也看不到用途",
        en="The platform refuses undeclared capabilities, and people could not see why they are used",
    ),
    fix=Words(
        zh="在 gkb.capabilities 中加入 {name}，并写明中英文理由",
        en="Add {name} to gkb.capabilities with a reason in Chinese and English",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Calls of capabilities that are not declared, in the code or seen while drawing."""
    declared = reviewed.named("/gkb/capabilities", "name")
    in_source = {call.capability for call in reviewed.calls}
    for call in reviewed.calls:
        if call.sure and call.capability in CAPABILITIES and call.capability not in declared:
            yield RULE.at(in_code(call.module, call.node), name=call.capability)
    for drawing in reviewed.drawings:
        for name, _ in drawing.calls:
            if name in CAPABILITIES and name not in declared and name not in in_source:
                yield RULE.at(reviewed.in_manifest("/gkb/capabilities"), name=name)
