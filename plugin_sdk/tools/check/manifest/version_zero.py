"""0.0.0 is what a scaffold writes; people see the version."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.version-zero",
    severity="warning",
    what=Words(
        zh="版本名称还是 0.0.0",
        en="The version is still called 0.0.0",
    ),
    cause=Words(
        zh="版本名称会展示给用户，用来说清用的是哪一版",
        en="People see the version's name and quote it when something is wrong",
    ),
    fix=Words(
        zh="写上真实版本，例如 0.1.0",
        en="Write a real version, for example 0.1.0",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """The version's name was never set."""
    if reviewed.member("/version/name") == "0.0.0":
        yield RULE.at(reviewed.in_manifest("/version/name"))
