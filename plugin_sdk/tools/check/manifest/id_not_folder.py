"""The id is also the folder and the Python package: one name in one place."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.id-not-folder",
    what=Words(
        zh="app_id 是 {app_id}，文件夹名是 {folder}",
        en="app_id is {app_id}, the folder is {folder}",
    ),
    cause=Words(
        zh="应用编号同时是文件夹和 Python 包的名称，两者必须一致",
        en="The id is also the name of the folder and of the Python package",
    ),
    fix=Words(
        zh="改其中一个，使两者相同",
        en="Change one of them so that both are the same",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """`app_id` differs from the folder's name."""
    app_id = reviewed.member("/app_id")
    if isinstance(app_id, str) and app_id != reviewed.project.name:
        yield RULE.at(reviewed.in_manifest("/app_id"), app_id=app_id, folder=reviewed.project.name)
