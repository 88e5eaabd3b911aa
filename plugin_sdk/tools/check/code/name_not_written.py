"""Names of screens and actions stand in the source, so that manifest and code can be compared."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed, in_code
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="code.name-not-written",
    what=Words(
        zh="{function} 注册时没有直接写出名称",
        en="{function} is registered under a name that does not stand in the source",
    ),
    cause=Words(
        zh="名称是算出来的，无法与清单核对",
        en="A name that is computed cannot be compared with the manifest",
    ),
    fix=Words(
        zh='直接写出名称，例如 @app.screen("apply")',
        en='Write the name, for example @app.screen("apply")',
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Registrations whose name is computed."""
    for handler in reviewed.handlers:
        if handler.name is None:
            yield RULE.at(in_code(handler.module, handler.by), function=handler.function.name)
