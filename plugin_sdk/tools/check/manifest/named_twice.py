"""Two entries of a list with one name: one of them is never used."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.named-twice",
    what=Words(
        zh="{name} 在列表中出现两次",
        en="{name} stands twice in this list",
    ),
    cause=Words(
        zh="同名的两项只有一项有效，审核人员看不出是哪一项",
        en="Only one of two entries with the same name counts, and nobody can see which",
    ),
    fix=Words(
        zh="删除或改名其中一项",
        en="Delete or rename one of them",
    ),
)

LISTS = {
    "/pages": "",
    "/gkb/actions": "",
    "/gkb/outbound_hosts": "",
    "/gkb/capabilities": "name",
    "/gkb/purposes": "id",
    "/gkb/collections": "name",
    "/gkb/intents": "name",
}
"""Lists of the manifest, and the member by which their entries are known."""


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Names that occur twice in a list whose entries are looked up by name."""
    for pointer, member in LISTS.items():
        seen: set[str] = set()
        for place, item in reviewed.members(pointer):
            name = item.get(member) if member and isinstance(item, dict) else item
            if isinstance(name, str) and name in seen:
                yield RULE.at(reviewed.in_manifest(f"{place}/{member}" if member else place), name=name)
            seen |= {name} if isinstance(name, str) else set()
