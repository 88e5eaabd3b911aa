"""A package without a manifest cannot be anything."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Place, Rule
from plugin_sdk.tools.problem import Problem, Words
from plugin_sdk.tools.project import MANIFEST

RULE = Rule(
    code="manifest.not-there",
    what=Words(
        zh="没有 manifest.json",
        en="There is no manifest.json",
    ),
    cause=Words(
        zh="平台从 manifest.json 得知应用的名称、页面和权限",
        en="The platform learns name, pages and capabilities from it",
    ),
    fix=Words(
        zh="在应用文件夹中新建 manifest.json，可用 gkb new 生成一份",
        en="Create manifest.json in the folder; `gkb new` writes one",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """The file is missing."""
    if MANIFEST not in reviewed.project.files:
        yield RULE.at(Place(file=MANIFEST))
