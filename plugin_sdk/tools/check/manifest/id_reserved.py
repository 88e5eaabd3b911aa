"""Ids that are also modules of the interpreter cannot be loaded."""

import sys
from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.id-reserved",
    what=Words(
        zh="app_id 不能叫 {app_id}",
        en="app_id cannot be {app_id}",
    ),
    cause=Words(
        zh="这是解释器自带模块的名称，应用会加载不了",
        en="A module of the interpreter has this name, so the package could not be loaded",
    ),
    fix=Words(
        zh="换一个说明办什么事的名称，例如 heating_subsidy",
        en="Take a name that says what is done, for example heating_subsidy",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """`app_id` is the name of a module that is always there."""
    app_id = reviewed.member("/app_id")
    if isinstance(app_id, str) and (app_id in sys.stdlib_module_names or app_id in {"plugin_sdk", "wit_world"}):
        yield RULE.at(reviewed.in_manifest("/app_id"), app_id=app_id)
