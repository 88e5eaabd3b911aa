"""Files, keyboard and code made at run time do not exist in the sandbox."""

import ast
from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed, in_code
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="code.forbidden-call",
    what=Words(
        zh="应用中没有 {name}()",
        en="A mini-app has no {name}()",
    ),
    cause=Words(
        zh="沙箱里没有文件、键盘和终端；动态执行的代码无法审核",
        en="There are no files, keyboard or terminal in the sandbox, and code made at run time cannot be reviewed",
    ),
    fix=Words(
        zh="{zh}",
        en="{en}",
    ),
)

WRITE_OUT = ("把要做的事直接写出来", "Write out what is to be done")
INSTEAD = {
    "open": ("数据用 ctx.store，文字写在 Python 模块里", "Keep data with ctx.store, texts in Python modules"),
    "input": ("用 ui.form 提问", "Ask with ui.form"),
    **dict.fromkeys(("exec", "eval", "compile", "__import__"), WRITE_OUT),
    **dict.fromkeys(("globals", "vars", "locals", "setattr", "delattr"), WRITE_OUT),
    **dict.fromkeys(
        ("breakpoint", "exit", "quit", "help"), ("删除它，用 print 记日志", "Delete it; print goes to the log")
    ),
}


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Calls of builtins that the runtime replaces by refusals."""
    for module in reviewed.project.modules:
        for node in module.nodes:
            name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if name in INSTEAD:
                zh, en = INSTEAD[name]
                yield RULE.at(in_code(module, node), name=name, zh=zh, en=en)
