"""Packages are flat, and their files are modules."""

import re
from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Place, Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="budgets.file-name",
    what=Words(
        zh="{path} 不能放进应用包",
        en="{path} cannot be part of a package",
    ),
    cause=Words(
        zh="应用包是一层的 Python 模块，文件名用小写字母、数字和下划线",
        en="A package is one flat layer of modules: small letters, digits and underscores",
    ),
    fix=Words(
        zh="移到应用文件夹的第一层并改名，例如 rates.py；测试放在 tests/",
        en="Move it beside the manifest and rename it, for example rates.py; tests go into tests/",
    ),
)

ASIDE = frozenset(("tests", "mocks", "docs"))
MODULE = re.compile(r"[a-z_][a-z0-9_]{0,60}\.py")
"""As `SourcePath` of the contract."""


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Python files in folders of their own, or with names that no module has."""
    for path in sorted(reviewed.project.files):
        folder, _, name = path.rpartition("/")
        is_aside = folder.partition("/")[0] in ASIDE or path in {"__init__.py", "conftest.py"}
        if name.endswith(".py") and not is_aside and (folder or not MODULE.fullmatch(name)):
            yield RULE.at(Place(file=path), path=path)
