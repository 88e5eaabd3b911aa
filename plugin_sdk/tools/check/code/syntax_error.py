"""Code that cannot be read cannot run."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Place, Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="code.syntax-error",
    what=Words(
        zh="Python 语法错误：{message}",
        en="Python cannot read this: {message}",
    ),
    cause=Words(
        zh="有语法错误的应用包无法编译",
        en="A package with a syntax error cannot be compiled",
    ),
    fix=Words(
        zh="改正这一行，注意它前面的括号和引号",
        en="Correct this line; look at brackets and quotes before it, too",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Files without a syntax tree."""
    for module in reviewed.project.modules:
        if module.syntax_error is not None:
            line, message = module.syntax_error
            yield RULE.at(Place(file=module.path, line=line), message=message)
