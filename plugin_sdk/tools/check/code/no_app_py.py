"""`app.py` is where the platform begins."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Place, Rule
from plugin_sdk.tools.problem import Problem, Words
from plugin_sdk.tools.project import ENTRY

RULE = Rule(
    code="code.no-app-py",
    what=Words(
        zh="没有 app.py",
        en="There is no app.py",
    ),
    cause=Words(
        zh="平台从 app.py 中的 app = MiniApp() 开始运行",
        en="The platform starts from app = MiniApp() in app.py",
    ),
    fix=Words(
        zh="新建 app.py，写上 app = MiniApp() 和页面函数",
        en="Create app.py with app = MiniApp() and a function for each screen",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """The file is missing."""
    if not reviewed.is_python:
        return
    if ENTRY not in reviewed.project.files:
        yield RULE.at(Place(file=ENTRY))
