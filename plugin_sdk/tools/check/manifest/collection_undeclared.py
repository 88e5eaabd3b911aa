"""Records live in collections that the manifest describes."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.collections import used_collections
from plugin_sdk.tools.check.facts.shape import nearest
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.collection-undeclared",
    what=Words(
        zh="代码使用集合 {name}，清单没有声明{near}",
        en="The code uses the collection {name}, which the manifest does not declare{near}",
    ),
    cause=Words(
        zh="没有声明的集合会被平台拒绝",
        en="The platform refuses collections that are not declared",
    ),
    fix=Words(
        zh="在 gkb.collections 中加入 {name}，写明中英文说明和条数上限",
        en="Add {name} to gkb.collections with words and its largest number of records",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Collections of `ctx.records` that are not declared."""
    declared = reviewed.named("/gkb/collections", "name")
    for name, place in used_collections(reviewed):
        if name not in declared:
            near = nearest(name, sorted(declared))
            yield RULE.at(place, name=name, near=f" ({near}?)" if near else "")
