"""Nothing is asked for in advance: the less an app may do, the less can go wrong."""

from collections.abc import Iterator

from plugin_sdk.contract.capabilities import CAPABILITIES
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.capability-unused",
    what=Words(
        zh="清单声明了 {name}，代码没有用到",
        en="The manifest declares {name}, the code never uses it",
    ),
    cause=Words(
        zh="按最小必要原则，用不到的能力不予授权",
        en="Only what is needed is granted (data minimisation)",
    ),
    fix=Words(
        zh="从 gkb.capabilities 中删除 {name}，或用上它",
        en="Remove {name} from gkb.capabilities, or use it",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Declared capabilities that neither stand in the code nor were called while drawing."""
    if not reviewed.is_python:
        return
    used = {call.capability for call in reviewed.calls}
    used |= {name for drawing in reviewed.drawings for name, _ in drawing.calls}
    for name, pointer in reviewed.named("/gkb/capabilities", "name").items():
        if name in CAPABILITIES and name not in used:
            yield RULE.at(reviewed.in_manifest(pointer), name=name)
