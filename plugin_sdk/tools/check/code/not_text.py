"""Source is text in UTF-8, so that everybody reads the same."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Place, Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="code.not-text",
    what=Words(
        zh="文件不是 UTF-8 文字",
        en="The file is not text in UTF-8",
    ),
    cause=Words(
        zh="审核人员和解释器要读到同样的内容",
        en="Reviewers and the interpreter must read the same",
    ),
    fix=Words(
        zh="把文件存为 UTF-8（不带 BOM）",
        en="Save the file as UTF-8 without a byte order mark",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Python files that cannot be decoded."""
    for module in reviewed.project.modules:
        if not module.is_text:
            yield RULE.at(Place(file=module.path))
