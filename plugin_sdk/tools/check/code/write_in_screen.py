"""Drawing keeps nothing: a page is opened, refreshed and prefetched as often as somebody likes."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.calls import is_write
from plugin_sdk.tools.check.facts.reach import Reach
from plugin_sdk.tools.check.reviewed import Reviewed, in_code
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="code.write-in-screen",
    what=Words(
        zh="页面 {screen} 在绘制时调用了 {name}",
        en="The screen {screen} calls {name} while it is drawn",
    ),
    cause=Words(
        zh="绘制页面不保存任何内容，写入会丢失；写入只在用户点击后的操作中进行",
        en="Drawing a screen keeps nothing, so the write is lost; writes belong to actions, which somebody taps",
    ),
    fix=Words(
        zh="把它移到 @app.action 的函数里",
        en="Move it into a function with @app.action",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Writing capabilities in a screen's function, or in what it calls within the package."""
    reach = Reach(reviewed.project.modules)
    for handler in reviewed.handlers:
        if handler.kind == "screen":
            inside = reach.of(handler.module, handler.function)
            for call in reviewed.calls:
                if call.sure and is_write(call) and id(call.node) in inside:
                    yield RULE.at(in_code(call.module, call.node), screen=handler.name, name=call.capability)
