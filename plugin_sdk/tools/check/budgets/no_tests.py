"""What is not tested breaks with the next change."""

import re
from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Place, Rule
from plugin_sdk.tools.problem import Problem, Words
from plugin_sdk.tools.project import MANIFEST

RULE = Rule(
    code="budgets.no-tests",
    severity="warning",
    what=Words(
        zh="没有测试",
        en="There are no tests",
    ),
    cause=Words(
        zh="没有测试的应用每次改动都可能出错，审核时也要多看",
        en="Without tests every change can break something, and a review takes longer",
    ),
    fix=Words(
        zh="在 tests/test_app.py 中用 FakeHost 写测试，gkb new 的模板里有例子",
        en="Write tests with FakeHost in tests/test_app.py; templates of gkb new have examples",
    ),
)

TEST = re.compile(r"tests/(.+/)?test_\w+\.py")


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """No file of tests beside the code."""
    if MANIFEST in reviewed.project.files and not any(TEST.fullmatch(path) for path in reviewed.project.files):
        yield RULE.at(Place(file=MANIFEST))
