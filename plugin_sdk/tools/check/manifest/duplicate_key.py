"""JSON keeps the last of two members with one name; a reviewer reads the first."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Place, Rule
from plugin_sdk.tools.problem import Problem, Words
from plugin_sdk.tools.project import MANIFEST

RULE = Rule(
    code="manifest.duplicate-key",
    what=Words(
        zh="成员 {name} 写了两次",
        en="The member {name} is written twice",
    ),
    cause=Words(
        zh="JSON 只保留后一个，审核人员看到的可能是前一个",
        en="JSON keeps the later one, while a reviewer may read the earlier",
    ),
    fix=Words(
        zh="删除其中一个",
        en="Delete one of them",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Names that occur twice in one object."""
    for pointer, line in reviewed.project.manifest_text.duplicates:
        place = Place(file=MANIFEST, line=line, pointer=pointer)
        yield RULE.at(place, name=pointer.rpartition("/")[2])
