"""A collection that no code uses stays empty for ever."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words
from plugin_sdk.tools.project import MANIFEST

RULE = Rule(
    code="manifest.collection-unused",
    severity="warning",
    what=Words(
        zh="集合 {name} 声明了，代码没有用到",
        en="The collection {name} is declared, the code never uses it",
    ),
    cause=Words(
        zh="空着的集合会让审核人员以为应用在收集数据",
        en="Reviewers would believe that data is collected",
    ),
    fix=Words(
        zh="删除它，或用 ctx.records 使用它",
        en="Remove it, or use it with ctx.records",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Declared collections whose name stands in no string of the code."""
    if not reviewed.is_python:
        return
    told = {sentence.text for sentence in reviewed.sentences if sentence.file != MANIFEST}
    for name, pointer in reviewed.named("/gkb/collections", "name").items():
        if name not in told:
            yield RULE.at(reviewed.in_manifest(pointer), name=name)
