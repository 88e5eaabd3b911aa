"""Numbers of real people do not belong into a package."""

import re
from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Place, Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="code.person-in-source",
    severity="warning",
    what=Words(
        zh="代码里有像真实个人信息的号码：{shown}",
        en="There is a number that could be somebody's: {shown}",
    ),
    cause=Words(
        zh="应用包会被多人查看；样例也要用虚构的号码，并放在 tests/ 中",
        en="Many people read packages; examples use invented numbers, and stand in tests/",
    ),
    fix=Words(
        zh="删除，或移到 tests/ 并改成虚构的号码",
        en="Delete it, or move it to tests/ and make it an invented one",
    ),
)

NUMBER = re.compile(r"(?<![0-9A-Za-z])([1-9]\d{16}[0-9Xx]|1[3-9]\d{9})(?![0-9A-Za-z])")
PHONE_DIGITS = 11


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Identity numbers with a right check digit, and mobile numbers, in what travels with the package."""
    for module in reviewed.project.modules:
        for number, line in enumerate(module.lines, start=1):
            for found in NUMBER.findall(line):
                if len(found) == PHONE_DIGITS or _is_identity(found):
                    yield RULE.at(Place(file=module.path, line=number), shown=f"{found[:3]}…{found[-2:]}")


def _is_identity(number: str) -> bool:
    weights = [pow(2, 17 - place, 11) for place in range(17)]
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], weights, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()
