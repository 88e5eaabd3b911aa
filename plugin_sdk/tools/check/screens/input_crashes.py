"""Whatever somebody sends is answered, not crashed upon: the phone is not the only sender."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.on_screen import named
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Place, Rule
from plugin_sdk.tools.check.screens.crashed import ELSEWHERE
from plugin_sdk.tools.drawing.drawings import Failed
from plugin_sdk.tools.problem import Problem, Words
from plugin_sdk.tools.project import ENTRY

RULE = Rule(
    code="screens.input-crashes",
    what=Words(
        zh="{which} 收到意外的数据时出错：{type}: {message}",
        en="The {which_en} raised on unexpected data: {type}: {message}",
    ),
    cause=Words(
        zh="提交的数据由应用校验：任何人都可以绕过表单发送数据",
        en="The mini-app checks what is sent: anybody can send data without the form",
    ),
    fix=Words(
        zh='取值前检查类型，例如 isinstance(data.get("area"), int)，不对就 return invalid(...)',
        en='Check types before use, for example isinstance(data.get("area"), int), and return invalid(...)',
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Exceptions at places where nothing fails as long as people send what the forms ask for; each place once."""
    told = {_place(drawing.failed) for drawing in reviewed.drawings if drawing.failed and drawing.moment != "probe"}
    for drawing in reviewed.drawings:
        failed = drawing.failed
        if failed is not None and failed.type not in ELSEWHERE and _place(failed) not in told:
            told.add(_place(failed))
            which = named(drawing.kind, drawing.name)
            yield RULE.at(_place(failed), **which, type=failed.type, message=failed.message)


def _place(failed: Failed) -> Place:
    return Place(file=failed.file or ENTRY, line=failed.line)
