"""A package that asks for a newer platform than there is would never start."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.platform-too-new",
    what=Words(
        zh="min_code 是 {code}，当前平台是 {present}",
        en="min_code is {code}, the platform is {present}",
    ),
    cause=Words(
        zh="要求的平台版本还不存在，应用无法运行",
        en="The platform that it asks for does not exist yet, so it cannot run",
    ),
    fix=Words(
        zh="把 platform_version.min_code 改为不大于 {present}",
        en="Set platform_version.min_code to at most {present}",
    ),
)

PLATFORM_CODE = 1
"""The platform contract that this SDK belongs to."""


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """`min_code` is above the present platform."""
    code = reviewed.member("/platform_version/min_code")
    if isinstance(code, int) and code > PLATFORM_CODE:
        yield RULE.at(reviewed.in_manifest("/platform_version/min_code"), code=code, present=PLATFORM_CODE)
