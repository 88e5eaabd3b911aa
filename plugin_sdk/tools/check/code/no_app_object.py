"""The object that collects screens and actions must be called `app`."""

import ast
from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Place, Rule
from plugin_sdk.tools.problem import Problem, Words
from plugin_sdk.tools.project import ENTRY

RULE = Rule(
    code="code.no-app-object",
    what=Words(
        zh="app.py 里没有 app = MiniApp()",
        en="There is no app = MiniApp() in app.py",
    ),
    cause=Words(
        zh="平台按这个名称找到应用的页面和操作",
        en="The platform finds screens and actions by this name",
    ),
    fix=Words(
        zh="在 app.py 顶部写 app = MiniApp()",
        en="Write app = MiniApp() near the top of app.py",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """`app.py` neither makes nor imports a name `app`."""
    for module in reviewed.project.modules:
        if module.path == ENTRY and module.tree is not None and "app" not in _names(module.tree):
            yield RULE.at(Place(file=ENTRY))


def _names(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            names |= {target.id for target in statement.targets if isinstance(target, ast.Name)}
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            names.add(statement.target.id)
        elif isinstance(statement, ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in statement.names}
    return names
